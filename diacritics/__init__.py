"""Vietnamese text: its letters and syllables, its damage, and its repair. Knows nothing of pages or files."""
