"""The judge's confusion table on pages with each kind of damage, on the sets with known answers, and its speed.

python tests/benchmarks/bench_judge.py --shared ../shared [--pages 300] [--ocr 60 --store out/ocr_pages.json]
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from pathlib import Path

from corpus_sample import sample
from damaged_pages import DAMAGE, code_pages, english_pages, ocr_pages, pages_of, table_pages, vietnamese
from measured import record

from kehoach.diacritics.judge.ruler import judge, judge_pages
from kehoach.diacritics.judge.verdict import Judgement


def right(found: Judgement, name: str, kind: str) -> bool:
    """Whether a judgement names the kind, and the encoding where there is one."""
    named = (
        kind != "legacy-encoding" or str(found.encoding) == name or {name, str(found.encoding)} == {"tcvn3", "tcvn5712"}
    )
    return found.kind == kind and named


def damaged(lines: list[str], count: int) -> dict[str, tuple[str, list[str]]]:
    """Name of the damage -> (what the judge should say, pages)."""
    clean = [page for page in pages_of(lines, 2 * count) if vietnamese(page)][:count]
    made = {name: (kind, [do(page) for page in clean]) for name, (kind, do) in DAMAGE.items()}
    extra = {
        "english": ("not-vietnamese", english_pages(count)),
        "tables": ("clean", table_pages(lines, count)),
        "codes": ("clean", code_pages(count)),
    }
    return made | extra


def table(sets: dict[str, tuple[str, list[str]]]) -> None:
    """Print how the pages of every set are judged."""
    pages = good = 0
    for name, (kind, texts) in sets.items():
        found = [judge(text) for text in texts]
        hits = sum(right(f, name, kind) for f in found)
        others = Counter(
            f"{f.kind}/{f.encoding}" if f.encoding else str(f.kind) for f in found if not right(f, name, kind)
        )
        print(f"{name:20s}{kind:18s}{len(texts):6d}{100 * hits / max(1, len(texts)):9.2f} %  {dict(others) or ''}")
        pages, good = pages + len(texts), good + hits
    print(f"{'all':38s}{pages:6d}{100 * good / pages:9.2f} %")
    record("judge.right", f"{good:,} of {pages:,}")


def known_documents(shared: Path) -> None:
    """The evaluation PDFs against labels.tsv, and the seeds."""
    import pypdfium2

    with (shared / "eval/pdf/labels.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            document = pypdfium2.PdfDocument(shared / "eval/pdf" / row["file"])
            found = judge_pages([page.get_textpage().get_text_range() for page in document])
            print(f"{row['file'][:44]:46s}{row['judgement']:10s}{dict(Counter(str(f.kind) for f in found))}")
    for path in sorted((shared / "eval/legacy").glob("*.pdf")):
        found = judge_pages([page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)])
        print(f"{path.name[:44]:46s}{'tcvn3':10s}{dict(Counter(f'{f.kind} {f.encoding}' for f in found))}")
    for path in sorted((shared / "seeds").glob("*.txt")):
        judged = judge(path.read_text("utf-8"))
        print(f"{path.name:56s}{judged.kind} {judged.encoding or ''} | {judged.reason}")


def speed(pages: list[str]) -> None:
    """Milliseconds a page of 3 KB."""
    for name, texts in (("clean", pages), ("tcvn3", [DAMAGE["tcvn3"][1](p) for p in pages])):
        cut = [page.encode()[:3000].decode("utf-8", "ignore") for page in texts]
        start = time.process_time()
        for page in cut:
            judge(page)
        seconds = time.process_time() - start
        print(f"{name}: {1000 * seconds / len(cut):.2f} ms a page of 3 KB, {len(cut) / seconds:.0f} pages a second")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--ocr", type=int, default=0)
    parser.add_argument("--store", type=Path, default=Path("out/ocr_pages.json"))
    options = parser.parse_args()
    lines = sample(options.shared, 60 * options.pages)
    sets = damaged(lines, options.pages)
    if options.ocr:
        sets["read as English"] = ("garbled", list(ocr_pages(sets["clean"][1][: options.ocr], options.store)))
    speed(sets["clean"][1])
    table(sets)
    known_documents(options.shared)


if __name__ == "__main__":
    main()
