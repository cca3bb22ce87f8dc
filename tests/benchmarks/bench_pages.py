"""Read a folder of page images or one-page PDFs with several readers; print errors and seconds, page by page.

    python tests/benchmarks/bench_pages.py --shared DIR [--pages PAGES] [--engine auto|tesseract|trueocr ...]
        [--without STEP ...] [--out DIR]

PAGES holds NAME.png|jpg|tif|pdf and the truth NAME.txt. `--without` leaves out a step of imaging (`straightened`,
`evened`, `overlays`, `seals`, `specks`, `rulings`), `language` (the fusion's language model), or `second-look`
(trueocr's second reading): the ablation.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from unittest import mock

from rapidfuzz.distance import Levenshtein

from pipeline import imaging, layout, ocr
from pipeline.document import Page, PageImage, faithful_text
from pipeline.imaging.rulings import Rulings
from pipeline.ingest import Input, open_input
from pipeline.ocr.fused_engine import FusedEngine
from pipeline.ocr.language import NoLanguage
from pipeline.options import EngineName, IngestOptions, OcrOptions

DPI = 200.0
steps = import_module("pipeline.imaging.prepare")  # the package has a function of the same name
IMAGES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf"}


def images(folder: Path) -> Iterator[Path]:
    """The pages that have a truth beside them."""
    return (path for path in sorted(folder.iterdir()) if path.suffix in IMAGES and path.with_suffix(".txt").exists())


def draw(path: Path) -> PageImage:
    """The first page of a file as a picture."""
    with open_input(Input((path,), Path(path.name)), IngestOptions()) as opened:
        return opened.page(1).render(DPI)


def prepared(image: PageImage, without: set[str]) -> PageImage:
    """The picture after all steps of imaging but some."""
    nothing = image.pixels[:, :, 0] * 0 if image.pixels.ndim == 3 else image.pixels * 0
    with ExitStack() as patches:
        for group in ("STEPS", "LIFTS"):
            kept = tuple(step for step in getattr(steps, group) if step[0] not in without)
            patches.enter_context(mock.patch.object(steps, group, kept))
        if "rulings" in without:
            patches.enter_context(mock.patch.object(steps, "find_rulings", lambda _: Rulings((), nothing)))
        return imaging.prepare(image)[0].image


def engine(name: str, without: set[str]) -> ocr.Engine:
    """The reader, for `auto` with parts of the fusion left out."""
    chosen = ocr.choose_engine(OcrOptions(engine=EngineName(name)))
    if isinstance(chosen, FusedEngine) and "language" in without:
        chosen = replace(chosen, language=NoLanguage())
    if isinstance(chosen, FusedEngine) and "second-look" in without:
        chosen = replace(chosen, looks=(False,))
    return chosen


def score(truth: str, text: str) -> Counter[str]:
    """Sums for CER, WER and missing words."""
    wanted, got = truth.split(), text.split()
    return Counter(
        chars=len(" ".join(wanted)),
        words=len(wanted),
        cd=Levenshtein.distance(" ".join(wanted), " ".join(got)),
        wd=Levenshtein.distance(wanted, got),
        missed=sum((Counter(wanted) - Counter(got)).values()),
    )


def show(name: str, sums: Counter[str]) -> None:
    """One row."""
    rates = sums["cd"] / sums["chars"], sums["wd"] / sums["words"], sums["missed"] / sums["words"]
    seconds = "  ".join(f"{part} {sums[part] / 1000:5.2f} s" for part in ("imaging", "reading", "layout"))
    print("{:32s} CER {:.4f}  WER {:.4f}  missed {:.4f}  {}".format(name, *rates, seconds), flush=True)


def read(path: Path, reader: ocr.Engine, without: set[str], out: Path | None) -> Counter[str]:
    """One page: its scores, and milliseconds for each stage."""
    image = draw(path)
    clock = [time.perf_counter()]
    ready = prepared(image, without)
    clock.append(time.perf_counter())
    lines = reader.read(ready, timeout=600)
    clock.append(time.perf_counter())
    arranged = layout.arrange_page(lines, ready.width, ready.height, 1, ready.rulings)
    clock.append(time.perf_counter())
    text = faithful_text([Page(1, arranged.lines)])
    if out:
        (out / f"{path.stem}.txt").write_text(text, encoding="utf-8")
    sums = score(path.with_suffix(".txt").read_text("utf-8"), text)
    stages = zip(("imaging", "reading", "layout"), clock, clock[1:], strict=False)
    sums.update({name: round(1000 * (end - start)) for name, start, end in stages})
    return sums


def main() -> None:
    """Read the command line, then every page with every reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="its eval/pages is read, unless --pages is given")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--engine", nargs="+", default=["auto"])
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
    for name in args.engine:
        reader = engine(name, set(args.without))
        total: Counter[str] = Counter()
        for path in images(args.pages or args.shared / "eval" / "pages"):
            sums = read(path, reader, set(args.without), args.out)
            show(path.stem, sums)
            total.update(sums)
        show(f"all, {name}", total)


if __name__ == "__main__":
    main()
