"""What a person should look at, and how sure the Plan is."""
