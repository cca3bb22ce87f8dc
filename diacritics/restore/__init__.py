"""Garbled or stripped text becomes Vietnamese again, token by token, every change explained."""
