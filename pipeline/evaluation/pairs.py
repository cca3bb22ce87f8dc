"""Which output belongs to which truth.

Truth is a file, a folder of NAME.txt and NAME.json, or a folder of sample folders (`source.toml`, `truth.txt`,
`expected.json`). Output is a file, a folder of NAME.txt / NAME.json, or what `kehoach run` wrote.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kehoach.pipeline.errors import BadInput, of_system
from kehoach.pipeline.files.out_names import FAITHFUL, PLAN


@dataclass(frozen=True)
class Pair:
    """A truth and the files it is compared with; None where there is none."""

    name: str
    truth_text: Path | None = None
    truth_plan: Path | None = None
    text: Path | None = None
    plan: Path | None = None


def find_pairs(truth: Path, out: Path) -> list[Pair]:
    """All pairs, sorted by name. Raises BadInput where the truth holds nothing to compare with, FileAccess."""
    try:
        pairs = _pairs(truth, out)
    except OSError as error:
        raise of_system(f"{error.filename or truth} cannot be looked into", error) from error
    if not pairs:
        raise BadInput(f"{truth}: no truth in it", advice="NAME.txt and NAME.json, or sample folders, are compared")
    return pairs


def _pairs(truth: Path, out: Path) -> list[Pair]:
    if truth.is_file():
        return [_of_file(truth, out)]
    if samples := sorted(truth.rglob("source.toml")):
        return [_of_sample(source.parent, truth, out) for source in samples]
    names = {path.stem for path in truth.iterdir() if path.suffix in {".txt", ".json"} and path.is_file()}
    return [_of_name(truth, out, name) for name in sorted(names)]


def _of_file(truth: Path, out: Path) -> Pair:
    is_plan = truth.suffix == ".json"
    if out.is_dir():
        out = out / (PLAN if is_plan else FAITHFUL)
    return Pair(truth.stem, **({"truth_plan": truth, "plan": out} if is_plan else {"truth_text": truth, "text": out}))


def _of_name(truth: Path, out: Path, name: str) -> Pair:
    gold = _existing(truth / f"{name}.json")
    # where plans have gold, NAME.txt is the parser's input, not a truth of reading
    text = None if gold else _existing(truth / f"{name}.txt")
    return Pair(
        name,
        text,
        gold,
        _first(out, f"{name}.txt", f"{name}*/{FAITHFUL}"),
        _first(out, f"{name}.json", f"{name}*/{PLAN}"),
    )


def _of_sample(folder: Path, root: Path, out: Path) -> Pair:
    try:
        file = str(tomllib.loads((folder / "source.toml").read_text("utf-8")).get("file", ""))
    except ValueError as error:
        raise BadInput(f"{folder / 'source.toml'} cannot be understood: {error}") from error
    result = out / folder.relative_to(root) / file
    return Pair(
        folder.name,
        _existing(folder / "truth.txt"),
        _existing(folder / "expected.json"),
        _existing(result / FAITHFUL),
        _existing(result / PLAN),
    )


def _first(folder: Path, *patterns: str) -> Path | None:
    return next((path for pattern in patterns for path in sorted(folder.glob(pattern)) if path.is_file()), None)


def _existing(path: Path) -> Path | None:
    return path if path.is_file() else None
