"""What is wrong with a text; lines and pages are measured in the same way."""
