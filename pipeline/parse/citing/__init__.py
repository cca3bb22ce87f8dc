"""Cited documents and legal bases."""
