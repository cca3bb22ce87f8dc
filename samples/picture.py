"""Make the picture of the README from a run over the samples: a damaged page, its repaired text, what is known of it.

kehoach run samples -o out; python samples/picture.py out
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pypdfium2
from maker.fonts import find_face
from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
SCAN, GARBLED = "02-skewed-scan", "06-english-ocr"
WIDTH, HEIGHT, MARGIN = 1500, 660, 24
INK, GREY, MARK, PANEL = "#1d2430", "#6b7280", "#b45309", "#f5f6f8"


def scan(sample: str) -> Image.Image:
    """The upper part of the first page of a scanned sample."""
    page = pypdfium2.PdfDocument(next((HERE / sample).glob("*.pdf")))[0]
    image = page.render(scale=1.1).to_pil().convert("RGB")
    return image.crop((0, 0, image.width, int(image.width * 0.92)))


def known(plan: dict[str, Any]) -> list[str]:
    """A few fields of a Plan as lines of JSON."""
    metadata = {name: field["value"] for name, field in plan["metadata"].items()}
    shown = {name: metadata[name] for name in ("doc_type", "number", "notation", "agency", "date", "place")}
    signer = {key: metadata["signer"][key] for key in ("authority", "position", "name")}
    bases = [{"number": base["number"], "date": base["date"]} for base in plan["legal_bases"]]
    sections = [f"{s['label_printed']} {s['title']}" for s in plan["sections"]]
    text = json.dumps(shown, ensure_ascii=False, indent=1).splitlines()[1:-1]
    return [
        *text,
        f' "signer": {json.dumps(signer, ensure_ascii=False)}',
        *(f' "basis": {json.dumps(base, ensure_ascii=False)}' for base in bases),
        *(f' "section": "{title}"' for title in sections),
    ]


def lines_of(path: Path, count: int) -> list[str]:
    """The first printed lines of a text file."""
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()][:count]


def draw(out: Path) -> Image.Image:
    """The whole picture: scan and its fields above, garbled and repaired lines below."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    face = find_face("Tinos")
    plain, head = face.font("regular", 18), face.font("italic", 16)
    left = scan(SCAN)
    left = left.resize((int(left.width * (HEIGHT - 2 * MARGIN) / left.height), HEIGHT - 2 * MARGIN))
    picture.paste(left, (MARGIN, MARGIN))
    pen.rectangle((MARGIN, MARGIN, MARGIN + left.width, HEIGHT - MARGIN), outline=GREY)
    x = MARGIN * 2 + left.width
    plan = json.loads(next((out / SCAN).glob("*/plan.json")).read_text("utf-8"))
    y = _panel(pen, (x, MARGIN), ("scan → plan.json", known(plan)), (plain, head, INK))
    garbled = lines_of(HERE / GARBLED / f"{GARBLED}.txt", 4)
    repaired = lines_of(next((out / GARBLED).glob("*/faithful.txt")), 6)
    y = _panel(pen, (x, y), ("text that an English model garbled", garbled), (plain, head, MARK))
    _panel(pen, (x, y), ("after repair", repaired), (plain, head, INK))
    return picture


def _panel(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], text: tuple[str, list[str]], style: tuple[Any, Any, str]
) -> int:
    """A titled panel of lines; returns where the next one begins."""
    (x, y), (title, lines), (plain, head, colour) = at, text, style
    bottom = y + 26 + 21 * len(lines)
    pen.rectangle((x, y, WIDTH - MARGIN, bottom), fill=PANEL)
    pen.text((x + 10, y + 4), title, font=head, fill=GREY)
    for row, line in enumerate(lines):
        pen.text((x + 10, y + 24 + 21 * row), line[:88], font=plain, fill=colour)
    return bottom + 8


def main() -> None:
    """Write `samples/.overview.png` (hidden, so that a run over the samples does not take it for a scan)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="what `kehoach run samples -o OUT` wrote")
    draw(parser.parse_args().out).quantize(64).save(HERE / ".overview.png", optimize=True)


if __name__ == "__main__":
    main()
