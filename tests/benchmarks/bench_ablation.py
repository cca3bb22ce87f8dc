"""What each step of imaging and each part of reading brings: pages read with it and without it.

    python tests/benchmarks/bench_ablation.py --shared DIR --work DIR [--set scans|rendered|single|sizes ...] [-j 2]

Four sets of pages: `scans`, those of DIR/eval/pages; `rendered`, pages of the corpus as scanners and telephones give
them (`rendered_pages`); `single`, typeset pages with one kind of damage each (`bench_imaging`); `sizes`, typeset pages
at 70 to 300 dpi. A step matters only to pages on which it does something, so each page is read once to learn its steps,
and once more without each of them, by the built-in reader. Steps that the program lacks are tried as well
(`ablation_variants`): black and white on `scans` and `rendered`, larger pages on `sizes`, there by each reader. The
parts of reading are compared on what both readers gave, each page of `scans` and `rendered` read once.

Pages and results are kept in `--work`: a run that was stopped goes on where it was, pages that are done are not read
again. Empty the folder after a change of the program.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

import numpy as np
from ablation_variants import LINE_HEIGHT, steps_seen, variant
from bench_imaging import clean_pages, low, scanned, write_damaged
from bench_pages import images
from PIL import Image
from rapidfuzz.distance import Levenshtein
from rendered_pages import render_pages

from kehoach.pipeline import ocr, process
from kehoach.pipeline.document import Box, Line, PageImage
from kehoach.pipeline.faithful import faithful_text
from kehoach.pipeline.ingest import Input, open_input
from kehoach.pipeline.ocr.candidates import Voice
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.ocr.language import NoLanguage
from kehoach.pipeline.options import EngineName, IngestOptions, OcrMode, OcrOptions

SETS = ("scans", "rendered", "single", "sizes")
SIZES = (70, 100, 150, 200, 300)  # dots an inch
FORCE = OcrOptions(mode=OcrMode.FORCE, page_timeout=900)
PARTS = ("", "tesseract", "trueocr", "second-look", "language")
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

    def __add__(self, other: Errors) -> Errors:
        return Errors(*(a + b for a, b in zip(asdict(self).values(), asdict(other).values(), strict=True)))

    def __str__(self) -> str:
        cer, wer = self.letters_wrong / max(1, self.letters), self.words_wrong / max(1, self.words)
        return f"CER {cer:.4f} WER {wer:.4f} ({self.letters_wrong:4d} letters wrong)"


def errors(path: Path, text: str) -> Errors:
    """What is wrong with what was read of one page."""
    wanted, got = path.with_suffix(".txt").read_text("utf-8").split(), text.split()
    letters = Levenshtein.distance(" ".join(wanted), " ".join(got))
    return Errors(1, len(" ".join(wanted)), letters, len(wanted), Levenshtein.distance(wanted, got))


@lru_cache
def engine(name: str) -> ocr.Engine:
    """The reader of that name, loaded once for each process."""
    return ocr.choose_engine(OcrOptions(engine=EngineName(name)))


def read(path: Path, reader: ocr.Engine) -> str:
    """The text of a file's pages, as `kehoach run` reads them."""
    chosen = mock.patch.object(process, "_engine", lambda _: reader)
    with chosen, open_input(Input((path,), Path(path.name)), IngestOptions()) as opened:
        return faithful_text([page for raw in opened.pages() for page in process.read_page(raw, FORCE)])


@dataclass
class Recorded:
    """What both readers give for each picture, kept, so that judging can be repeated without a part of them."""

    engine: FusedEngine
    part: str = ""
    name: str = "recorded"
    kept: list[Given] = field(default_factory=list)
    turn: int = 0

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """As `Engine.read`."""
        turn, self.turn = self.turn, self.turn + 1
        if turn == len(self.kept):
            with mock.patch.object(FusedEngine, "judge", self._keep):
                self.engine.read(image, timeout=timeout)
        boxes, readings, voices = self.kept[turn]
        tesseract = len(self.engine.tesseract)
        chosen = {
            "tesseract": slice(tesseract, None),
            "trueocr": slice(0, tesseract),
            "second-look": slice(0, tesseract + 1),
        }.get(self.part, slice(None))
        judge = replace(self.engine, language=NoLanguage()) if self.part == "language" else self.engine
        return judge.judge(boxes, readings[chosen], voices[chosen], image.page)

    def _keep(self, boxes: Sequence[Box], readings: list[list[Line | None]], voices: list[Voice], page: int) -> list:
        self.kept.append((boxes, readings, voices))
        return []


Row = tuple[str, str, Errors]
"""What was compared, in which way the page was read, what was wrong."""


def imaging_rows(path: Path, added: Sequence[str], reader: str = "trueocr") -> Iterator[Row]:
    """One page: as usual, without each of its steps, and with those that the program lacks."""
    seen: set[str] = set()
    with steps_seen(seen):
        yield "imaging", "", errors(path, read(path, engine(reader)))
    for name in (*(f"-{step}" for step in sorted(seen)), *added):
        with variant(name):
            yield "imaging", name, errors(path, read(path, engine(reader)))


