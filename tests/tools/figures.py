"""Figures in papers come from the results file of the benchmarks: fill the marked places, or check them.

    python tests/tools/figures.py [--check]

Two marks, neither of which a reader of the page sees:

- `<!-- figure: NAME -->0.004<!-- /figure -->` holds one figure of `tests/benchmarks/figures.json`;
- `<!-- table: NAME -->` to `<!-- /table -->` holds the table of `tests/benchmarks/tables/NAME.md` with its `{NAME}`s
  filled in; `{measured}` is the day and the benchmark of a row's figures, the oldest first.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.measured import Result, load  # noqa: E402

TABLES = ROOT / "tests" / "benchmarks" / "tables"
ROOMS = ("pipeline", "diacritics", "models")
PLACE = re.compile(r"(<!-- figure: (\S+) -->)(.*?)(<!-- /figure -->)", re.DOTALL)
TABLE = re.compile(r"(<!-- table: (\S+) -->\n)(.*?)(<!-- /table -->)", re.DOTALL)
OPENED = re.compile(r"<!-- (?:figure|table):")
NAME = re.compile(r"\{([\w.]+)\}")
SWAPPED = str.maketrans(".,", ",.")


class Unfillable(Exception):
    """A paper asks for what there is not, or a mark is not closed."""


def papers() -> Iterator[Path]:
    """The papers that may have marked places: those of the repository and of its rooms."""
    yield from sorted(ROOT.glob("*.md"))
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.md"))


def in_vietnamese(shown: str) -> str:
    """A figure with the decimal comma.

    >>> in_vietnamese("99.7 %"), in_vietnamese("20,000")
    ('99,7 %', '20.000')
    """
    return shown.translate(SWAPPED)


def measured(results: list[Result]) -> str:
    """When and by what some figures were measured.

    >>> measured([Result("1", "tests/benchmarks/bench_pages.py --shared DIR", "abc", "2026-12-01")])
    '2026-12-01 `bench_pages`'
    """
    sources = {(one.date, Path(one.command.split()[0]).stem) for one in results}
    return ", ".join(f"{date} `{bench}`" for date, bench in sorted(sources))


def row(template: str, results: dict[str, Result]) -> str:
    """A line of a table's template with its figures; KeyError for one that was never measured.

    >>> row("| CER | {cer} | {measured} |", {"cer": Result("0.004", "bench_pages.py", "abc", "2026-12-01")})
    '| CER | 0.004 | 2026-12-01 `bench_pages` |'
    """
    named = [name for name in NAME.findall(template) if name != "measured"]
    shown = {name: results[name].shown for name in named} | {"measured": measured([results[name] for name in named])}
    return NAME.sub(lambda found: shown[found[1]], template)


def table(name: str, results: dict[str, Result]) -> str:
    """A whole table."""
    return "\n".join(row(line, results) for line in (TABLES / f"{name}.md").read_text("utf-8").splitlines())


def filled(text: str, results: dict[str, Result], vietnamese: bool = False) -> str:
    """A paper with every marked place as the results have it; `Unfillable` says why it cannot be.

    >>> results = {"cer": Result("0.004", "bench_pages.py", "abc", "2026-12-01")}
    >>> filled("CER <!-- figure: cer -->0.1<!-- /figure -->.", results)
    'CER <!-- figure: cer -->0.004<!-- /figure -->.'
    """
    if len(OPENED.findall(text)) != len(PLACE.findall(text)) + len(TABLE.findall(text)):
        raise Unfillable("a mark is not closed")
    try:
        text = TABLE.sub(lambda found: f"{found[1]}{table(found[2], results)}\n{found[4]}", text)
        shown = {name: results[name].shown for _, name, _, _ in PLACE.findall(text)}
    except KeyError as error:
        raise Unfillable(f"no benchmark has recorded {error}") from error
    told = {name: in_vietnamese(one) if vietnamese else one for name, one in shown.items()}
    return PLACE.sub(lambda found: found[1] + told[found[2]] + found[4], text)


def wanted(paper: Path, results: dict[str, Result]) -> str:
    """What a paper should say."""
    return filled(paper.read_text("utf-8"), results, vietnamese=paper.name.endswith(".vi.md"))


def main() -> int:
    """Fill the papers and name those that changed; with --check change none, and exit with 1 where one would."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where a figure differs")
    checking, results, stale = parser.parse_args().check, load(), 0
    for paper in papers():
        try:
            text = wanted(paper, results)
        except Unfillable as error:
            raise SystemExit(f"{paper.relative_to(ROOT)}: {error}") from error
        if text != paper.read_text("utf-8"):
            stale += 1
            print(f"{paper.relative_to(ROOT)}: {'differs from the results file' if checking else 'filled'}")
            if not checking:
                paper.write_text(text, "utf-8")
    return int(checking and stale > 0)


if __name__ == "__main__":
    raise SystemExit(main())
