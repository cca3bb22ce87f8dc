"""The way of a document: from a file to a Plan."""
