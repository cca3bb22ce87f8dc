"""Documents for the parser's tests: a text as the lines that a text file has, with and without the layout's roles."""

import hashlib
import random
import unicodedata
from pathlib import Path

from kehoach.pipeline.document import Box, Cell, Document, Line, MediaKind, Method, Page, Role, Source, TableGrid, Unit
from kehoach.pipeline.layout.text import arrange_text

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


def of_pages(text: str, rng: random.Random) -> Document:
    """The text on several pages as a poor layout might give them: any roles, boxes here and there, lines as tables."""
    lines = unicodedata.normalize("NFC", text).split("\n")
    pages = []
    while lines:
        taken, lines = lines[: (size := rng.randrange(5, 60))], lines[size:]
        number = len(pages) + 1
        box = Box(0.0, 0.0, 400.0, 12.0) if rng.random() < 0.5 else None
        roles = [rng.choice([Role.BODY] * 12 + list(Role)) for _ in taken]
        made = [Line(s, number, at, box, (), role) for at, (s, role) in enumerate(zip(taken, roles, strict=True), 1)]
        tables = []
        if len(made) > 4 and rng.random() < 0.5:
            first = rng.randrange(len(made) - 2)
            rows = [
                tuple(Cell(part, box) for part in x.text.split("\t")) for x in made[first : first + rng.randrange(1, 4)]
            ]
            flags = {"continues": rng.random() < 0.3, "repeats": rng.randrange(2), "header": rng.randrange(3)}
            goes_on = rng.random() < 0.3
            tables.append(TableGrid(tuple(rows), number, first + 1, box, row_goes_on=goes_on, **flags))
        method = rng.choice([Method.OCR, Method.TEXT_LAYER, Method.REPAIRED])
        pages.append(Page(number, tuple(made), tuple(tables), 500.0, 700.0, Unit.POINT, method))
    return Document(Source(Path("scan.pdf"), MediaKind.PDF, "0" * 64, 1, len(pages)), tuple(pages))


def seed(number: str) -> str:
    """The text of a seed whose name begins with `number`."""
    found = sorted((SHARED / "seeds").glob(f"{number}_*[0-9a-f].txt"))
    return found[0].read_text("utf-8-sig")
