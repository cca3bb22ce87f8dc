"""Lines as a reader gives them: every word as wide as its letters, every line 12 high."""

from kehoach.pipeline.document import Box, Line, Word

LETTER, HIGH = 6.0, 12.0


def line(text: str, left: float, top: float) -> Line:
    """A line as a reader gives it; runs of spaces are gaps of as many letters."""
    words, x = [], left
    for part in text.split(" "):
        if part:
            words.append(Word(part, Box(x, top, x + LETTER * len(part), top + HIGH), 0.9))
        x += LETTER * (len(part) + 1)
    box = Box.around(word.box for word in words if word.box)
    return Line(" ".join(text.split()), 1, 1, box, tuple(words))
