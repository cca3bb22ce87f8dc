"""Damaged text, and text that a page brings along: judged, converted and mended, with an edit for each change."""
