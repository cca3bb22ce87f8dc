"""How many plans a core parses in a second, from text, repair not counted: `bench_parse.py [FILE...]`.

Without files: the composed documents of the parser's tests and the true texts of the samples. Processor time, so that
other work on the machine hardly counts; the first round, which loads the lexicons, is left out.
"""

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
    documents = [arranged(text) for text in texts(sys.argv[1:])]
    for document in documents:
        parse(document)
    start = time.process_time()
    for _ in range(ROUNDS):
        for document in documents:
            parse(document)
    spent = (time.process_time() - start) / ROUNDS
    size = sum(len(line.text) for document in documents for page in document.pages for line in page.lines)
    print(f"{len(documents)} plans of {size // len(documents)} letters: {len(documents) / spent:.0f} plans/s a core")
    whole = "\n".join(texts(sys.argv[1:]))
    large = arranged(whole * (2_000_000 // len(whole.encode()) + 1))
    start = time.process_time()
    parse(large)
    print(f"a text of 2 MB: {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
