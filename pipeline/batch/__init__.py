"""Many documents: nothing lost, nothing hung."""
