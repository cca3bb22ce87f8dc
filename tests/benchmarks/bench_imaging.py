"""What each step of imaging brings: pages with one kind of damage each, read with the step and without it.

    python tests/benchmarks/bench_imaging.py --shared DIR [--damage NAME ...] [--without STEP ...] [--engine trueocr]
        [--keep DIR]

Pages are typeset as the samples are: the first and the signed page of two plans of the samples, and a page of corpus
paragraphs. A row gives the character error rate over all pages, the milliseconds of imaging a page, the rate of each
page, and the steps that found something to do. `--without` leaves steps out: `spread`, `straightened`, `evened`,
`overlays`, `seals`, `back`, `specks`. `--keep` writes the damaged and the prepared pages.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
from corpus_sample import sample
from PIL import Image
from rapidfuzz.distance import Levenshtein

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "samples"))

from maker import damage as harm  # noqa: E402
from maker.fonts import Face, find_face  # noqa: E402
from maker.paint import paint, sign, stamp  # noqa: E402
from maker.sheet import Sheet  # noqa: E402
from maker.source import Block, read_source  # noqa: E402
from maker.typeset import typeset  # noqa: E402

from kehoach.pipeline import imaging, layout, ocr  # noqa: E402
from kehoach.pipeline.document import Page as ReadPage  # noqa: E402
from kehoach.pipeline.document import PageImage  # noqa: E402
from kehoach.pipeline.faithful import faithful_text  # noqa: E402
from kehoach.pipeline.options import EngineName, OcrOptions  # noqa: E402

DPI = 200
PLANS = ("01-signed-scan", "08-mixed")
Pixels = np.ndarray
steps = import_module("kehoach.pipeline.imaging.prepare")  # the package has a function of the same name


@dataclass(frozen=True)
class Clean:
    """A page before any damage."""

    name: str
    sheet: Sheet
    face: Face

    @property
    def truth(self) -> str:
        """Its lines."""
        return "\n".join(self.sheet.lines)

    def drawn(self, dpi: int = DPI) -> Pixels:
        """Black print on white, RGB."""
        return np.asarray(paint(self.sheet, self.face, dpi))


def clean_pages(shared: Path | None) -> Iterator[Clean]:
    """First and signed pages of plans, and a page of corpus text."""
    for name in PLANS:
        source = read_source(REPOSITORY / "samples" / name)
        face = find_face(source.make["font"])
        sheets = typeset(source, face)
        yield Clean(f"{name}, first", sheets[0], face)
        yield Clean(f"{name}, signed", next(sheet for sheet in sheets if sheet.signed), face)
    if shared:
        whole = [line for line in sample(shared, 600) if 120 < len(line) < 400][:14]
        blocks = tuple(Block("paragraph", line) for line in whole)
        yield Clean("corpus", typeset(replace(source, blocks=blocks), face)[-1], face)


def scanned(page: Pixels, rng: np.random.Generator) -> Pixels:
    """What every scanner does."""
    return harm.noise(harm.blur(page, rng, 0.7), rng, 4.0)


def sealed(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Signature and seal in colour; on a page without signature the seal stands over text."""
    page, place = paint(clean.sheet, clean.face, DPI), clean.sheet.signed or (420.0, 500.0)
    return np.asarray(stamp(sign(page, place, DPI, rng), place, DPI, clean.face, rng))


def black_edges(page: Pixels) -> Pixels:
    """A lid left open: black around the sheet on three sides, ragged."""
    high, wide = page.shape[:2]
    big = np.full((high + 130, wide + 190, 3), 12, np.uint8)
    big[60 : 60 + high, 110 : 110 + wide] = page
    return big


def watermarked(page: Pixels, tone: int, text: str = "BẢN SAO LƯU TRỮ") -> Pixels:
    """Large faint letters across the page, from the lower left to the upper right."""
    face = find_face("Tinos")
    high, wide = page.shape[:2]
    layer = Image.new("L", (wide, high), 255)
    from PIL import ImageDraw

    ImageDraw.Draw(layer).text((wide / 2, high / 2), text, font=face.font("bold", 150), fill=tone, anchor="mm")
    turned = layer.rotate(45, Image.Resampling.BICUBIC, fillcolor=255)
    return np.minimum(page, np.asarray(turned)[..., None])


