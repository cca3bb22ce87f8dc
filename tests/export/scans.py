"""Scans made for the tests: grey bars where words stand, and the Document that a reader would make of them."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from kehoach.pipeline.document import Box, Document, Line, MediaKind, Method, Page, Role, Source, Unit, Word
from kehoach.pipeline.plan import Plan

WORDS = ("Kế", "hoạch", "tiêm", "chủng", "mở", "rộng", "Đắk", "Lắk", "ƯỠNG", "2025")
OLD = "Ké hoach tiém ching"  # what an English reader made of it
WIDTH, HEIGHT = 600, 800


def boxes() -> list[Box]:
    """Two lines of five words, in pixels of an upright page of 600 x 800."""
    return [
        Box(60 + 90 * column, 100 + 60 * row, 130 + 90 * column, 124 + 60 * row)
        for row in range(2)
        for column in range(5)
    ]


def picture(mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    for box in boxes():
        pen.rectangle((box.left, box.top, box.right, box.bottom), fill=(90, 90, 90))
    pen.rectangle((400, 700, 500, 780), fill=(200, 0, 0))  # a seal at the right foot
    return image.convert(mode)


def lines(number: int, places: list[Box], scale: float = 1.0) -> tuple[Line, ...]:
    words = [Word(text, box, 0.9) for text, box in zip(WORDS, places, strict=True)]
    halves = (words[:5], words[5:])
    made = [
        Line(" ".join(w.text for w in half), number, row, Box.around(w.box for w in half if w.box), tuple(half))
        for row, half in enumerate(halves, 1)
    ]
    seal = Box(400, 700, 500, 780).scaled(scale)
    return (*made, Line("SPECIMEN", number, 3, seal, (Word("SPECIMEN", seal, 0.3),), Role.STAMP))


def document(path: Path, kind: MediaKind, pages: list[Page]) -> Document:
    return Document(Source(path, kind, "0" * 64, path.stat().st_size, len(pages)), tuple(pages))


def image_page(number: int = 1) -> Page:
    return Page(number, lines(number, boxes()), (), WIDTH, HEIGHT, Unit.PIXEL, Method.OCR, "tesseract")


def pdf_page(number: int = 1, method: Method = Method.OCR, width: float = 450.0, height: float = 600.0) -> Page:
    """A page of a PDF on which the picture fills 450 x 600 points as it is shown."""
    return Page(
        number, lines(number, [box.scaled(0.75) for box in boxes()], 0.75), (), width, height, Unit.POINT, method
    )


def jpeg(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "JPEG", dpi=(100, 100))
    return data.getvalue()


def a_plan(path: Path, media: MediaKind = MediaKind.PDF) -> Plan:
    metadata = {
        "doc_type": {"value": "Kế hoạch", "method": "printed"},
        "number": {"value": "118", "method": "printed"},
        "notation": {"value": "KH-SYT", "method": "printed"},
        "subject": {"value": "Tiêm chủng mở rộng", "method": "printed"},
        "agency": {"value": "Sở Y tế", "method": "printed"},
    }
    source = {"path": str(path), "sha256": "0" * 64, "media_type": media.value, "size": 1, "pages": 1}
    return Plan.model_validate({"source": source, "metadata": metadata})
