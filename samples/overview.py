"""Draw the picture of the README: a damaged page, what is known of it, and a garbled text before and after repair.

    python samples/overview.py

The words are the program's own, of the samples as they are read today; `tests/samples/test_overview.py` holds them.
"""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape
from io import BytesIO
from pathlib import Path

import pypdfium2

from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import EngineName, OcrOptions, Options
from kehoach.pipeline.plan import Plan
from kehoach.pipeline.process import read_document

HERE = Path(__file__).resolve().parent
PICTURE = HERE / ".overview.svg"  # hidden, so that a run over the samples does not take it for a document
SCAN, GARBLED = HERE / "02-skewed-scan" / "02-skewed-scan.pdf", HERE / "06-english-ocr" / "06-english-ocr.txt"
WIDTH, HEIGHT, MARGIN = 1500, 660, 24
LEFT = 666  # the scan's width
LINE, HEAD, GAP = 21, 26, 8
LONGEST = 88  # letters that fit into a panel
GARBLED_LINES, REPAIRED_LINES = 3, 6  # the English model read the two columns of the head as one
INK, GREY, MARK, PANEL = "#1d2430", "#6b7280", "#b45309", "#f5f6f8"
OPTIONS = Options(ocr=OcrOptions(engine=EngineName.TRUEOCR))  # needs no system package: reads the same everywhere
FONT = "Tinos, Liberation Serif, Times New Roman, serif"

Panel = tuple[str, str, list[str]]
"""A title, the colour of its lines, its lines."""


def scan() -> bytes:
    """The upper part of the scan's first page, as a JPEG."""
    page = pypdfium2.PdfDocument(SCAN)[0]
    image = page.render(scale=1.1).to_pil().convert("L")
    image = image.crop((0, 0, image.width, image.width * (HEIGHT - 2 * MARGIN) // LEFT))
    held = BytesIO()
    image.save(held, "JPEG", quality=60, optimize=True)
    return held.getvalue()


def known(plan: Plan) -> list[str]:
    """A few fields of a Plan as lines of JSON."""
    metadata = {name: field["value"] for name, field in plan.model_dump(mode="json")["metadata"].items()}
    shown = {name: metadata[name] for name in ("doc_type", "number", "notation", "agency", "date", "place")}
    shown["signer"] = {key: metadata["signer"][key] for key in ("authority", "position", "name")}
    parts = list(shown.items())
    parts += [("basis", {"number": base.number, "date": str(base.date)}) for base in plan.legal_bases]
    parts += [("section", f"{section.label_printed} {section.title}") for section in plan.sections]
    return [f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in parts]


def first_lines(text: str, count: int) -> list[str]:
    """The first printed lines of a text."""
    return [line for line in text.splitlines() if line.strip()][:count]


def read(path: Path) -> Plan:
    """A sample as the program reads it now."""
    return read_document(Input((path,), Path(path.name)), OPTIONS)


def panels() -> list[Panel]:
    """All words of the picture, read and repaired now."""
    repaired = read(GARBLED).text.faithful
    return [
        ("scan → plan.json", INK, known(read(SCAN))),
        ("text that an English model garbled", MARK, first_lines(GARBLED.read_text("utf-8"), GARBLED_LINES)),
        ("after repair", INK, first_lines(repaired, REPAIRED_LINES)),
    ]


def draw(panels: list[Panel], photograph: bytes) -> str:
    """The picture as SVG: the scan on the left, the panels on the right."""
    x, y, high = 2 * MARGIN + LEFT, MARGIN, HEIGHT - 2 * MARGIN
    drawn = [f'<image x="{MARGIN}" y="{y}" width="{LEFT}" height="{high}" href="{as_link(photograph)}"/>']
    drawn += [f'<rect x="{MARGIN}" y="{y}" width="{LEFT}" height="{high}" fill="none" stroke="{GREY}"/>']
    for title, colour, lines in panels:
        tall = HEAD + LINE * len(lines) + GAP
        drawn += [f'<rect x="{x}" y="{y}" width="{WIDTH - MARGIN - x}" height="{tall}" fill="{PANEL}"/>']
        drawn += [f'<text x="{x + 10}" y="{y + 19}" font-size="16" font-style="italic" fill="{GREY}">{title}</text>']
        for row, line in enumerate(lines, start=1):
            words = escape(line[:LONGEST], quote=False)
            drawn += [f'<text x="{x + 10}" y="{y + 20 + LINE * row}" font-size="18" fill="{colour}">{words}</text>']
        y += tall + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}">',
            '<rect width="100%" height="100%" fill="white"/>',
            *drawn,
            "</svg>\n",
        ]
    )


def as_link(photograph: bytes) -> str:
    """A JPEG as an address that holds it."""
    return f"data:image/jpeg;base64,{b64encode(photograph).decode()}"


if __name__ == "__main__":
    PICTURE.write_text(draw(panels(), scan()), "utf-8")
