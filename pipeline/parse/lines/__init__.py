"""Printed lines to paragraphs: rows and their shape, labels, footnotes, signature dumps, the layout's tables."""
