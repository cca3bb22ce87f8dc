"""Vietnamese as it is written: letters, syllables, word lists, tokens of a line, and what must never be touched."""
