"""Write PDFs: pages that are text, pages that are pictures, and pictures under an invisible layer of text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from maker.english import Read
from maker.fonts import STYLES, Face
from maker.sheet import Sheet

Pixels = NDArray[np.uint8]
LONG_AGO = time.gmtime(0)  # a fixed date, so that the same text gives the same file
INVISIBLE = 3  # text rendering mode of PDF 32000-1, 9.3.6


def jpeg(image: Pixels, quality: int) -> bytes:
    """The picture as JPEG."""
    held = BytesIO()
    Image.fromarray(image).save(held, "JPEG", quality=quality, optimize=True)
    return held.getvalue()


def write_scan(path: Path, images: Sequence[Pixels], dpi: int, quality: int) -> None:
    """A PDF of pictures: JPEG, or CCITT where the picture has two tones only."""
    pages = [_picture(image) for image in images]
    dates = {"creationDate": LONG_AGO, "modDate": LONG_AGO}
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=quality, **dates)


def write_tiff(path: Path, images: Sequence[Pixels], dpi: int) -> None:
    """A TIFF of many pages, in CCITT group 4."""
    pages = [_picture(image) for image in images]
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(dpi, dpi))


def _picture(image: Pixels) -> Image.Image:
    picture = Image.fromarray(image)
    two_tones = image.ndim == 2 and bool(((image == 0) | (image == 255)).all())
    return picture.convert("1", dither=Image.Dither.NONE) if two_tones else picture


class PdfWriter:
    """Pages one after another into one PDF."""

    def __init__(self, path: Path, face: Face, title: str) -> None:
        self.face = face
        self.canvas: Any = Canvas(str(path), pageCompression=1, invariant=1)
        self.canvas.setTitle(title)
        for style in STYLES:
            pdfmetrics.registerFont(TTFont(self.name(style), str(face.path(style))))

    def name(self, style: str) -> str:
        """The name under which a style is embedded."""
        return f"{self.face.name.replace(' ', '')}-{style}"

    def text_page(self, sheet: Sheet) -> None:
        """A page of real text."""
        self.canvas.setPageSize((sheet.width, sheet.height))
        for rule in sheet.rules:
            self.canvas.setLineWidth(rule.weight)
            self.canvas.line(rule.x0, sheet.height - rule.y0, rule.x1, sheet.height - rule.y1)
        for number, word in enumerate(sheet.words):
            later = sheet.words[number + 1 : number + 2]
            touching = later and later[0].y == word.y and later[0].x - self._end(number, sheet) < 1
            self.canvas.setFont(self.name(word.style), word.size)
            self.canvas.drawString(word.x, sheet.height - word.y, word.text + ("" if touching else " "))
        self.canvas.showPage()

    def _end(self, number: int, sheet: Sheet) -> float:
        word = sheet.words[number]
        return word.x + self.face.width(word.text, word.style, word.size)

    def image_page(self, image: Pixels, sheet: Sheet, quality: int, layer: Sequence[Read] = ()) -> None:
        """A page that is a picture, with the words of `layer` invisibly over it."""
        self.canvas.setPageSize((sheet.width, sheet.height))
        picture = ImageReader(BytesIO(jpeg(image, quality)))
        self.canvas.drawImage(picture, 0, 0, sheet.width, sheet.height)
        points = sheet.width / image.shape[1]
        for word in layer:
            self._hidden(word, sheet.height, points)
        self.canvas.showPage()

    def _hidden(self, word: Read, height: float, points: float) -> None:
        """One invisible word, stretched to the box where it was read."""
        size = max(word.height * points, 1.0)
        natural = self.face.width(word.text, "regular", size)
        text = self.canvas.beginText(word.left * points, height - (word.top + 0.8 * word.height) * points)
        text.setTextRenderMode(INVISIBLE)
        text.setFont(self.name("regular"), size)
        text.setHorizScale(100 * word.width * points / natural if natural else 100)
        text.textOut(word.text + " ")
        self.canvas.drawText(text)

    def close(self) -> None:
        """Write the file."""
        self.canvas.save()
