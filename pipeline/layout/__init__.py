"""Lines into reading order, each with its role; pure geometry and text rules."""
