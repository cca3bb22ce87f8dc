"""Pages of thirty corpus lines with each kind of damage, for measuring the judge."""

from __future__ import annotations

import inspect
import json
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus_sample import SEED

from kehoach.diacritics.encodings import Encoding, encode
from kehoach.diacritics.language.alphabet import fold

PAGE_LINES = 30
FACES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Arimo-Regular.ttf")
FONT_FOLDER = Path("/usr/share/fonts/truetype/croscore")


def pages_of(lines: Sequence[str], count: int) -> list[str]:
    """So many pages, one line after the other; blank and very long lines cut as a page would have them."""
    whole = [s[:300] for s in lines if len(s) > 3]
    return ["\n".join(whole[i : i + PAGE_LINES]) for i in range(0, min(len(whole), count * PAGE_LINES), PAGE_LINES)]


def vietnamese(page: str) -> bool:
    """Whether a page is Vietnamese for the most part: a fair share of its words bear marks."""
    words = [w for w in page.split() if any(c.isalpha() for c in w)]
    return sum(fold(w) != w for w in words) > 0.4 * len(words)


def marks(char: str) -> int:
    """How many marks a letter bears."""
    return sum(bool(unicodedata.combining(c)) for c in unicodedata.normalize("NFD", char))


def drop_stacked(page: str) -> str:
    """Letters with two marks left out, as PDF fonts without a proper map do: quc gia v cu trúc."""
    return "".join(c for c in page if marks(c) < 2)


def drop_horned_and_block(page: str) -> str:
    """Every letter of the block U+1EA0-1EF9 left out."""
    return "".join(c for c in page if not "\u1ea0" <= c <= "\u1ef9")


def spaced_out(page: str) -> str:
    """Letters with two marks replaced by a blank."""
    return "".join(" " if marks(c) > 1 else c for c in page)


DAMAGE: dict[str, tuple[str, Callable[[str], str]]] = {
    "clean": ("clean", str),
    "upper case": ("clean", str.upper),
    "marks stripped": ("marks-missing", fold),
    "stacked dropped": ("letters-dropped", drop_stacked),
    "block dropped": ("letters-dropped", drop_horned_and_block),
    "stacked blank": ("letters-dropped", spaced_out),
} | {str(e): ("clean" if "nfd" in e else "legacy-encoding", lambda page, e=e: encode(page, e)) for e in Encoding}


def english_pages(count: int) -> list[str]:
    """Pages of English prose and code documentation from the Python library."""
    import argparse as a, asyncio as b, decimal as c, email as d, logging as e, statistics as f, subprocess as g  # noqa: E401, I001

    texts = [inspect.getdoc(x) or "" for m in (a, b, c, d, e, f, g) for _, x in sorted(vars(m).items())]
    texts += [
        p.read_text("utf-8", "replace") for p in sorted(Path("/usr/share/common-licenses").glob("*")) if p.is_file()
    ]
    lines = [s.strip() for t in texts for s in t.split("\n") if len(s.strip()) > 30]
    return pages_of(lines, count)


def table_pages(lines: Sequence[str], count: int) -> list[str]:
    """Clean pages of numbers, codes, dates and a few words, as statistical annexes have."""
    chance = random.Random(SEED)
    words = [w for s in lines for w in s.split()]
    return ["\n".join(_row(chance, words) for _ in range(PAGE_LINES)) for _ in range(count)]


def _row(chance: random.Random, words: Sequence[str]) -> str:
    """One row of a table."""
    start = chance.randrange(len(words) - 4)
    label = " ".join(words[start : start + chance.choice((0, 1, 2, 4))])
    numbers = [
        f"{chance.randrange(10 ** chance.randrange(1, 7)):,}".replace(",", ".") for _ in range(chance.randrange(2, 7))
    ]
    code = chance.choice(("", f"{chance.randrange(999)}/QĐ-UBND", f"{chance.randrange(28) + 1:02d}/3/2022", "A1.2"))
    return "\t".join([str(chance.randrange(99)), label, *numbers, code])


def code_pages(count: int) -> list[str]:
    """Pages of codes alone: no words to judge."""
    chance = random.Random(SEED)
    kinds = ("QĐ-UBND", "KH-SYT", "NQ/TW", "TT-BYT", "CV-SYT")

    def row() -> str:
        """A document code, a date, a place in an archive."""
        n, day, month, shelf = (chance.randrange(1, end) for end in (9999, 29, 13, 99))
        return f"{n}/{chance.choice(kinds)} {day}/{month}/2021 H{shelf}.{chance.randrange(99)}"

    rows = [row() for _ in range(count * PAGE_LINES)]
    return pages_of(rows, count)


def ocr_pages(pages: Sequence[str], store: Path, language: str = "eng") -> Iterator[str]:
    """Pages printed and read with a model for another language; what was read before is taken from the store."""
    known: dict[str, str] = json.loads(store.read_text("utf-8")) if store.exists() else {}
    for number, page in enumerate(pages):
        if page not in known:
            known[page] = _read(_printed(page, number), language)
            store.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
        yield known[page]


def _printed(page: str, number: int) -> object:
    """A page as a grey picture at 200 dpi, a little blurred and noisy."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    font = ImageFont.truetype(str(FONT_FOLDER / FACES[number % len(FACES)]), 26 + number % 10)
    rows = [s[i : i + 80] for s in page.split("\n") for i in range(0, len(s), 80)][:45]
    image = Image.new("L", (1654, 60 * len(rows) + 120), 255)
    for row, text in enumerate(rows):
        ImageDraw.Draw(image).text((120, 60 + 60 * row), text, font=font, fill=20)
    noise = Image.effect_noise(image.size, 20 + number % 25)
    return Image.blend(image.filter(ImageFilter.GaussianBlur(0.4 + number % 4 / 4)), noise, 0.08)


def _read(image: object, language: str) -> str:
    """What Tesseract reads with one model."""
    import tesserocr

    return str(tesserocr.image_to_text(image, lang=language, path="/usr/share/tesseract-ocr/5/tessdata"))
