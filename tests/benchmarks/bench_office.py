"""The share of the truth's marked words that are found in real office documents in old encodings, file by file.

Marked words are those with a Vietnamese letter that ASCII does not have; a word counts as often as the truth has it,
case aside (fonts made the capitals). Found where the document is handed on to the parser: in its text, or among what
stands beside it (heads, notes, deletions, hidden rows). Beside it `viparse`, where it is there: `fix` of its `load`.

python tests/benchmarks/bench_office.py --shared ../shared [--missing 8]
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.ingest import Input, open_input
from kehoach.pipeline.options import IngestOptions, OcrOptions
from kehoach.pipeline.process import read_page

_WORD = re.compile(r"[^\W\d_]+")


def marked_words(text: str) -> Counter[str]:
    """The words with a mark, in small letters, each with how often it stands."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return Counter(word for word in words if not word.isascii())


def read(path: Path) -> str:
    """All that is handed on of a file; "" where it cannot be read, which is said."""
    try:
        with open_input(Input((path,), Path(path.name)), IngestOptions()) as document:
            pages = [page for raw in document.pages() for page in read_page(raw, OcrOptions())]
    except KehoachError as error:
        print(error)
        return ""
    return "\n".join(line.text for page in pages for line in page.lines)


def peer(path: Path) -> str | None:
    """What viparse makes of a file; None where it is not installed or cannot read it."""
    if find_spec("viparse") is None:
        return None
    try:
        viparse = import_module("viparse")
        return str(viparse.fix("\n".join(one.text for one in viparse.load(path))))
    except Exception as error:  # a peer may fail in any way; its row says so
        print(f"viparse: {path.name}: {error}")
        return None


def share(truth: Counter[str], text: str) -> tuple[int, Counter[str]]:
    """How many of the truth's words a text has, and those that it lacks."""
    lacking = truth - marked_words(text)
    return truth.total() - lacking.total(), lacking


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--missing", type=int, default=0, help="show so many of the words that are not found")
    asked = parser.parse_args()
    sums = {"kehoach": [0, 0], "viparse": [0, 0]}
    for truth_path in sorted((asked.shared / "eval" / "office").glob("*.txt")):
        path = truth_path.with_suffix("")
        if asked.only not in path.name:
            continue
        truth = marked_words(truth_path.read_text("utf-8"))
        row = f"{path.name[:48]:50s}{truth.total():7d}"
        for name, text in (("kehoach", read(path)), ("viparse", peer(path))):
            if text is None:
                continue
            found, lacking = share(truth, text)
            sums[name][0] += found
            sums[name][1] += truth.total()
            row += f"{100 * found / max(1, truth.total()):9.2f} %"
            if name == "kehoach" and asked.missing:
                row += "  " + " ".join(f"{word}:{count}" for word, count in lacking.most_common(asked.missing))
        print(row)
    for name, (found, total) in sums.items():
        if total:
            print(f"{name}: {100 * found / total:.2f} % of {total} marked words found")


if __name__ == "__main__":
    main()
