"""Figures of the restorer: accuracy, restraint on clean text, calibration, speed, and pyvi on the same lines.

    python tests/benchmarks/bench_restore.py --shared DIR [--model DIR] [--pairs DIR] [--read MODEL ...] [--quick]

DIR of `--shared` holds `seeds/`, `eval/` and `corpus/`. The lines of `eval/plans` are printed, worn and read here by
the models of `--read` (`NAME=TESSDATA:LANG:OEM:SHARE`; Debian's English one by default) in turn, a page each.
`--pairs`: a folder of corpus lines that were printed and read while training (`pairs-*.jsonl.xz`, made by
`diacritics.training.noise`), of which the held-out ones are taken. Prints one row a figure.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import resource
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measured import percent, record

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.metrics import LineFigures, compare_lines
from kehoach.diacritics.restore.restorer import Edit, Mode, Restored, Restorer
from kehoach.diacritics.training.corpus import pieces, read_source

ROOT = Path(__file__).parents[2]
STRIPPED = ("000", "001", "002", "004")
ENGLISH = "debian=/usr/share/tesseract-ocr/5/tessdata:eng:1:1"
FONTS = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts"))
HELD_OUT_BYTES = 2_000_000
SPEED_LINES = 400


@dataclass
class Sample:
    """Lines of one text: as printed, and as they are given to the restorer."""

    name: str
    truth: list[str]
    given: list[str]
    restored: Restored | None = field(default=None, repr=False)


def lines_of(path: Path) -> list[str]:
    """The lines of a text file in NFC."""
    return unicodedata.normalize("NFC", path.read_text("utf-8")).split("\n")


def stripped(name: str, lines: Sequence[str]) -> Sample:
    """A text that lost its marks."""
    return Sample(name, list(lines), [fold(line) for line in lines])


def first_page(seeds: Path) -> Sample:
    """The page that an English model read, beside its truth."""
    truth = [line for line in lines_of(seeds / "003_first_page_truth.txt") if line.strip()]
    (garbled,) = (path for path in seeds.glob("003_*.txt") if "truth" not in path.name)
    given: list[str] = []
    filled = 0
    for line in lines_of(garbled):
        if filled == len(truth):
            break
        given.append(line)
        filled += bool(line.strip())
    return Sample("seed 003, first page", truth, given)


def stripped_samples(shared: Path) -> list[Sample]:
    """Seeds and plans without their marks."""
    seeds = [next((shared / "seeds").glob(f"{number}_*.txt")) for number in STRIPPED]
    plans = sorted((shared / "eval" / "plans").glob("*.txt"))
    return [stripped(f"stripped {path.stem[:12]}", lines_of(path)) for path in (*seeds, *plans)]


def held_out(corpus: Path, size: int = HELD_OUT_BYTES) -> list[str]:
    """About `size` bytes of corpus lines that training never saw, of every file."""
    lines = [line for path in sorted(corpus.glob("*.xz")) for line in read_source(path).test]
    share = size / max(1, sum(len(line.encode()) for line in lines))
    step = max(1, round(1 / share))
    blocks = [lines[i : i + 20] for i in range(0, len(lines), 20 * step)]
    return [line for block in blocks for line in block]


def score(sample: Sample) -> LineFigures:
    """Exact tokens of a restored sample."""
    assert sample.restored is not None
    return compare_lines("\n".join(sample.truth), "\n".join(sample.restored.lines))


def restore(restorer: Restorer, samples: Iterable[Sample], mode: Mode = "auto", name: str = "") -> LineFigures:
    """Restore samples; one row each, and their pooled figures, which are kept under `name`."""
    total = LineFigures()
    for sample in samples:
        sample.restored = restorer.restore(sample.given, mode)
        figures = score(sample)
        total += figures
        row(f"{sample.name} ({mode})", f"{figures.accuracy:.4f}", f"but for case {figures.accuracy_caseless:.4f}")
    if name:
        record(f"restore.{name}", percent(total.accuracy))
    return total


def row(name: str, figure: str, note: str = "") -> None:
    """One line of the table."""
    print(f"| {name:42s} | {figure:>10s} | {note}", flush=True)


def changed(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """(tokens that differ, all tokens) of two texts with the same lines."""
    pairs = [pair for b, a in zip(before, after, strict=True) for pair in zip(b.split(), a.split(), strict=True)]
    return sum(b != a for b, a in pairs), len(pairs)


def clean_rows(restorer: Restorer, texts: dict[str, list[str]]) -> None:
    """How much of clean text is changed, in every mode."""
    modes: tuple[Mode, ...] = ("auto", "marks", "ocr")
    shares = []
    for mode in modes:
        totals = [changed(lines, restorer.restore(lines, mode).lines) for lines in texts.values()]
        differ, tokens = (sum(column) for column in zip(*totals, strict=True))
        worst = max(zip(totals, texts, strict=True), key=lambda t: t[0][0] / max(1, t[0][1]))
        shares.append(tokens // max(1, differ))
        row(f"clean text changed ({mode})", f"{differ}/{tokens}", f"= 1 in {shares[-1]}; most: {worst}")
    record("restore.clean", f"1 word in {min(shares):,} to {max(shares):,}")


def law_rows(restorer: Restorer, samples: Sequence[Sample]) -> None:
    """Twice is once; numbers stand as they stood."""
    moved = tokens = lost = numbers = 0
    for sample in samples:
        assert sample.restored is not None
        again = restorer.restore(sample.restored.lines)
        differ, count = changed(sample.restored.lines, again.lines)
        moved, tokens = moved + differ, tokens + count
        for before, after in zip(sample.given, sample.restored.lines, strict=True):
            if len(before.split()) != len(after.split()):
                continue  # glued words were split or torn ones joined: an edit says so
            for b, a in zip(before.split(), after.split(), strict=True):
                digits = re.sub(r"\D", "", b)
                if len(digits) > 1 and not re.search(r"[IVXl|]", b):
                    numbers += 1
                    lost += re.sub(r"\D", "", a) != digits
    row("changed by restoring twice", f"{moved}/{tokens}")
    record("restore.twice", f"{moved} of {tokens:,}")
    row("tokens of two digits or more changed", f"{lost}/{numbers}")


def right(edit: Edit, sample: Sample, truth: dict[int, list[str]]) -> bool | None:
    """Whether an applied edit gave the printed token; None where the line has another number of tokens."""
    given = sample.given[edit.line].split()
    wanted = truth.get(edit.line)
    return wanted[edit.token] == edit.after if wanted and len(wanted) == len(given) else None


def truths(sample: Sample) -> dict[int, list[str]]:
    """Tokens of the true line for every line given; blank lines may differ between the two."""
    filled = [i for i, line in enumerate(sample.given) if line.strip()]
    return dict(zip(filled, (line.split() for line in sample.truth if line.strip()), strict=True))


def calibration_rows(name: str, samples: Sequence[Sample]) -> None:
    """How right confident edits are, and how many of the right ones are confident; then the reliability table."""
    judged: list[tuple[float, bool]] = []
    for sample in samples:
        truth = truths(sample)
        assert sample.restored is not None
        edits = [(edit, right(edit, sample, truth)) for edit in sample.restored.edits if edit.applied]
        judged += [(edit.confidence, ok) for edit, ok in edits if ok is not None]
    sure = [ok for confidence, ok in judged if confidence >= 0.95]
    good = [confidence for confidence, ok in judged if ok]
    row(f"{name}: edits >= 0.95 that are right", share(sure), f"{len(sure)} of {len(judged)}")
    row(f"{name}: right edits that reach 0.95", share([c >= 0.95 for c in good]))
    key = name.replace(" ", "_")
    record(f"restore.sure.{key}", percent(sum(sure) / max(1, len(sure))))
    record(f"restore.reach.{key}", percent(sum(c >= 0.95 for c in good) / max(1, len(good)), 0))
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)):
        bucket = [ok for confidence, ok in judged if low <= confidence < high]
        row(f"    confidence {low:.2f} to {min(high, 1):.2f}", share(bucket), str(len(bucket)))


def share(flags: Sequence[bool]) -> str:
    """How many of some flags are set, as a figure."""
    return f"{sum(flags) / max(1, len(flags)):.4f}"


def timed(work: Callable[[], object]) -> float:
    """Seconds of CPU time that some work takes: other programs may be running."""
    start = time.process_time()
    work()
    return time.process_time() - start


def speed_rows(restorer: Restorer, samples: Sequence[Sample], garbled: Sequence[str]) -> None:
    """Syllables a second of CPU of the restorer and of pyvi, and how right pyvi is, on the same stripped lines."""
    from pyvi import ViUtils

    pairs = [(t, g) for sample in samples for t, g in zip(sample.truth, sample.given, strict=True) if g.strip()]
    chosen = random.Random(1).sample(pairs, min(SPEED_LINES, len(pairs)))
    truth, given = [t for t, _ in chosen], [g for _, g in chosen]
    tokens = sum(len(line.split()) for line in given)
    speeds = []
    whole = [line for sample in samples for line in sample.given]
    for name, lines in (("stripped, lines shuffled", given), ("stripped texts", whole), ("misread text", garbled)):
        count = sum(len(line.split()) for line in lines)
        restorer.restore(lines)  # warm: the words of a text are known soon
        spent = timed(lambda lines=lines: restorer.restore(lines))
        speeds.append(count / spent)
        row(f"syllables a second, {name}", f"{speeds[-1]:.0f}", f"{count} tokens")
    record("restore.syllables_a_second.marks", f"{speeds[1]:,.0f}")
    if garbled:
        record("restore.syllables_a_second.misread", f"{speeds[2]:,.0f}")
    out: list[str] = []
    theirs = timed(lambda: out.extend(ViUtils.add_accents(line) for line in given))
    mine = compare_lines("\n".join(truth), "\n".join(restorer.restore(given).lines))
    other = compare_lines("\n".join(truth), "\n".join(out))
    row("pyvi, syllables a second", f"{tokens / theirs:.0f}")
    row("restorer on these lines", f"{mine.accuracy:.4f}")
    record("restore.beside_pyvi", percent(mine.accuracy))
    record("restore.pyvi", percent(other.accuracy))
    row("pyvi on these lines", f"{other.accuracy:.4f}", f"but for case {other.accuracy_caseless:.4f}")


def aligned(records: Iterable[dict[str, str]], name: str, limit: int) -> list[Sample]:
    """Lines that were printed and read, by the model that read them; only those of as many tokens as were printed."""
    found: dict[str, Sample] = {}
    for line in records:
        sample = found.setdefault(line["model"], Sample(f"{name}, read by {line['model']}", [], []))
        if len(line["true"].split()) == len(line["read"].split()) and len(sample.truth) < limit:
            sample.truth.append(unicodedata.normalize("NFC", line["true"]))
            sample.given.append(unicodedata.normalize("NFC", line["read"]))
    return list(found.values())


def read_pairs(folder: Path, limit: int) -> list[Sample]:
    """Held-out corpus lines, printed in faces never trained on; nothing of them took part in training."""
    records = []
    for path in sorted(folder.glob("pairs-*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            records += [record for record in map(json.loads, lines) if record["part"] == "test"]
    return aligned(records, "rendered", limit)


def read_plans(plans: Path, models: Sequence[str], pages: int) -> list[Sample]:
    """Lines of plans, printed and worn as scans are, and read by each model in turn, a page each."""
    from kehoach.diacritics.training.noise import LINES_A_PAGE, Reader, parse_model
    from kehoach.diacritics.training.render import draw_page, font_files

    rng = random.Random(42)
    sizes = iter(lambda: rng.randint(8, 17), 0)
    texts = [line for path in sorted(plans.glob("*.txt")) for line in lines_of(path)]
    lines = [piece for text in texts for piece in pieces(text, sizes)]
    readers = [Reader(parse_model(model)) for model in models]
    fonts = font_files([folder for folder in FONTS if folder.is_dir()])
    records = []
    for number in range(min(pages, len(lines) // LINES_A_PAGE)):
        printed = lines[number * LINES_A_PAGE : (number + 1) * LINES_A_PAGE]
        page = draw_page(printed, fonts, rng, held_out=True, worn=rng.choice((0.1, 0.4, 0.8)))
        reader = readers[number % len(readers)]
        records += [{"model": reader.name, "true": true, "read": read} for true, read in reader.pairs(page)]
    return aligned(records, "plans", len(lines))


def accuracy_rows(restorer: Restorer, given: argparse.Namespace) -> tuple[list[Sample], list[Sample], list[Sample]]:
    """How many tokens come out exact; (texts, general prose, printed and read lines) for the other rows."""
    page = first_page(given.shared / "seeds")
    restore(restorer, [page], name="first_page")
    samples = stripped_samples(given.shared)
    total = restore(restorer, samples, name="stripped")
    record("restore.stripped.tokens", f"{total.tokens:,}")
    row("stripped seeds and plans, pooled", f"{total.accuracy:.4f}", f"{total.tokens} tokens")
    prose = stripped("stripped ud_vtb_dev", lines_of(given.shared / "eval" / "text" / "ud_vtb_dev.txt"))
    restore(restorer, [prose], name="prose")
    alone = [restorer.restore([line]).lines[0] for line in prose.given]
    figures = compare_lines("\n".join(prose.truth), "\n".join(alone))
    row("the same, each sentence by itself", f"{figures.accuracy:.4f}", f"but for case {figures.accuracy_caseless:.4f}")
    record("restore.prose_by_sentence", percent(figures.accuracy))
    record("restore.memory", f"{peak('restoring alone') / 1024:.2f} GB")
    rendered = read_pairs(given.pairs, 300 if given.quick else 2000) if given.pairs else []
    try:
        rendered += read_plans(given.shared / "eval" / "plans", given.read, 6 if given.quick else 1000)
    except (ImportError, RuntimeError, SystemExit) as error:
        row("plans, printed and read", "-", f"not measured: {error}")
    for sample in rendered:  # "plans, read by debian" -> plans_debian
        restore(restorer, [sample], name=sample.name.replace(", read by ", "_"))
    law_rows(restorer, [page, *samples, prose])
    return samples, [prose], rendered


def main(given: argparse.Namespace) -> None:
    """Print the whole table."""
    start = time.perf_counter()
    restorer = Restorer.load(given.model)
    row("load", f"{time.perf_counter() - start:.2f} s")
    samples, prose, rendered = accuracy_rows(restorer, given)
    garbled = [line for sample in rendered if sample.name.endswith(("best", "debian")) for line in sample.given]
    texts = {sample.name.removeprefix("stripped "): sample.truth for sample in samples if "001_" not in sample.name}
    if not given.quick:
        texts["held out"] = held_out(given.shared / "corpus")
    clean_rows(restorer, texts)
    calibration_rows("stripped plans", samples)
    calibration_rows("stripped prose", prose)
    if rendered:
        calibration_rows("rendered", rendered)
    speed_rows(restorer, samples, garbled)
    peak("pyvi and the corpus included")


def peak(note: str) -> float:
    """The most memory the process has held so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("memory, peak", f"{most:.0f} MB", note)
    return most


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "restorer")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--read", nargs="+", default=[ENGLISH])
    parser.add_argument("--quick", action="store_true", help="no corpus text, fewer rendered lines")
    main(parser.parse_args())
