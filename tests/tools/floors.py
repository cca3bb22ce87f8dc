"""Pin the floors of the acceptance tests at what reading the samples gives now.

    python -m tests.tools.floors            raise the floors that what is reached now allows to raise
    python -m tests.tools.floors --check    say what would change, write nothing
    python -m tests.tools.floors --lower    also lower floors that are not reached: for a reason, told in the commit

A share's floor stands 0.02 below what is reached, an error rate's ceiling 0.005 above it: other processors round
otherwise. What was reached once stays the floor: where a sample has fallen below its floor, nothing is written.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "tests" / "acceptance" / "floors.toml"
HEAD = "# What the samples gave by the built-in reader, less a margin. Written by `make floors`, which raises only.\n"
MARGIN, OF_ERRORS = 0.02, 0.005


def reached(name: str, *, read: bool) -> dict[str, Any]:
    """Read a sample and return its figures, under the names that the floors have."""
    from kehoach.diacritics.metrics import compare
    from kehoach.pipeline.evaluation import score_plan
    from kehoach.pipeline.ingest import Input
    from kehoach.pipeline.options import EngineName, OcrOptions, Options
    from kehoach.pipeline.process import read_document

    folder = ROOT / "samples" / name
    file = folder / tomllib.loads((folder / "source.toml").read_text("utf-8"))["file"]
    plan = read_document(Input((file,), Path(file.name)), Options(ocr=OcrOptions(engine=EngineName.TRUEOCR)))
    figures = compare((folder / "truth.txt").read_text("utf-8"), plan.text.faithful)
    gold = json.loads((folder / "expected.json").read_text("utf-8"))
    parts = score_plan(gold, json.loads(plan.model_dump_json()), read=read).parts
    return {
        "cer": figures.cer,
        "diacritics": figures.diacritics,
        "methods": sorted({str(reading.method) for reading in plan.source.reading}),
        "plan": {part: tally.f1 for part, tally in parts.items()},
    }


def pinned(name: str, old: float, now: float, *, lower: bool) -> tuple[float, bool]:
    """Return the floor, and whether what is reached now has fallen below the old one.

    >>> pinned("diacritics", 0.9, 0.96, lower=False), pinned("diacritics", 0.95, 0.96, lower=False)
    ((0.94, False), (0.95, False))
    >>> pinned("diacritics", 0.95, 0.9, lower=False), pinned("diacritics", 0.95, 0.9, lower=True)
    ((0.95, True), (0.88, True))
    >>> pinned("cer", 0.03, 0.01, lower=False), pinned("cer", 0.01, 0.02, lower=True)
    ((0.015, False), (0.025, True))
    """
    if name == "cer":
        fallen, fresh = now > old, round(now + OF_ERRORS, 3)
        return (fresh if fresh < old or (fallen and lower) else old), fallen
    fallen, fresh = now < old, round(now - MARGIN, 3)
    return (fresh if fresh > old or (fallen and lower) else old), fallen


def repinned(old: dict[str, Any], now: dict[str, Any], lower: bool) -> Iterator[tuple[tuple[str, ...], float, bool]]:
    """Yield each floor of a sample with its place, and whether it is no longer reached; new parts have a floor too."""
    for key in ("cer", "diacritics"):
        yield (key,), *pinned(key, old.get(key, float(key == "cer")), now[key], lower=lower)
    for part, share in now["plan"].items():
        yield ("plan", part), *pinned(part, old.get("plan", {}).get(part, 0.0), share, lower=lower)


def section(name: str, floors: dict[str, Any]) -> str:
    """Return a sample's floors as TOML."""
    plan = ", ".join(f"{part} = {floor}" for part, floor in floors["plan"].items())
    lines = [f'["{name}"]', f"cer = {floors['cer']}", f"diacritics = {floors['diacritics']}"]
    lines += [f"methods = {json.dumps(floors['methods'])}", *(["read = true"] if floors.get("read") else [])]
    return "\n".join([*lines, f"plan = {{ {plan} }}"]) + "\n"


def main() -> None:
    """Read all samples and pin their floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--lower", action="store_true", help="lower floors that are no longer reached")
    arguments = parser.parse_args()
    old = tomllib.loads(FLOORS.read_text("utf-8"))
    fallen, sections = [], []
    for name in sorted(path.parent.name for path in (ROOT / "samples").glob("*/source.toml")):
        before = old.get(name, {})
        now = reached(name, read=before.get("read", False))
        floors: dict[str, Any] = {"plan": {}, "methods": now["methods"], "read": before.get("read", False)}
        if before and now["methods"] != before["methods"]:
            fallen.append(f"{name}: read as {now['methods']}, once as {before['methods']}")
        for place, floor, below in repinned(before, now, arguments.lower):
            was = before.get(place[0], {}).get(place[1]) if len(place) > 1 else before.get(place[0])
            (floors["plan"] if len(place) > 1 else floors)[place[-1]] = floor
            if floor != was:
                print(f"{name} {place[-1]}: {was} -> {floor}")
            if below:
                got = now[place[0]][place[1]] if len(place) > 1 else now[place[0]]
                fallen.append(f"{name} {place[-1]}: reached {got:.3f}, floor {was}")
        sections.append(section(name, floors))
    print(*(f"no longer reached: {line}" for line in fallen), sep="\n", end="\n" if fallen else "")
    if fallen and not arguments.lower:
        sys.exit("Nothing is written. Mend what has fallen, or give --lower and the reason in the commit.")
    if not arguments.check:
        FLOORS.write_text(HEAD + "\n" + "\n".join(sections), "utf-8")


if __name__ == "__main__":
    main()
