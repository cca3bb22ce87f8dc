"""Readers: page images to lines of words."""
