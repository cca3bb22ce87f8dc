"""What is wrong with a text: one ruler for lines and for pages."""
