"""Who does what by when, and what is to be reached and spent."""
