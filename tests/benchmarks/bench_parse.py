"""How many plans a core parses in a second, from text, repair not counted; and what becomes of the source documents.

    python tests/benchmarks/bench_parse.py [--shared DIR] [--outlines] [FILE ...]

Without files: the plans of DIR/eval/plans, the composed documents of the parser's tests and the true texts of the
samples. Processor time, so that other work on the machine hardly counts; the first round, which loads the lexicons,
is left out. Two texts of 2 MB follow: those plans again and again, and short labelled lines, the dearest there are.

--outlines: instead, each document of DIR/seeds as `kehoach run` reads it, the garbled one mended first, against its
outline in tests/cases/seed_outlines.json, item by item.
"""

import argparse
import sys
import time
from itertools import count, islice
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS / "parse")]

from measured import record  # noqa: E402
from parse_documents import arranged  # noqa: E402
from parse_texts import ALL  # noqa: E402

from kehoach.pipeline.parse import parse  # noqa: E402
from tests.whole_documents import SEED_OUTLINES, compared  # noqa: E402

ROUNDS = 5
SIZE = 2_000_000


def texts(paths: list[str]) -> list[str]:
    """The texts to parse."""
    if paths:
        return [Path(path).read_text("utf-8-sig") for path in paths]
    samples = sorted((TESTS.parent / "samples").glob("*/truth.txt"))
    return [*ALL.values(), *(path.read_text("utf-8-sig") for path in samples)]


def outlines(shared: Path) -> None:
    """Print the table of the source documents, item by item."""
    from kehoach.pipeline.ingest import Input
    from kehoach.pipeline.options import Options
    from kehoach.pipeline.process import read_document

    right = items = 0
    for name, wanted in SEED_OUTLINES.items():
        path = next(iter(sorted((shared / "seeds").glob(f"{name}_*[0-9a-f].txt"))))
        plan = read_document(Input((path,), Path(path.name)), Options())
        for what, want, found in compared(plan, wanted):
            items, right = items + 1, right + (want == found)
            shown = str(want) if want == found else f"{want} BUT FOUND {found}"
            print(f"{name}  {'ok   ' if want == found else 'WRONG'}  {what:20}  {shown[:150]}")
    print(f"{right} of {items} items right")
    record("parse.outlines", f"{right} of {items}")


def timed(text: str, what: str) -> None:
    """Print the seconds for a text."""
    large = arranged(text)
    start = time.process_time()
    parse(large)
    print(f"2 MB of {what}: {time.process_time() - start:.1f} s")


def main() -> None:
    """Print letters, plans a second, and seconds for texts of about 2 MB; or the table of outlines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--outlines", action="store_true")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    if args.outlines:
        outlines(args.shared)
        return
    plans = sorted(map(str, (args.shared / "eval" / "plans").glob("*.txt"))) if args.shared else []
    found = texts(args.files) if args.files else texts([]) + (texts(plans) if plans else [])
    documents = [arranged(text) for text in found]
    for document in documents:
        parse(document)
    start = time.process_time()
    for _ in range(ROUNDS):
        for document in documents:
            parse(document)
    spent = (time.process_time() - start) / ROUNDS
    size = sum(len(line.text) for document in documents for page in document.pages for line in page.lines)
    print(f"{len(documents)} plans of {size // len(documents)} letters: {len(documents) / spent:.0f} plans/s a core")
    record("parse.plans_a_second", f"{len(documents) / spent:.0f}")
    whole = "\n".join(found)
    timed(whole * (SIZE // len(whole.encode()) + 1), "plans")
    lines = (f"{n // 20 + 1}. Phần việc {n}" if n % 20 == 0 else f"{n % 20}) Nội dung việc {n}" for n in count())
    timed("KẾ HOẠCH\n\nThử\n\n" + "\n".join(islice(lines, SIZE // 28)), "short labelled lines")


if __name__ == "__main__":
    main()
