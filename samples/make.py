"""Make the sample documents, their true texts and what should be found in them, from the `source.toml` of each.

    python samples/make.py [NAME…]

Needs a Times-like font with Vietnamese letters and, for two samples, Tesseract with its English model.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
from maker.damage import Pixels, damage
from maker.english import ReaderMissing, english_text, english_words
from maker.fonts import Face, FontMissing, find_face
from maker.gold import expected
from maker.paint import paint, sign, stamp
from maker.pdf import PdfWriter, jpeg, write_scan, write_tiff
from maker.plaintext import export, true_lines
from maker.sheet import Sheet
from maker.source import Source, read_source
from maker.typeset import typeset

HERE = Path(__file__).resolve().parent


def picture(source: Source, sheet: Sheet, face: Face, rng: np.random.Generator) -> Pixels:
    """The sheet as a scanner or a telephone gives it."""
    dpi = source.make["dpi"]
    page = paint(sheet, face, dpi)
    if sheet.signed and source.make.get("signed", True):
        page = stamp(sign(page, sheet.signed, dpi, rng), sheet.signed, dpi, face, rng)
    return damage(np.asarray(page), source.damage, rng)


def make_scan(source: Source, sheets: list[Sheet], face: Face, rng: np.random.Generator) -> None:
    """A PDF or TIFF of pictures, or one JPEG a page."""
    images = [picture(source, sheet, face, rng) for sheet in sheets]
    dpi, quality, path = source.make["dpi"], source.make.get("quality", 60), source.folder / source.files[0]
    if path.suffix == ".pdf":
        write_scan(path, images, dpi, quality)
    elif path.suffix == ".tif":
        write_tiff(path, images, dpi)
    else:
        for name, image in zip(source.files, images, strict=True):
            (source.folder / name).write_bytes(jpeg(image, quality))


def make_pdf(source: Source, sheets: list[Sheet], face: Face, rng: np.random.Generator) -> None:
    """A PDF of text pages; those of `scanned` are pictures; with `layer` under what the English model reads."""
    writer = PdfWriter(source.folder / source.files[0], face, " ".join(source.head["subject"]))
    scanned, dpi = source.make.get("scanned", []), source.make.get("dpi", 200)
    for number, sheet in enumerate(sheets, start=1):
        if number in scanned:
            image = picture(source, sheet, face, rng)
            layer = english_words(image, dpi) if source.make.get("layer") else []
            writer.image_page(image, sheet, source.make.get("quality", 60), layer)
        else:
            writer.text_page(sheet)
    writer.close()


def make_english(source: Source, sheets: list[Sheet], face: Face, rng: np.random.Generator) -> None:
    """The text that the English model reads from the pictures, a form feed after every page."""
    make = source.make
    pages = [english_text(picture(source, sheet, face, rng), make["psm"], make["dpi"]) for sheet in sheets]
    text = "".join(page.rstrip("\f") + "\f" for page in pages)
    (source.folder / source.files[0]).write_text(text, "utf-8")


def make_text(source: Source, rng: np.random.Generator) -> list[str]:
    """A plain text file, in UTF-8 or an old encoding; returns its true lines."""
    text = export(source, rng)
    path, encoding = source.folder / source.files[0], source.make.get("encoding", "utf-8")
    path.write_bytes(text.encode("utf-8") if encoding == "utf-8" else encode_old(text, encoding))
    return true_lines(source)


def encode_old(text: str, encoding: str) -> bytes:
    """The bytes of `text` as fonts before Unicode had them."""
    encode_bytes = import_module("kehoach.diacritics.encodings").encode_bytes  # this sample alone needs the program
    return bytes(encode_bytes(text.replace("\n", "\r\n"), encoding))


PAGED: dict[str, Callable[[Source, list[Sheet], Face, np.random.Generator], None]] = {
    "scan": make_scan,
    "pdf": make_pdf,
    "english": make_english,
}


def make(folder: Path) -> None:
    """Make one sample: its document, `truth.txt` and `expected.json`."""
    source = read_source(folder)
    rng = np.random.default_rng(source.make["seed"])
    if source.make["kind"] == "text":
        lines = make_text(source, rng)
    else:
        face = find_face(source.make["font"])
        sheets = typeset(source, face)
        PAGED[source.make["kind"]](source, sheets, face, rng)
        lines = [line for sheet in sheets for line in sheet.lines]
    (folder / "truth.txt").write_text("\n".join(lines) + "\n", "utf-8")
    found = json.dumps(expected(source), ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(found + "\n", "utf-8")


def folders(names: list[str]) -> list[Path]:
    """The samples of these names, or all; `SystemExit` for a name that there is not."""
    known = {path.parent.name: path.parent for path in sorted(HERE.glob("*/source.toml"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"no sample named {', '.join(unknown)}; there are: {', '.join(known)}")
    return [known[name] for name in names] or list(known.values())


def main() -> int:
    """Make the samples that are named, or all of them."""
    parser = argparse.ArgumentParser(description="make the sample documents from their texts")
    parser.add_argument("names", nargs="*", metavar="NAME")
    for folder in folders(parser.parse_args().names):
        try:
            make(folder)
        except (FontMissing, ReaderMissing) as error:
            print(f"{folder.name}: {error}", file=sys.stderr)
            return 3
        print(folder.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
