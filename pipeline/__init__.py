"""The way of a document: from a file to a Plan."""

__version__ = "0.1.0"
