"""How many plans a core parses in a second, from text, repair not counted.

    python tests/benchmarks/bench_parse.py [--shared DIR] [FILE ...]

Without files: the plans of DIR/eval/plans, the composed documents of the parser's tests and the true texts of the
samples. Processor time, so that other work on the machine hardly counts; the first round, which loads the lexicons,
is left out.
"""

import argparse
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "parse"))

from parse_documents import arranged  # noqa: E402
from parse_texts import ALL  # noqa: E402

from pipeline.parse import parse  # noqa: E402

ROUNDS = 5


def texts(paths: list[str]) -> list[str]:
    """The texts to parse."""
    if paths:
        return [Path(path).read_text("utf-8-sig") for path in paths]
    samples = sorted((TESTS.parent / "samples").glob("*/truth.txt"))
    return [*ALL.values(), *(path.read_text("utf-8-sig") for path in samples)]


def main() -> None:
    """Print letters, plans a second, and seconds for a text of about 2 MB."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
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
    whole = "\n".join(found)
    large = arranged(whole * (2_000_000 // len(whole.encode()) + 1))
    start = time.process_time()
    parse(large)
    print(f"a text of 2 MB: {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
