"""How often the document that is meant comes first, and how fast: search_queries.tsv, three times.

    python tests/benchmarks/bench_search.py --shared DIR [--distractors N]

The source documents, the plans of DIR/eval/plans and the samples' true texts are indexed among N lines of the corpus
(100,000), each a section of its own. Every query is asked as it stands, without marks, and with wrong ones: two marked
letters in three get another tone. Also said: seconds of the processor for the index, and
milliseconds a query: other work on the machine hardly counts.
"""

import argparse
import random
import shutil
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from corpus_sample import sample
from measured import record

from kehoach.diacritics.language.alphabet import TONES, fold, split_tone, with_tone
from kehoach.pipeline.export import plan_json, write_text
from kehoach.pipeline.files.out_names import INDEX
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import Options
from kehoach.pipeline.process import read_document
from kehoach.pipeline.search import build_index, search
from kehoach.pipeline.search.index import Entry, add, opened
from kehoach.pipeline.search.parts import Part

HERE = Path(__file__).parent
SECTIONS_A_DOCUMENT = 50  # of distractors: as many as a long plan has
WRONG = 2 / 3


def documents(shared: Path) -> Iterator[tuple[str, Path]]:
    """The documents that queries look for, by the names that the queries have for them."""
    for path in sorted((shared / "seeds").glob("[0-9]*_[0-9a-f]*.txt")):
        if "truth" not in path.name:
            yield f"seed {path.name[:3]}", path
    for path in sorted((shared / "eval" / "plans").glob("*.txt")):
        yield f"plan {path.stem}", path
    for path in sorted((HERE.parents[1] / "samples").glob("*/truth.txt")):
        yield f"sample {path.parent.name[:2]}", path


def put_documents(out: Path, shared: Path) -> None:
    """Their Plans as a run would write them."""
    for name, path in documents(shared):
        plan = read_document(Input((path,), Path(path.name)), Options())
        write_text(out / name / "plan.json", plan_json(plan))


def add_distractors(out: Path, lines: list[str]) -> float:
    """Lines of the corpus into the index, as sections of documents; returns the seconds that it took."""
    start = time.process_time()
    with opened(out / INDEX, create=True) as base:
        for number in range(0, len(lines), SECTIONS_A_DOCUMENT):
            few = lines[number : number + SECTIONS_A_DOCUMENT]
            parts = [Part("section", str(n), f"{n}.", "", line, 1) for n, line in enumerate(few, 1)]
            add(base, Entry(f"distractor {number:06d}", "0", parts=parts))
    return time.process_time() - start


def with_wrong_marks(query: str, chance: random.Random) -> str:
    """The query with two in three of its marked vowels under another tone, or none."""
    letters = []
    for letter in unicodedata.normalize("NFC", query):
        bare, tone = split_tone(letter)
        if tone and chance.random() < WRONG:
            letter = with_tone(bare, chance.choice([mark for mark in TONES if mark != tone]))  # noqa: PLW2901
        letters.append(letter)
    return "".join(letters)


def ask(out: Path, queries: list[tuple[str, str]], way: str, change: object) -> None:
    """Print the share of queries whose document comes first, and the time that they took."""
    assert callable(change)
    right, spent = 0, []
    for name, query in queries:
        start = time.process_time()
        hits = search(out, change(query))
        spent.append(1000 * (time.process_time() - start))
        first = hits[0].folder if hits else "nothing"
        right += first == name
        if first != name:
            print(f"    {change(query)!r}: {first} instead of {name}")
    record(f"search.{way.split(maxsplit=1)[0]}", f"{right} of {len(queries)}")
    slowest = sorted(spent)[int(len(spent) * 0.95)]
    print(
        f"{way:14s} P@1 {right / len(queries):.2f} of {len(queries)};"
        f" median {statistics.median(spent):.1f} ms, 95 % under {slowest:.1f} ms, all under {max(spent):.1f} ms"
    )


def main() -> None:
    """Build, index, ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--distractors", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="Folder for the Plans, made once and used again.")
    args = parser.parse_args()
    rows = (HERE / "search_queries.tsv").read_text("utf-8").splitlines()
    queries = [(name, query) for name, _, query in (row.partition("\t") for row in rows)]
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        if args.keep and args.keep.is_dir():
            shutil.copytree(args.keep, out)
        else:
            put_documents(out, args.shared)
            if args.keep:
                shutil.copytree(out, args.keep)
        build_index(out)
        seconds = add_distractors(out, sample(args.shared, args.distractors))
        record("search.distractors", f"{args.distractors:,}")
        print(f"{args.distractors} sections indexed in {seconds:.1f} s; {(out / INDEX).stat().st_size >> 20} MB")
        chance = random.Random(1)
        ask(out, queries, "with marks", str)
        ask(out, queries, "without marks", fold)
        ask(out, queries, "wrong marks", lambda query: with_wrong_marks(query, chance))


if __name__ == "__main__":
    main()
