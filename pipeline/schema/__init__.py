"""The committed JSON Schema of the Plan."""