def reading_rows(path: Path) -> Iterator[Row]:
    """One page: by all readers, and without each part of reading."""
    both = engine("auto")
    if not isinstance(both, FusedEngine) or not both.tesseract:
        return
    recorded = Recorded(both)
    for part in PARTS:
        recorded.part, recorded.turn = part, 0
        yield "reading", f"-{part}" if part else "", errors(path, read(path, recorded))


def size_rows(path: Path) -> Iterator[Row]:
    """One page of known resolution by each reader, as it is, with the page enlarged, and with lines as they are."""
    for reader in ("trueocr", "tesseract"):
        added = ("+scaled", "+enlarged", *([LINE_HEIGHT] if reader == "tesseract" else []))
        yield reader, "", errors(path, read(path, engine(reader)))
        for name in added:
            with variant(name):
                yield reader, name, errors(path, read(path, engine(reader)))


def rows_of(title: str, path: Path) -> list[Row]:
    """All that is measured on one page."""
    if title == "sizes":
        return list(size_rows(path))
    if title == "single":
        return list(imaging_rows(path, ()))
    return [*imaging_rows(path, ("+threshold",)), *reading_rows(path)]


def write_sizes(folder: Path, shared: Path) -> list[Path]:
    """A page of a plan and a page of the corpus at each resolution."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = list(clean_pages(shared))
    written = []
    for number, clean in enumerate((pages[0], pages[-1])):
        for dpi in SIZES:
            path = folder / f"dpi-{dpi}-{number}.png"
            drawn = low(clean, dpi) if dpi < 200 else clean.drawn(dpi)
            pixels = scanned(drawn, np.random.default_rng(number)) if dpi >= 150 else drawn
            Image.fromarray(pixels).save(path, compress_level=1, dpi=(dpi, dpi))
            path.with_suffix(".txt").write_text(clean.truth, "utf-8")
            written.append(path)
    return written


def pages_of(title: str, shared: Path, work: Path, count: int) -> list[Path]:
    """The pages of a set, made where they are not there yet."""
    if title == "scans":
        return images(shared / "eval" / "pages")
    make: dict[str, Callable[[Path], list[Path]]] = {
        "rendered": lambda folder: render_pages(shared, folder),
        "single": lambda folder: write_damaged(folder, shared, count),
        "sizes": lambda folder: write_sizes(folder, shared),
    }
    folder, made = work / title, work / f"{title}.made"
    if not made.exists():
        make[title](folder)
        made.touch()
    return images(folder)


Results = dict[tuple[str, str], list[Row]]
"""What is known of each page, by set and name."""


def known(store: Path) -> Results:
    """The results of earlier runs; a last line cut short is left out."""
    found: Results = {}
    for line in store.read_text("utf-8").splitlines() if store.exists() else ():
        try:
            title, name, rows = json.loads(line)
        except json.JSONDecodeError:
            continue
        found[title, name] = [(kind, way, Errors(**figures)) for kind, way, figures in rows]
    return found


def measure(wanted: Sequence[tuple[str, Path]], store: Path, jobs: int) -> Results:
    """The results of all pages; those that are not known yet are read, and written down one by one."""
    found = known(store)
    fresh = get_context("spawn")  # a fork would take over locks of OpenCV's threads
    with ProcessPoolExecutor(jobs, fresh) as pool, store.open("a", encoding="utf-8") as file:
        waiting = {pool.submit(rows_of, t, path): (t, path.stem) for t, path in wanted if (t, path.stem) not in found}
        for done in as_completed(waiting):
            title, name = waiting[done]
            found[title, name] = done.result()
            rows = [(kind, way, asdict(wrong)) for kind, way, wrong in done.result()]
            file.write(json.dumps([title, name, rows]) + "\n")
            file.flush()
    return {(title, path.stem): found[title, path.stem] for title, path in wanted}


def tables(results: Results) -> Iterator[str]:
    """A row for each way of reading: the pages where it was tried, read as usual and read in that way."""
    pairs: defaultdict[tuple[str, str, str], list[tuple[str, Errors, Errors]]] = defaultdict(list)
    for (title, name), rows in results.items():
        usual = {kind: wrong for kind, way, wrong in rows if not way}
        for kind, way, wrong in rows:
            if way:
                group = f"{title} {name.rsplit('-', 1)[0]}" if title == "sizes" else title
                pairs[group, kind, way].append((name, usual[kind], wrong))
    for (title, kind, way), pages in sorted(pairs.items()):
        one, other = sum((p[1] for p in pages), Errors()), sum((p[2] for p in pages), Errors())
        yield f"{title:14s} {kind:9s} {way:14s} {one.pages:2d} pages  usual {one}  so {other}"
        changed = [f"{name} {b.letters_wrong - a.letters_wrong:+d}" for name, a, b in pages]
        if kind == "imaging":
            yield f"{'':40s} letters more: {', '.join(c for c in changed if not c.endswith(' +0')) or 'none'}"


def main() -> None:
    """Read the command line, then every page that is not known yet; print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="pages and results are kept here")
    parser.add_argument("--set", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--count", type=int, default=2, help="pages of each kind of damage")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    wanted = [(title, path) for title in args.set for path in pages_of(title, args.shared, args.work, args.count)]
    for row in tables(measure(wanted, args.work / "results.ndjson", args.jobs)):
        print(row)


if __name__ == "__main__":
    main()
