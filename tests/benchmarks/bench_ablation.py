"""What each step of imaging and each part of reading brings: pages read with it and without it.

    python tests/benchmarks/bench_ablation.py --shared DIR [--set scans|rendered|single ...] [--step STEP ...]
        [--engine trueocr] [--no-reading] [--count N]

Three sets of pages: `scans`, those of DIR/eval/pages; `rendered`, pages of the corpus as scanners and telephones give
them (`rendered_pages`); `single`, typeset pages with one kind of damage each (`bench_imaging`), `--count` of each kind.
A step matters only to pages on which it does something, so each step is left out on these alone: every page is made
ready once to learn which they are, and read once more for each of its steps, by `--engine`. The parts of reading are
compared on what both readers gave, each page read once.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

from bench_imaging import write_damaged
from bench_pages import images, imaging_without, steps
from rapidfuzz.distance import Levenshtein
from rendered_pages import render_pages

from pipeline import imaging, ocr, process
from pipeline.document import Box, Line, PageImage, faithful_text
from pipeline.ingest import Input, open_input
from pipeline.ocr.candidates import Voice
from pipeline.ocr.fused_engine import FusedEngine
from pipeline.ocr.language import NoLanguage
from pipeline.options import EngineName, IngestOptions, OcrMode, OcrOptions

SETS = ("scans", "rendered", "single")
FORCE = OcrOptions(mode=OcrMode.FORCE, page_timeout=900)
Given = tuple[Sequence[Box], list[list[Line | None]], list[Voice]]
"""Where the lines of a picture are, the readings of each reader, and how far each reader is believed."""


@dataclass
class Errors:
    """Letters and words wrong, and how many there are."""

    pages: int = 0
    letters: int = 0
    letters_wrong: int = 0
    words: int = 0
    words_wrong: int = 0

    def add(self, truth: str, text: str) -> None:
        """Count one page in."""
        wanted, got = truth.split(), text.split()
        self.pages += 1
        self.letters += len(" ".join(wanted))
        self.letters_wrong += Levenshtein.distance(" ".join(wanted), " ".join(got))
        self.words += len(wanted)
        self.words_wrong += Levenshtein.distance(wanted, got)

    def __str__(self) -> str:
        cer, wer = self.letters_wrong / max(1, self.letters), self.words_wrong / max(1, self.words)
        return f"CER {cer:.4f} WER {wer:.4f} ({self.letters_wrong:4d} letters wrong)"


@contextmanager
def without(step: str) -> Iterator[None]:
    """As long as this lasts, pages are made ready without a step of imaging; "" leaves nothing out."""
    patches = {"spread": ("spread", lambda image: (image,)), "blank": ("is_blank", lambda image: False)}
    name, change = patches.get(step, ("spread", steps.spread))
    with mock.patch.object(steps, name, change), imaging_without({step}):
        yield


def taken(path: Path) -> set[str]:
    """The steps that do something on a file's pages."""
    with open_input(Input((path,), Path(path.name)), IngestOptions()) as opened:
        sheets = [sheet for raw in opened.pages() for sheet in imaging.prepare(raw.render(raw.image_dpi or 200.0))]
    return {step for sheet in sheets for step in sheet.steps} | {"blank" for sheet in sheets if sheet.blank}


def read(path: Path, engine: ocr.Engine) -> str:
    """The text of a file's pages, as `kehoach run` reads them."""
    chosen = mock.patch.object(process, "_engine", lambda _: engine)
    with chosen, open_input(Input((path,), Path(path.name)), IngestOptions()) as opened:
        return faithful_text([page for raw in opened.pages() for page in process.read_page(raw, FORCE)])


def truth_of(path: Path) -> str:
    """What stands on a page."""
    return path.with_suffix(".txt").read_text("utf-8")


