"""Paint sheets as pictures: ink on white, a seal and a signature where they are asked for."""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from maker.fonts import Face
from maker.sheet import MM, Sheet, Word

FINE = 4  # words are drawn this many times larger
INK = (28, 27, 32)
RED = (206, 38, 52)
BLUE = (30, 52, 158)
SEAL_RADIUS = 18 * MM  # the round seal of an agency measures 36 mm
# The ring says what the seal is: no seal of a real agency is shown.
RING = "BẢN MẪU DÙNG ĐỂ THỬ * KHÔNG CÓ GIÁ TRỊ PHÁP LÝ *"


def paint(sheet: Sheet, face: Face, dpi: float) -> Image.Image:
    """The sheet in RGB at `dpi`."""
    scale = dpi / 72
    page = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), "white")
    draw = ImageDraw.Draw(page)
    for rule in sheet.rules:
        ends = [rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale]
        draw.line(ends, fill=INK, width=max(1, round(rule.weight * scale)))
    for word in sheet.words:
        _ink(page, word, face, scale)
    return page


def _ink(page: Image.Image, word: Word, face: Face, scale: float) -> None:
    """One word, drawn large and reduced: at its own size the hinting of the font would widen it."""
    size = word.size * scale * FINE
    font, pad = face.font(word.style, size), FINE * round(word.size * scale * 1.2)
    x, y = round(word.x * scale * FINE) - pad, round(word.y * scale * FINE) - pad
    mask = Image.new("L", (round(font.getlength(word.text)) + 2 * pad, round(1.6 * pad)), 0)
    ImageDraw.Draw(mask).text((x % FINE + pad, y % FINE + pad), word.text, font=font, fill=255, anchor="ls")
    page.paste(INK, (x // FINE, y // FINE), mask.reduce(FINE))


def sign(page: Image.Image, place: tuple[float, float], dpi: float, rng: np.random.Generator) -> Image.Image:
    """A signature in blue pen around `place` (points)."""
    scale = dpi / 72
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    for stroke in _strokes(place, rng):
        points = [(x * scale, y * scale) for x, y in stroke]
        draw.line(points, fill=BLUE, width=max(2, round(1.3 * scale)), joint="curve")
    return ImageChops.multiply(page, layer.filter(ImageFilter.GaussianBlur(0.3 * scale)))


def _strokes(place: tuple[float, float], rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Loops that run to the right, and a long stroke back below them."""
    x, y = place
    time = np.linspace(0, 1, 220)
    turns = rng.uniform(3.2, 4.6)
    swing = 19 * (1 - 0.55 * time) * np.sin(2 * pi * turns * time + rng.uniform(0, 2))
    loops = np.stack([x - 52 + 96 * time + 9 * np.cos(2 * pi * turns * time), y - 4 + swing], axis=1)
    tail = np.stack([x + 44 - 104 * time, y + 18 + 7 * np.sin(pi * time * rng.uniform(1.1, 1.6)) - 13 * time], axis=1)
    return [loops, tail]


def stamp(
    page: Image.Image, place: tuple[float, float], dpi: float, face: Face, rng: np.random.Generator
) -> Image.Image:
    """A round red seal over the left third of the signature (Phụ lục I of the decree, ô 8), turned and worn."""
    scale = dpi / 72
    radius = SEAL_RADIUS * scale
    seal = _seal(radius, face).rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC, fillcolor="white")
    worn = rng.normal(0, 34, (seal.height, seal.width)).clip(-20, 120)
    softened = Image.fromarray(np.uint8(np.clip(worn, 0, 255))).filter(ImageFilter.GaussianBlur(1.2))
    seal = ImageChops.add(seal, Image.merge("RGB", [softened] * 3))
    layer = Image.new("RGB", page.size, "white")
    layer.paste(seal, (round((place[0] - 46) * scale - radius), round(place[1] * scale - radius)))
    return ImageChops.multiply(page, layer)


def _seal(radius: float, face: Face) -> Image.Image:
    side, middle = round(2 * radius) + 4, radius + 2
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    for share, weight in ((1.0, 0.05), (0.93, 0.02), (0.6, 0.02)):
        reach = radius * share
        box = [middle - reach, middle - reach, middle + reach, middle + reach]
        draw.ellipse(box, outline=RED, width=max(1, round(radius * weight)))
    _ring(seal, radius, face)
    points = [(middle + r * sin(a), middle - radius * 0.16 - r * cos(a)) for a, r in _star(radius * 0.26)]
    draw.polygon(points, fill=RED)
    draw.text((middle, middle + radius * 0.36), "BẢN MẪU", font=face.font("bold", radius * 0.22), fill=RED, anchor="ms")
    return seal


def _star(reach: float) -> list[tuple[float, float]]:
    return [(pi * step / 5, reach if step % 2 == 0 else reach * 0.382) for step in range(10)]


def _ring(seal: Image.Image, radius: float, face: Face) -> None:
    """Letters along the ring, each turned to its place."""
    font, middle = face.font("bold", radius * 0.19), radius + 2
    for number, letter in enumerate(RING):
        angle = 360 * number / len(RING) + 180
        tile = Image.new("L", (round(radius * 0.5),) * 2, 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC)
        x, y = middle + radius * 0.765 * sin(radians(angle)), middle - radius * 0.765 * cos(radians(angle))
        seal.paste(RED, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)
