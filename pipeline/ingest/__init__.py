"""Files in: what each is, its text layer, its pages as images."""
