"""Lines to the Plan."""