def imaging_steps(title: str, pages: Sequence[Path], engine: ocr.Engine, wanted: Sequence[str]) -> None:
    """A row for each step that does something on one of the pages."""
    with_it: defaultdict[str, Errors] = defaultdict(Errors)
    without_it: defaultdict[str, Errors] = defaultdict(Errors)
    worse: defaultdict[str, list[str]] = defaultdict(list)
    for path in pages:
        found = [step for step in sorted(taken(path)) if not wanted or step in wanted]
        if not found:
            continue
        truth, usual = truth_of(path), read(path, engine)
        for step in found:
            with without(step):
                text = read(path, engine)
            with_it[step].add(truth, usual)
            without_it[step].add(truth, text)
            one, other = Errors(), Errors()
            one.add(truth, usual)
            other.add(truth, text)
            worse[step].append(f"{path.stem} {other.letters_wrong - one.letters_wrong:+d}")
    for step in sorted(with_it):
        print(f"{title:9s} {step:13s} {with_it[step].pages:2d} pages  with {with_it[step]}  without {without_it[step]}")
        print(f"{'':24s} letters more without it: {', '.join(worse[step])}", flush=True)


@dataclass
class Recorded:
    """What both readers give for each picture, kept, so that judging can be repeated without a part of them."""

    engine: FusedEngine
    part: str = ""
    name: str = "recorded"
    kept: dict[tuple[str, int], Given] = field(default_factory=dict)
    place: str = ""
    turn: int = 0

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """As `Engine.read`."""
        key, self.turn = (self.place, self.turn), self.turn + 1
        if key not in self.kept:
            with mock.patch.object(FusedEngine, "judge", self._keep(key)):
                self.engine.read(image, timeout=timeout)
        boxes, readings, voices = self.kept[key]
        tesseract = len(self.engine.tesseract)
        chosen = {
            "tesseract": slice(tesseract, None),
            "trueocr": slice(0, tesseract),
            "second-look": slice(0, tesseract + 1),
        }.get(self.part, slice(None))
        judge = replace(self.engine, language=NoLanguage()) if self.part == "language" else self.engine
        return judge.judge(boxes, readings[chosen], voices[chosen], image.page)

    def _keep(self, key: tuple[str, int]) -> Callable[..., list[Line]]:
        def keep(boxes: Sequence[Box], readings: list[list[Line | None]], voices: list[Voice], page: int) -> list[Line]:
            self.kept[key] = (boxes, readings, voices)
            return []

        return lambda _, *given: keep(*given)


def reading_parts(title: str, pages: Sequence[Path], engine: Recorded) -> None:
    """A row for each part of reading that can be left out."""
    for part in ("", "tesseract", "trueocr", "second-look", "language"):
        errors = Errors()
        engine.part = part
        for path in pages:
            engine.place, engine.turn = str(path), 0
            errors.add(truth_of(path), read(path, engine))
        print(f"{title:9s} {'without ' + part if part else 'all':20s} {errors.pages:2d} pages  {errors}", flush=True)


def sets_of(shared: Path, names: Sequence[str], count: int, folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """The sets of pages, each made when it is wanted."""
    if "scans" in names:
        yield "scans", images(shared / "eval" / "pages")
    if "rendered" in names:
        yield "rendered", render_pages(shared, folder / "rendered")
    if "single" in names:
        yield "single", write_damaged(folder / "single", shared, count)


def main() -> None:
    """Read the command line, then every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--set", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--step", nargs="*", default=[])
    parser.add_argument("--engine", default="trueocr")
    parser.add_argument("--no-reading", action="store_true", help="only the steps of imaging")
    parser.add_argument("--count", type=int, default=2)
    args = parser.parse_args()
    reader = ocr.choose_engine(OcrOptions(engine=EngineName(args.engine)))
    both = ocr.choose_engine(OcrOptions())
    with tempfile.TemporaryDirectory() as folder:
        for title, pages in sets_of(args.shared, args.set, args.count, Path(folder)):
            imaging_steps(title, pages, reader, args.step)
            if isinstance(both, FusedEngine) and title != "single" and not args.no_reading:
                reading_parts(title, pages, Recorded(both))


if __name__ == "__main__":
    main()
