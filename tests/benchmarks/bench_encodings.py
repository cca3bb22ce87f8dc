"""Words right, lines detected and false alarms of `diacritics.encodings` on clean corpus lines re-encoded.

Then real files with TCVN3 layers (`eval/legacy`), beside viparse's repair of the same files; case aside, because their
fonts made the capitals and the truths are in lower case.

python tests/benchmarks/bench_encodings.py --shared ../shared [--lines 4000] [--clean 20000]
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from corpus_sample import sample
from measured import percent, record

from kehoach.diacritics.encodings import Encoding, convert, convert_document, detect, detect_document, encode
from kehoach.diacritics.encodings.ambiguous import DAMAGES
from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.metrics import Figures, compare

MIN_WORDS = 5
CASELESS = (Encoding.TCVN3,)
DOCUMENT = 30


def usable(lines: Sequence[str]) -> list[str]:
    """Vietnamese lines of five words and more that bear marks."""
    return [s for s in lines if len(s.split()) >= MIN_WORDS and fold(s) != s]


def compared(line: str, encoding: Encoding) -> list[str]:
    """The words of a line as they are compared: blanks folded, case too where the encoding cannot tell it."""
    words = re.split(r"[ \t]+", line.strip(" \t"))
    return [w.lower() for w in words] if encoding in CASELESS else words


def words_right(truth: str, out: str, encoding: Encoding) -> tuple[int, int]:
    """Words right and words in all."""
    wanted, got = compared(truth, encoding), compared(out, encoding)
    return sum(a == b for a, b in zip(wanted, got, strict=False)), len(wanted)


def same(found: Encoding | None, encoding: Encoding) -> bool:
    """Whether a detection is right; partly and wholly taken apart may be confused on a line."""
    composed = (Encoding.NFD, Encoding.PARTIAL_NFD)
    tcvn = (Encoding.TCVN3, Encoding.TCVN5712)
    return found == encoding or any(found in group and encoding in group for group in (composed, tcvn))


def measure(lines: Sequence[str], encoding: Encoding) -> dict[str, float]:
    """The figures of one encoding: told which, found line by line, and found in documents of thirty lines."""
    coded = [encode(s, encoding) for s in lines]
    told = [words_right(t, convert(c, encoding), encoding) for t, c in zip(lines, coded, strict=True)]
    alone = sum(same(detect(c).encoding, encoding) for c in coded)
    found = right = 0
    for start in range(0, len(lines), DOCUMENT):
        batch, truth = coded[start : start + DOCUMENT], lines[start : start + DOCUMENT]
        found += sum(same(d.encoding, encoding) for d in detect_document(batch))
        right += sum(words_right(t, c, encoding)[0] for t, c in zip(truth, convert_document(batch).lines, strict=True))
    total = sum(n for _, n in told)
    shares = {"told": sum(n for n, _ in told) / total, "words": right / total}
    return {"lines": len(lines), "alone": alone / len(lines), "document": found / len(lines)} | shares


def show(name: str, row: dict[str, float]) -> None:
    """One row of the table."""
    print(
        f"{name:20s}"
        + f"{row['lines']:8.0f}"
        + "".join(f"{100 * row[k]:11.3f}" for k in ("told", "alone", "document", "words"))
    )


def encodings_table(lines: Sequence[str]) -> None:
    """The table of all encodings; VIQR lines that end in a sign are counted apart."""
    print(f"{'encoding':20s}{'lines':>8s}{'words told':>11s}{'lines alone':>11s}{'lines doc':>11s}{'words doc':>11s}")
    rows = {}
    for encoding in Encoding:
        kept = [s for s in lines if encode(s, encoding) != s]
        if encoding is Encoding.VIQR:
            show("viqr, ends in . ?", measure([s for s in kept if s.rstrip()[-1:] in ".?"], encoding))
            kept = [s for s in kept if s.rstrip()[-1:] not in ".?"]
        rows[encoding] = measure(kept, encoding)
        show(encoding, rows[encoding])
    lossy, whole = [rows.pop(one) for one in DAMAGES], rows.values()
    record("encodings.words", percent(min(row["words"] for row in whole)))
    record("encodings.lossy.words", percent(min(row["words"] for row in lossy)))
    record("encodings.lossy.alone", percent(min(row["alone"] for row in lossy)))
    record("encodings.lossy.document", percent(min(row["document"] for row in lossy)))


def false_alarms(lines: Sequence[str]) -> None:
    """Clean lines that are taken for something else, alone and as documents."""
    start = time.process_time()
    alone = [(s, found.encoding) for s in lines if (found := detect(s)).encoding is not None]
    seconds = time.process_time() - start
    batches = [lines[i : i + DOCUMENT] for i in range(0, len(lines), DOCUMENT)]
    found = [(s, d.encoding) for batch in batches for s, d in zip(batch, detect_document(batch), strict=True)]
    in_documents = [pair for pair in found if pair[1] is not None]
    print(f"clean lines {len(lines)}, {1e6 * seconds / len(lines):.0f} µs a line")
    print(f"false alarms alone {len(alone)}, in documents {len(in_documents)}")
    record("encodings.clean_lines", f"{len(lines):,}")
    record("encodings.false_alarms", f"{len(alone) + len(in_documents)}")
    for line, encoding in alone + in_documents:
        print("   ", encoding, "|", line[:300])


def by_viparse(path: Path) -> str:
    """The text of a PDF as viparse reads and repairs it, told nothing."""
    import viparse

    return str(viparse.fix("\n".join(document.text for document in viparse.load(path))))


def by_kehoach(path: Path) -> str:
    """The faithful text that `kehoach run` writes of a PDF."""
    with tempfile.TemporaryDirectory() as out:
        program = "from kehoach.pipeline.cli import main; raise SystemExit(main())"
        subprocess.run([sys.executable, "-c", program, "run", "-q", str(path), "--output", out], check=False)
        return next(Path(out).rglob("faithful.txt")).read_text("utf-8")


def real_files(folder: Path) -> None:
    """Words missing and letters with marks right in real files, kehoach beside viparse."""
    for name, reader in (("kehoach", by_kehoach), ("viparse", by_viparse)):
        total = Figures()
        for path in sorted(folder.glob("*.pdf")):
            total += compare(path.with_suffix(".txt").read_text("utf-8").lower(), reader(path).lower())
        print(f"{name:10s} real TCVN3 files: missW {total.missing:.4f}  diac {total.diacritics:.4f}")
        record(f"encodings.real.{name}", f"{100 * total.missing:.1f} %")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=4000)
    parser.add_argument("--clean", type=int, default=20000)
    options = parser.parse_args()
    lines = sample(options.shared, max(options.lines, options.clean))
    false_alarms(lines[: options.clean])
    encodings_table(usable(lines[: options.lines]))
    real_files(options.shared / "eval" / "legacy")


if __name__ == "__main__":
    main()