def low(clean: Clean, dpi: int) -> Pixels:
    """Scanned coarsely."""
    factor = dpi / DPI
    return np.asarray(cv2.resize(clean.drawn(), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def open_book(page: Pixels, rng: np.random.Generator) -> Pixels:
    """The page twice, side by side, each a little askew, with the shadow of the fold between them."""
    halves = [harm.rotate(page, rng, degrees) for degrees in (0.6, -0.4)]
    both = np.hstack(halves).astype(np.float32)
    fold = 1 - 0.5 * np.exp(-(((np.arange(both.shape[1]) - page.shape[1]) / 25) ** 2))
    return (both * fold[None, :, None]).astype(np.uint8)


def blank_back(page: Pixels, rng: np.random.Generator) -> Pixels:
    """A sheet's empty back: its front shines through, and it is punched."""
    front = cv2.GaussianBlur(page[:, ::-1], (0, 0), 2.2).astype(np.float32)
    return harm.holes((255 - 0.1 * (255 - front)).astype(np.uint8), rng, 24)


Damage = Callable[[Clean, np.random.Generator], Pixels]


def on_page(change: Callable[[Pixels, np.random.Generator], Pixels], *, tail: bool = True) -> Damage:
    """A damage that sees only the drawn page; `tail`: the scanner's blur and grain after it."""

    def apply(clean: Clean, rng: np.random.Generator) -> Pixels:
        page = change(clean.drawn(), rng)
        return scanned(page, rng) if tail else page

    return apply


DAMAGES: dict[str, Damage] = {
    "clean": on_page(lambda page, rng: page, tail=False),
    "scanned": on_page(lambda page, rng: page),
    "quarter-turn": on_page(lambda page, rng: np.ascontiguousarray(np.rot90(page))),
    "skew-0.4": on_page(lambda page, rng: harm.rotate(page, rng, 0.4)),
    "skew-3": on_page(lambda page, rng: harm.rotate(page, rng, -3.0)),
    "skew-12": on_page(lambda page, rng: harm.rotate(page, rng, 12.0)),
    "black-edges": on_page(lambda page, rng: black_edges(page)),
    "black-edges-skew": on_page(lambda page, rng: black_edges(harm.rotate(page, rng, 1.5))),
    "spread": on_page(open_book),
    "holes": on_page(lambda page, rng: harm.holes(page, rng, 24)),
    "spine": on_page(lambda page, rng: harm.spine(page, rng, 60, 0.3)),
    "grey-light": on_page(lambda page, rng: harm.uneven(harm.grey(page, rng), rng, 0.4, [1.0, 1.0])),
    "seal": lambda clean, rng: scanned(sealed(clean, rng), rng),
    "seal-grey": lambda clean, rng: scanned(harm.grey(sealed(clean, rng), rng), rng),
    "seal-bilevel": lambda clean, rng: harm.bilevel(scanned(sealed(clean, rng), rng), rng, 170),
    "watermark-faint": on_page(lambda page, rng: watermarked(page, 225)),
    "watermark-strong": on_page(lambda page, rng: watermarked(page, 190)),
    "speckle": on_page(lambda page, rng: harm.speckle(page, rng, 900)),
    "speckle-bilevel": on_page(lambda page, rng: harm.bilevel(harm.speckle(page, rng, 2500), rng, 160), tail=False),
    "faint": on_page(lambda page, rng: (255 - (255 - page.astype(np.float32)) * 0.25).astype(np.uint8)),
    "bilevel": on_page(lambda page, rng: harm.bilevel(page, rng, 150), tail=False),
    "show-through": on_page(lambda page, rng: harm.show_through(page, rng, 0.12)),
    "show-through-strong": on_page(lambda page, rng: harm.show_through(page, rng, 0.25)),
    "blank-back": on_page(blank_back),
    "grain": on_page(lambda page, rng: harm.noise(page, rng, 30.0)),
    "dpi-70": lambda clean, rng: low(clean, 70),
    "dpi-100": lambda clean, rng: low(clean, 100),
    "dpi-300": lambda clean, rng: clean.drawn(300),
}


def truth_of(name: str, clean: Clean) -> str:
    """What is to be read of a damaged page."""
    return {"spread": f"{clean.truth}\n{clean.truth}", "blank-back": ""}.get(name, clean.truth)


def write_damaged(folder: Path, shared: Path | None, count: int, names: Sequence[str] = ()) -> list[Path]:
    """Write NAME-n.png and its truth NAME-n.txt for `count` pages of each kind of damage, or of those named."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, clean in enumerate(islice(clean_pages(shared), count)):
        for name in names or DAMAGES:
            path = folder / f"{name}-{number}.png"
            dpi = int(name.removeprefix("dpi-")) if name.startswith("dpi-") else DPI
            pixels = DAMAGES[name](clean, np.random.default_rng(number))
            Image.fromarray(pixels).save(path, compress_level=1, dpi=(dpi, dpi))
            path.with_suffix(".txt").write_text(truth_of(name, clean), "utf-8")
            written.append(path)
    return written


def read(page: PageImage, engine: ocr.Engine) -> str:
    """The page's text in reading order."""
    arranged = layout.arrange_page(engine.read(page, timeout=600), page.width, page.height, 1, page.rulings)
    return faithful_text([ReadPage(1, arranged.lines)])


def error(truth: str, text: str) -> tuple[int, int]:
    """Letters wrong, letters."""
    wanted, got = " ".join(truth.split()), " ".join(text.split())
    return Levenshtein.distance(wanted, got), len(wanted)


def prepared(image: PageImage, without: set[str]) -> tuple[list[PageImage], tuple[str, ...], float]:
    """The pictures to read, the steps that were taken, and the seconds that it took; steps named are left out."""
    with ExitStack() as patches:
        for group in ("STEPS", "LIFTS"):
            kept = tuple(step for step in getattr(steps, group) if step[0] not in without)
            patches.enter_context(mock.patch.object(steps, group, kept))
        if "spread" in without:
            patches.enter_context(mock.patch.object(steps, "spread", lambda whole: (whole,)))
        start = time.perf_counter()
        halves = imaging.prepare(image)
        return [half.image for half in halves], halves[0].steps, time.perf_counter() - start


def keep(folder: Path | None, name: str, pixels: Pixels) -> None:
    """Write a picture where it is asked for."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / f"{name}.png", compress_level=1)


def main() -> None:
    """One row for each damage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--damage", nargs="*", default=[])
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--engine", default="trueocr")
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    engine = ocr.choose_engine(OcrOptions(engine=EngineName(args.engine)))
    pages = list(clean_pages(args.shared))[: args.pages]
    for name in args.damage or DAMAGES:
        wrong, letters, seconds, taken, each = 0, 0, 0.0, [], []
        for number, clean in enumerate(pages):
            image = PageImage(DAMAGES[name](clean, np.random.default_rng(number)), 1, float(DPI))
            keep(args.keep, f"{name}-{number}", image.pixels)
            ready, used, spent = prepared(image, set(args.without))
            for half in ready:
                keep(args.keep, f"{name}-{number}-ready", half.pixels)
            off, size = error(truth_of(name, clean), "\n".join(read(half, engine) for half in ready))
            wrong, letters, seconds = wrong + off, letters + size, seconds + spent
            each.append(f"{off / max(1, size):.3f}")
            taken += [step for step in used if step not in taken]
        rate, ms = wrong / max(1, letters), 1000 * seconds / len(pages)
        print(f"{name:18s} CER {rate:.4f}  {ms:5.0f} ms  {' '.join(each)}  {' '.join(taken)}", flush=True)


if __name__ == "__main__":
    main()
