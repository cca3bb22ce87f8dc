"""Pages of the corpus as scanners, copiers and telephones give them: a handful, each with one or two kinds of damage.

The text comes from those parts of the corpus that the language model was not trained on. Every page has a letterhead
and a signature block with red seal and blue signature; two have a ruled table of figures.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from corpus_sample import SEED

from kehoach.diacritics.training.corpus import read_source

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "samples"))

from maker.damage import STEPS, damage
from maker.fonts import Face, find_face
from maker.paint import paint, sign, stamp
from maker.sheet import Sheet
from maker.source import Source, parse_markup
from maker.typeset import typeset

FILES = ("admin_tvpl_fulltext_md", "legal_congbao_txt", "legal_tvpl_luat_html", "legal_uts_vlc")

Damage = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Recipe:
    """How one page is made: dots an inch, damage, and rows of a table."""

    name: str
    dpi: int
    steps: Damage
    rows: int = 0
    font: str = "Liberation Serif"
    turned: int = 0  # quarter turns
    jpeg: int = 70
    size: float = 13.0


def _step(name: str, **options: Any) -> dict[str, Any]:
    assert name in STEPS
    return {"step": name, **options}


SOFT = _step("blur", sigma=0.9)

RECIPES = (
    Recipe("low-75-dpi", 75, (_step("noise", sigma=4.0),)),
    Recipe("low-96-dpi-blur", 96, (_step("blur", sigma=0.8), _step("noise", sigma=6.0)), font="FreeSerif", jpeg=50),
    Recipe("noise", 200, (_step("noise", sigma=40.0), _step("speckle", count=900), _step("grey"))),
    Recipe("skew", 150, (_step("rotate", degrees=4.3), _step("noise", sigma=8.0)), font="Tinos"),
    Recipe("skew-table", 150, (_step("rotate", degrees=-1.7), _step("noise", sigma=10.0)), rows=9),
    Recipe("seal", 200, (_step("paper", tint=[244, 240, 228]), _step("noise", sigma=12.0)), font="Tinos"),
    Recipe("photo", 170, (_step("uneven", dark=0.35, corner=[1.0, 0.2]), _step("curl", reach=6.0), SOFT)),
    Recipe("copy", 150, (SOFT, _step("noise", sigma=30.0), _step("bilevel", threshold=165)), rows=6),
    Recipe("turned", 120, (_step("noise", sigma=8.0),), turned=1, font="FreeSerif"),
    Recipe("back-and-spine", 130, (_step("show_through", strength=0.1), _step("spine", width=70, dark=0.4))),
)  # fmt: skip


def render_pages(shared: Path, folder: Path, wanted: Sequence[str] = ()) -> list[Path]:
    """Write NAME.jpg and its truth NAME.txt for each recipe, or for those `wanted`; the same files every time."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = _texts(shared)
    written = []
    for number, recipe in enumerate(RECIPES):
        lines = [next(texts) for _ in range(60)]
        if not wanted or recipe.name in wanted:
            written.append(_write(recipe, lines, np.random.default_rng(SEED + number), folder))
    return written


def _texts(shared: Path) -> Iterator[str]:
    """Lines of the corpus that were held out from training, those with figures twice as often as the others."""
    held: list[str] = []
    for name in FILES:
        held += read_source(shared / "corpus" / f"{name}.txt.xz").test
    chance = random.Random(SEED)
    chance.shuffle(held)
    for line in held:
        figures = any(char.isdigit() for char in line)
        if 40 < len(line) < 400 and line[0].isalnum() and (figures or chance.random() < 0.5):
            yield line


def _write(recipe: Recipe, lines: Sequence[str], rng: np.random.Generator, folder: Path) -> Path:
    from PIL import Image

    face = find_face(recipe.font)
    sheet = _one_sheet(recipe, lines, face)
    assert sheet.signed is not None
    signed = sign(paint(sheet, face, recipe.dpi), sheet.signed, recipe.dpi, rng)
    painted = stamp(signed, sheet.signed, recipe.dpi, face, rng)
    pixels = np.rot90(damage(np.asarray(painted), recipe.steps, rng), recipe.turned)
    path = folder / f"{recipe.name}.jpg"
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, quality=recipe.jpeg, dpi=(recipe.dpi, recipe.dpi))
    path.with_suffix(".txt").write_text("\n".join(sheet.lines) + "\n", "utf-8")
    return path


def _one_sheet(recipe: Recipe, lines: Sequence[str], face: Face) -> Sheet:
    """As many lines as one page holds with its letterhead, table and signature."""
    sheets: list[Sheet] = []
    for count in range(3, len(lines)):
        tried = typeset(_source(recipe, lines[:count], np.random.default_rng(len(lines[0]))), face)
        if len(tried) > 1:
            break
        sheets = tried
    return sheets[0]


def _source(recipe: Recipe, lines: Sequence[str], rng: np.random.Generator) -> Source:
    day, month, year, number = (int(rng.integers(*ends)) for ends in ((10, 29), (1, 13), (2012, 2026), (11, 3000)))
    text = "\n".join([*lines, *_table(recipe.rows, lines, rng), "/signature"])
    return Source(
        folder=Path(),
        files=(),
        make={"size": recipe.size},
        damage=(),
        head={
            **{"parent": "UBND TỈNH NAM HẢI", "agency": "SỞ Y TẾ", "number": str(number), "notation": "KH-SYT"},
            **{"place": "Nam Hải", "date": f"ngày {day} tháng {month:02d} năm {year}", "doc_type": "KẾ HOẠCH"},
            "subject": [f"Công tác y tế dự phòng năm {year}"],
        },
        sign={"lines": ["GIÁM ĐỐC"], "name": "Trần Thị Mẫu", "recipients": ["- Bộ Y tế (b/c);", "- Lưu: VT, NVY."]},
        gold={},
        blocks=parse_markup(text),
    )


def _table(rows: int, lines: Sequence[str], rng: np.random.Generator) -> Iterator[str]:
    """A budget: number, words of the text, amounts."""
    if rows:
        yield "/columns 1 5 2 2 2"
        yield "|h STT | Nội dung | Số lượng | Đơn giá | Thành tiền"
    words = " ".join(lines).replace("|", "").split()
    for row in range(rows):
        at, count, price = int(rng.integers(len(words) - 4)), int(rng.integers(2, 400)), int(rng.integers(5, 900)) * 500
        shown = (f"{count}", f"{price:,}".replace(",", "."), f"{count * price:,}".replace(",", "."))
        yield f"| {row + 1} | {' '.join(words[at : at + 4])} | " + " | ".join(shown)
