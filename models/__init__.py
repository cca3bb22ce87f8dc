"""Trained weights, with their manifest and cards."""
