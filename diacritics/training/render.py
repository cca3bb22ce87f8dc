"""Corpus lines printed as page images, in the faces, sizes and states of wear of scanned Vietnamese documents."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

PAGE_WIDTH = 1654
"""A4 at 200 dpi, in pixels."""

_FACES = (
    ("Tinos-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 6),
    ("LiberationSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 4),
    ("FreeSerif{}.ttf", ("", "Bold", "Italic", "BoldItalic"), 3),
    ("Arimo-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 2),
    ("LiberationSans-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 1),
    ("NotoSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 2),
    ("CharisSIL-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 1),
)
"""File name pattern, its four styles, and how often the face is drawn: metric twins of Times New Roman lead."""

HELD_OUT_FACES = (
    ("texgyretermes-{}.otf", ("regular", "bold", "italic", "bolditalic"), 2),
    ("texgyreheros-{}.otf", ("regular", "bold", "italic", "bolditalic"), 1),
    ("NotoSans-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"), 1),
)
"""Faces never seen in training; the held-out pages are printed in them."""

_STYLE_WEIGHTS = (62, 17, 14, 7)


@dataclass(frozen=True)
class Rendered:
    """A page image and, for each line, its text and the height (pixels) of its middle."""

    image: Image.Image
    lines: tuple[str, ...]
    middles: tuple[float, ...]


def font_files(folders: list[Path]) -> dict[str, Path]:
    """Every font file below the folders, by file name."""
    return {path.name: path for folder in folders for path in folder.rglob("*.[to]tf")}


def draw_page(lines: list[str], fonts: dict[str, Path], rng: random.Random, *, held_out: bool, worn: float) -> Rendered:
    """Print the lines in one face, then wear the page; `worn` (0..1) is the chance of each kind of damage."""
    pattern, styles, _ = _draw_face(fonts, rng, held_out)
    size = rng.choice((22, 25, 27, 30, 34, 36, 38, 40, 44))
    loaded = [ImageFont.truetype(str(fonts[pattern.format(style)]), size) for style in styles]
    pitch = round(size * rng.uniform(1.25, 1.7))
    image = Image.new("L", (PAGE_WIDTH * 2, pitch * len(lines) + 2 * pitch), 255)
    draw = ImageDraw.Draw(image)
    middles, right = [], 0
    for row, line in enumerate(lines):
        font = rng.choices(loaded, _STYLE_WEIGHTS)[0]
        top = pitch * (row + 1)
        draw.text((60, top), line, font=font, fill=rng.choice((0, 0, 0, 30, 60)))
        right = max(right, 60 + int(draw.textlength(line, font=font)))
        middles.append(top + 0.62 * size)
    page = image.crop((0, 0, min(right + 60, PAGE_WIDTH * 2), image.height))
    worn_page, scale = wear(page, rng, worn)
    return Rendered(worn_page, tuple(lines), tuple(middle * scale for middle in middles))


def wear(page: Image.Image, rng: random.Random, worn: float) -> tuple[Image.Image, float]:
    """The page after skew, low resolution, blur, noise and JPEG, each by chance; and by how much it was scaled."""
    scale = 1.0
    if rng.random() < worn * 0.5:
        page = page.rotate(rng.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    if rng.random() < worn:
        scale = rng.uniform(0.5, 0.9)
        page = page.resize((int(page.width * scale), int(page.height * scale)), Image.Resampling.BILINEAR)
    if rng.random() < worn:
        page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.1)))
    if rng.random() < worn * 0.5:
        noise = Image.effect_noise(page.size, rng.uniform(10, 45))
        page = Image.blend(page, noise, rng.uniform(0.05, 0.25))
    if rng.random() < worn * 0.4:
        level = rng.randint(110, 190)
        page = page.point(lambda value: 255 if value > level else 0)
    if rng.random() < worn:
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=rng.randint(18, 70))
        page = Image.open(buffer).convert("L")
    return page, scale


def _draw_face(fonts: dict[str, Path], rng: random.Random, held_out: bool) -> tuple[str, tuple[str, ...], int]:
    faces = HELD_OUT_FACES if held_out else _FACES
    present = [face for face in faces if all(face[0].format(style) in fonts for style in face[1])]
    if not present:
        message = "none of the faces to print in is installed; name the font folders with --fonts"
        raise SystemExit(message)
    return rng.choices(present, [face[2] for face in present])[0]
