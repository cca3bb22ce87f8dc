"""A folder of files made to harm whoever opens them, each with the end that it must come to.

    python tests/faults/hostile.py FOLDER      makes the files and `ends.json`

Nothing in them does harm by itself: JavaScript says "hostile", commands are `true`, addresses end in .invalid.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

DONE = "done"  # a Plan, with or without issues for a person
BAD = "bad-input"
UNREAD = "no-document"  # of a kind that is not read
LOCKED = "encrypted"
MEMORY = "memory"  # its worker is ended before it takes more than it was given


@dataclass(frozen=True)
class Case:
    """One file: its name, what kind of attack it is, how it must end, how it is made."""

    kind: str
    name: str
    ends: str
    make: Callable[[], bytes]
    slow: bool = False  # takes seconds or much memory to make or to read: for `make faults`, not for `make test`


def cases() -> Iterator[Case]:
    """All of them; names are unique."""
    from hostile_images import image_cases
    from hostile_names import name_cases
    from hostile_pdfs import pdf_cases
    from hostile_structures import structure_cases
    from hostile_texts import text_cases

    for group in (text_cases, name_cases, pdf_cases, structure_cases, image_cases):
        yield from group()


def write(folder: Path, chosen: list[Case]) -> None:
    """The files, as if they had been there for an hour (a run waits for files that still grow)."""
    folder.mkdir(parents=True, exist_ok=True)
    past = time.time() - 3600
    for case in chosen:
        path = folder / os.fsdecode(case.name.encode("utf-8", "surrogateescape"))
        path.write_bytes(case.make())
        os.utime(path, (past, past))


def main() -> int:
    """Make all files and say what must become of each."""
    folder, chosen = Path(sys.argv[1]), list(cases())
    write(folder, chosen)
    rows = [{k: v for k, v in asdict(case).items() if k != "make"} for case in chosen]
    (folder / "ends.json").write_text(json.dumps(rows, indent=1, ensure_ascii=True), "utf-8")
    print(f"{len(chosen)} files of {len({case.kind for case in chosen})} kinds in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
