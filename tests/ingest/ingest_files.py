"""Files made on the spot: PDFs by reportlab, images by Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kehoach.pipeline.ingest import Input

Draw = Callable[[Canvas], None]


def as_input(*paths: Path) -> Input:
    return Input(paths, Path(paths[0].name))


def page_picture(width: int = 620, height: int = 877) -> Image.Image:
    """A grey page with dark bars for lines of text."""
    pixels = np.full((height, width), 235, np.uint8)
    for top in range(60, height - 60, 24):
        pixels[top : top + 9, 70 : width - 70] = 40
    return Image.fromarray(pixels)


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """A PDF of A4 pages, each drawn by one of the functions given."""

    def make(*pages: Draw, name: str = "plan.pdf") -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=(595, 842))
        for draw in pages:
            canvas.setFont("Times-Roman", 12)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return path

    return make


def body(canvas: Canvas) -> None:
    for line in range(30):
        canvas.drawString(72, 740 - 20 * line, f"{line} Tang cuong cong tac truyen thong trong toan nganh, nam 2025")


def scan(canvas: Canvas) -> None:
    data = io.BytesIO()
    page_picture().save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, 595, 842)
