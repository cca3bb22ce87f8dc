"""The Plan and its texts to files."""
