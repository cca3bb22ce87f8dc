"""Read page images with several readers; print errors, flagged numbers and the time of each stage, page by page.

    python tests/benchmarks/bench_pages.py --shared DIR [--pages PAGES | --rendered]
        [--engine auto|tesseract|trueocr ...] [--without PART ...] [--out DIR]

PAGES (eval/pages of DIR) holds NAME.png|jpg|tif|pdf and the truth NAME.txt; `--rendered` takes pages that are rendered
from the corpus and damaged instead. `--without` leaves parts out: a step of imaging (`straightened`, `evened`,
`overlays`, `seals`, `back`, `specks`, `rulings` …), `language` (the judge's language model), `second-look` (trueocr's
second reading), `tesseract` or `trueocr` (one of the two readers). What each part brings: `bench_ablation.py`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from unittest import mock

from measured import percent, record
from rendered_pages import render_pages
from stage_clock import StageClock

from kehoach.diacritics.metrics import Figures, compare
from kehoach.pipeline import ocr, process
from kehoach.pipeline.evaluation import Flagged, flagged
from kehoach.pipeline.faithful import faithful_text
from kehoach.pipeline.imaging.rulings import Rulings
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.ocr.language import NoLanguage
from kehoach.pipeline.options import EngineName, OcrMode, OcrOptions, Options

steps = import_module("kehoach.pipeline.imaging.prepare")  # the package has a function of the same name
IMAGES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf"}

Score = tuple[Figures, Flagged]


def images(folder: Path) -> list[Path]:
    """The pages that have a truth beside them."""
    return [path for path in sorted(folder.iterdir()) if path.suffix in IMAGES and path.with_suffix(".txt").exists()]


@contextmanager
def imaging_without(without: set[str]) -> Iterator[None]:
    """As long as this lasts, pages are made ready without these steps."""
    with ExitStack() as patches:
        for table in ("STEPS", "LIFTS"):
            kept = tuple(step for step in getattr(steps, table) if step[0] not in without)
            patches.enter_context(mock.patch.object(steps, table, kept))
        if "upright" in without:
            patches.enter_context(mock.patch.object(steps, "upright", lambda image: image))
        if "rulings" in without:
            none = mock.patch.object(steps, "find_rulings", lambda image: Rulings((), 0 * image.pixels))
            patches.enter_context(none)
        yield


def engine(name: str, without: set[str]) -> ocr.Engine:
    """The reader, with parts of it left out."""
    chosen = ocr.choose_engine(OcrOptions(engine=EngineName(name)))
    if not isinstance(chosen, FusedEngine):
        return chosen
    if "language" in without:
        chosen = replace(chosen, language=NoLanguage())
    looks = () if "trueocr" in without else chosen.looks[:1] if "second-look" in without else chosen.looks
    return replace(chosen, looks=looks, tesseract=() if "tesseract" in without else chosen.tesseract)


def read(path: Path, out: Path | None) -> Score:
    """One page against its truth."""
    options = Options(ocr=OcrOptions(mode=OcrMode.FORCE, page_timeout=600))
    reading = process.read(Input((path,), Path(path.name)), options)
    text = faithful_text(reading.document.pages)
    if out:
        (out / f"{path.stem}.txt").write_text(text, encoding="utf-8")
    truth = path.with_suffix(".txt").read_text("utf-8")
    plan = {"text": {"faithful": text}, "edits": [edit.model_dump() for edit in reading.plan.edits]}
    return compare(truth, text), flagged(truth, text, plan)


def row(name: str, score: Score) -> str:
    """One line of the table."""
    f, flags = score
    rates = f"CER {f.cer:.4f}  WER {f.wer:.4f}  missed {f.missing:.4f}  marks {f.diacritics:.4f}"
    numbers = f"numbers {f.numbers_found}/{f.numbers}, flagged {flags.wrong_flagged}/{flags.wrong} wrong"
    return f"{name:32s} {rates}  {numbers}, {flags.right_flagged}/{flags.right} right"


def all_pages(pages: Sequence[Path], name: str, without: set[str], out: Path | None = None) -> Score:
    """Every page with one reader; prints each, and the sum with the time of the stages."""
    reader, clock = engine(name, without), StageClock()
    total = Figures(), Flagged()
    with mock.patch.object(process, "_engine", lambda _: reader), imaging_without(without), clock.watching():
        for path in pages:
            score = read(path, out)
            total = total[0] + score[0], total[1] + score[1]
            print(row(path.stem, score), flush=True)
    print(row(f"all, {name}", total))
    print(f"{'milliseconds a page':32s} {clock.row(len(pages))}", flush=True)
    keep(f"pages.{name}", total)
    return total


def keep(name: str, score: Score) -> None:
    """The sums, for the papers."""
    figures, flags = score
    record(f"{name}.cer", f"{figures.cer:.3f}")
    record(f"{name}.wer", f"{figures.wer:.3f}")
    record(f"{name}.numbers", f"{figures.numbers_found} of {figures.numbers}")
    record(f"{name}.flagged", f"{flags.wrong_flagged} of {flags.wrong}")
    record(f"{name}.in_vain", percent(flags.right_flagged / max(1, flags.right), 0))


def main() -> None:
    """Read the command line, then every page with every reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="its eval/pages and corpus are read")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--rendered", action="store_true", help="pages rendered from the corpus and damaged")
    parser.add_argument("--engine", nargs="+", default=["auto", "trueocr"])
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pages = images(args.pages or args.shared / "eval" / "pages")
        rendered = render_pages(args.shared, Path(folder)) if args.rendered else []
        for name in args.engine:
            all_pages(rendered or pages, name, set(args.without), args.out)


if __name__ == "__main__":
    main()
