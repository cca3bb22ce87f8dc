"""Tables: rows of cells, what their columns hold, tables that an export has taken apart."""
