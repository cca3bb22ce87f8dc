"""Pairs of true and read lines: corpus lines are printed, read by several OCR models, and laid side by side.

    python -m kehoach.diacritics.training.noise --corpus DIR --work DIR --fonts DIR ... --model MODEL ...

A MODEL is NAME=TESSDATA:LANG:OEM:SHARE. Writes `pairs-*.jsonl.xz` to the work folder; a line
is {"model", "part", "true", "read"}.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Process
from pathlib import Path

from kehoach.diacritics.training.corpus import Source, pieces, read_corpus
from kehoach.diacritics.training.render import Rendered, draw_page, font_files

LINES_A_PAGE = 40


@dataclass(frozen=True)
class Model:
    """One OCR model: where its data lie, its language, its engine mode (0 legacy, 1 LSTM), its share of the pages."""

    name: str
    folder: str
    language: str
    mode: int
    share: float


def parse_model(text: str) -> Model:
    """`NAME=TESSDATA:LANG:OEM:SHARE` as a model."""
    name, _, rest = text.partition("=")
    folder, language, mode, share = rest.split(":")
    return Model(name, folder, language, int(mode), float(share))


def line_stream(sources: list[Source], part: str, rng: random.Random) -> Iterator[str]:
    """Printed lines in runs of neighbours; some in capitals or Title Case, as headings are.

    For training they are drawn by source weight; held-out lines as evenly as the corpus holds them.
    """
    texts = [getattr(source, part) for source in sources]
    weights = [len(lines) * (s.weight if part == "train" else 1.0) for s, lines in zip(sources, texts, strict=True)]
    sizes = (rng.randint(5, 17) for _ in itertools.count())
    while True:
        lines = rng.choices(texts, weights)[0]
        start = rng.randrange(len(lines))
        for text in lines[start : start + 4]:
            for piece in itertools.islice(pieces(text, sizes), 6):
                yield _recase(piece, rng)


def _recase(text: str, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.10:
        return text.upper()
    return text.title() if draw < 0.14 else text


class Reader:
    """An OCR model made ready to read rendered pages."""

    def __init__(self, model: Model) -> None:
        import tesserocr

        self.name = model.name
        self._tesserocr = tesserocr
        self._api = tesserocr.PyTessBaseAPI(
            path=model.folder, lang=model.language, oem=model.mode, psm=tesserocr.PSM.SINGLE_BLOCK
        )

    def pairs(self, page: Rendered) -> Iterator[tuple[str, str]]:
        """(true, read) of each printed line that was read as exactly one line."""
        self._api.SetImage(page.image)
        self._api.SetSourceResolution(200)
        self._api.Recognize()
        found: dict[int, list[str]] = {}
        level = self._tesserocr.RIL.TEXTLINE
        for item in self._tesserocr.iterate_level(self._api.GetIterator(), level):
            box = item.BoundingBox(level)
            text = " ".join((item.GetUTF8Text(level) or "").split())
            if box and text:
                middle = (box[1] + box[3]) / 2
                row = min(range(len(page.middles)), key=lambda i: abs(page.middles[i] - middle))
                found.setdefault(row, []).append(text)
        for row, texts in sorted(found.items()):
            if len(texts) == 1:
                yield page.lines[row], texts[0]


def make_pairs(args: argparse.Namespace, worker: int) -> None:
    """Print and read pages until the time is up; every page is written at once."""
    rng = random.Random(args.seed * 1000 + worker)
    models = [parse_model(text) for text in args.model]
    readers = {model.name: Reader(model) for model in models}
    fonts = font_files([Path(folder) for folder in args.fonts])
    sources = list(read_corpus(args.corpus))
    streams = {part: line_stream(sources, part, rng) for part in ("train", "validation", "test")}
    deadline = time.monotonic() + 60 * args.minutes
    with lzma.open(args.work / f"pairs-{args.seed}-{worker}.jsonl.xz", "wt", encoding="utf-8", preset=2) as out:
        while time.monotonic() < deadline:
            part = rng.choices(tuple(streams), args.parts)[0]
            lines = list(itertools.islice(streams[part], LINES_A_PAGE))
            model = rng.choices(models, [model.share for model in models])[0]
            worn = 0.95 if model.language != "eng" else rng.choice((0.1, 0.4, 0.8))
            page = draw_page(lines, fonts, rng, held_out=part != "train", worn=worn)
            for true, read in readers[model.name].pairs(page):
                record = {"model": model.name, "part": part, "true": true, "read": read}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> None:
    """Run the workers side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--fonts", nargs="+", required=True)
    parser.add_argument("--model", nargs="+", required=True, help="NAME=TESSDATA:LANG:OEM:SHARE")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--parts", nargs=3, type=int, default=(90, 4, 6), help="pages of train, validation, test")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    workers = [Process(target=make_pairs, args=(args, number)) for number in range(args.workers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
