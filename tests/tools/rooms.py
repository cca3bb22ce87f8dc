"""Drawings of the rooms, made from the imports: write them into the papers, or check that they are not stale.

    python tests/tools/rooms.py [--check]

A paper marks the place: what stands between `<!-- rooms: FOLDER -->` and `<!-- /rooms -->` is drawn anew, as Mermaid
that reads as text too: a line a room, whoever imports above what it imports. An arrow that follows from others is left
out (`a --> b`, `b --> c` say `a --> c` as well).
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("pipeline", "diacritics", "models")
PLACE = re.compile(r"(<!-- rooms: (\S+) -->\n)(.*?)(<!-- /rooms -->)", re.DOTALL)
GROUPS = {
    "pipeline": {
        "commands": ("cli", "console"),
        "process": ("bound",),
        "values": ("__init__", "document", "faithful", "plan", "plan_look"),
        "ground": ("capacity", "errors", "options", "wording"),
    }
}
"""Modules that stand in no room's folder, by the box that they are drawn in; one that is not named has its own."""

Graph = Mapping[str, set[str]]


class Circle(Exception):
    """Rooms that import one another have no top and no bottom."""


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """The modules of the program that a file imports, as parts of their path below the root."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (tuple(name.split(".")[1:]) for name in names if name.startswith("kehoach."))


def box(parts: tuple[str, ...], folder: tuple[str, ...]) -> str:
    """The box of a module in the drawing of a folder: a room or module of the folder, else a package beside it.

    >>> box(("pipeline", "parse", "head", "secrecy"), ("pipeline",)), box(("pipeline", "errors"), ("pipeline",))
    ('parse', 'ground')
    >>> box(("pipeline", "document", "Line"), ("pipeline", "parse")), box(("diacritics", "metrics"), ("pipeline",))
    ('', 'diacritics')
    """
    if parts[: len(folder)] != folder:
        return parts[0] if parts[0] != folder[0] else ""
    inner = (parts[len(folder) :] or ("__init__",))[0]
    if inner == "__version__":
        inner = "__init__"
    groups = GROUPS.get("/".join(folder), {})
    return next((name for name, modules in groups.items() if inner in modules), inner)


def graph(folder: str) -> Graph:
    """Which box of a folder imports which; packages beside it are boxes that import nothing."""
    place = tuple(folder.split("/"))
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        importer = box(path.relative_to(ROOT).with_suffix("").parts, place)
        if importer == "__init__":
            continue  # gathers the public names of all rooms, and would stand above everything
        others = {box(parts, place) for parts in imported(path)} - {importer, "", "__init__"}
        found.setdefault(importer, set()).update(others)
    for name in sorted(set().union(*found.values()) - set(found)):
        found[name] = set()
    return found


def depths(rooms: Graph) -> dict[str, int]:
    """How many rooms stand below each, along the longest way. Raises Circle where the ways lead in one."""
    known: dict[str, int] = {}

    def depth(room: str, above: tuple[str, ...] = ()) -> int:
        if room in above:
            raise Circle(" -> ".join((*above[above.index(room) :], room)))
        if room not in known:
            known[room] = 1 + max((depth(below, (*above, room)) for below in rooms[room]), default=-1)
        return known[room]

    for room in rooms:
        depth(room)
    return known


def shortened(rooms: Graph) -> Graph:
    """The graph without the arrows that follow from others.

    >>> shortened({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}
    True
    """
    reach: dict[str, set[str]] = {}
    for room in sorted(rooms, key=depths(rooms).__getitem__):
        reach[room] = rooms[room].union(*(reach[below] for below in rooms[room]))
    return {
        room: {one for one in below if not any(one in reach[other] for other in below)} for room, below in rooms.items()
    }


def drawing(folder: str) -> str:
    """The drawing of a folder's rooms, as a Markdown block."""
    rooms = graph(folder)
    deep = depths(rooms)
    lines = ["```mermaid", "flowchart TD"]
    for name, modules in GROUPS.get(folder, {}).items():
        inside = sorted({name, *modules} - {"__init__"}) if (ROOT / folder / f"{name}.py").exists() else modules
        lines.append(f'    {name}["{name}: {", ".join(one for one in inside if one != "__init__")}"]')
    for room, below in sorted(shortened(rooms).items(), key=lambda item: (-deep[item[0]], item[0])):
        if below:
            lines.append(f"    {room} --> {' & '.join(sorted(below, key=lambda one: (-deep[one], one)))}")
    return "\n".join((*lines, "```", ""))


def papers() -> Iterator[Path]:
    """The papers of the rooms that have a drawing."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("README.md")):
            if PLACE.search(path.read_text("utf-8")):
                yield path


def drawn(text: str) -> str:
    """A paper's text with its drawings made anew."""
    return PLACE.sub(lambda place: place[1] + drawing(place[2]) + place[4], text)


def stale() -> dict[Path, str]:
    """The papers whose drawings are not those of the imports, with the text that they should have."""
    made = {path: drawn(path.read_text("utf-8")) for path in papers()}
    return {path: text for path, text in made.items() if text != path.read_text("utf-8")}


def main() -> int:
    """Write the drawings; with --check only say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a drawing is stale")
    check = parser.parse_args().check
    found = stale()
    for path, text in found.items():
        print(f"{path.relative_to(ROOT)}: {'stale: make rooms' if check else 'drawn'}")
        if not check:
            path.write_text(text, "utf-8")
    return int(check and bool(found))


if __name__ == "__main__":
    sys.exit(main())
