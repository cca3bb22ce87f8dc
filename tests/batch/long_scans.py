"""Scanned documents as large as wanted."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

_A4_AT_100_DPI = (827, 1169)
_LINES = 40


def write_scan(path: Path, pages: int) -> None:
    """A PDF of scanned pages, 1 bit at 100 dpi, no two alike."""
    sheet = Image.new("1", _A4_AT_100_DPI, 1)
    for line in range(1, _LINES):
        ImageDraw.Draw(sheet).text((90, 60 + 25 * line), f"dong {line} cua mot trang dai " * 4, fill=0)
    drawn = []
    for number in range(1, pages + 1):
        page = sheet.copy()
        ImageDraw.Draw(page).text((90, 60), f"trang {number} " * 4, fill=0)
        drawn.append(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn[0].save(path, save_all=True, append_images=drawn[1:], resolution=100)
