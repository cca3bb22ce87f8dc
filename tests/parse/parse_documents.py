"""Documents for the parser's tests: a text as the lines that a text file has, with and without the layout's roles."""

import hashlib
import unicodedata
from pathlib import Path

from pipeline.document import Document, Line, MediaKind, Method, Page, Source
from pipeline.layout.text import arrange_text

SHARED = Path(__file__).parents[2].parent / "shared"
CASES = Path(__file__).parents[1] / "cases"


def of_lines(lines: list[Line], text: str) -> Document:
    data = text.encode()
    source = Source(Path("plan.txt"), MediaKind.TEXT, hashlib.sha256(data).hexdigest(), len(data), 1)
    return Document(source, (Page(1, tuple(lines), method=Method.TEXT),))


def plain(text: str) -> Document:
    """Every line BODY, as it stands."""
    text = unicodedata.normalize("NFC", text)
    return of_lines([Line(line, 1, number) for number, line in enumerate(text.split("\n"), start=1)], text)


def arranged(text: str) -> Document:
    """The lines as the layout hands them on."""
    text = unicodedata.normalize("NFC", text)
    return of_lines(arrange_text(text.split("\n")), text)


def seed(number: str) -> str:
    """The text of a seed whose name begins with `number`."""
    found = sorted((SHARED / "seeds").glob(f"{number}_*[0-9a-f].txt"))
    return found[0].read_text("utf-8-sig")
