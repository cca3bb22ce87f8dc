"""Which documents a run has: files and folders named by the user to inputs, in natural order, each taken once."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.ingest.edges import file_errors
from kehoach.pipeline.ingest.identify import is_image
from kehoach.pipeline.ingest.values import Found, Input
from kehoach.pipeline.options import IngestOptions
from kehoach.pipeline.wording import number_of

_SIDE_SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("json", "jsonl", "ndjson", "toml", "yaml", "yml", "xml", "ini", "cfg", "csv", "tsv", "parquet", "html"),
        *("sqlite", "sqlite-wal", "sqlite-shm", "db", "log", "md5", "sha256", "css", "js", "py", "sh", "md", "htm"),
    )
)
"""Files that stand beside documents in archives and are text or data, never scans; in a folder they are passed over
and counted. Named on their own they are taken."""

_SIDE_NAMES = frozenset(("thumbs.db", "desktop.ini", "__macosx", "__pycache__", "node_modules"))
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", "~")
_RESULT_FOLDER = "journal.sqlite"  # stands in every folder that a run has written to
_SAMPLE_MARK = "expected.json"  # a folder with the expected result of its document…
_SAMPLE_TRUTH = "truth.txt"  # …and with its true text, which is no document


@dataclass
class _Walk:
    """What is gathered on the way through the folders."""

    options: IngestOptions
    inputs: list[Input] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen_files: set[Path] = field(default_factory=set)
    seen_folders: set[tuple[int, int]] = field(default_factory=set)
    passed: list[Path] = field(default_factory=list)
    excluded: frozenset[Path] = frozenset()
    root: Path = Path()  # the folder asked for that is being walked, without links


def find_inputs(paths: Sequence[Path], options: IngestOptions) -> Found:
    """All documents in `paths`: files as they are, folders recursively; links stay in the folder asked for.

    With `options.pages_as_document` the images of one folder are one input, in natural order; else a numbered
    sequence of them is reported. A path that is not there becomes an input all the same, so that it fails by name.
    Raises FileAccess where the only folder asked for cannot be listed.
    """
    walk = _Walk(options, excluded=frozenset(path.resolve() for path in options.exclude))
    roots = _root_names(paths)
    loose: list[Input] = []
    for path, name in zip(paths, roots, strict=True):
        if _is_folder(path):
            within = Path() if len(paths) == 1 else name
            walk.root = path.resolve()
            _folder(path, within, walk, name)
        else:
            _take((path,), name, walk, loose)
    loose = _joined(loose) if options.pages_as_document else loose
    return Found(tuple(_distinct([*loose, *walk.inputs])), (*walk.notes, *_passed_note(walk.passed)))


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; what cannot even be looked at is taken for a file, which then fails by its name."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _passed_note(passed: Sequence[Path]) -> list[str]:
    """One note for all side files, naming the first few."""
    if not passed:
        return []
    shown = ", ".join(str(path) for path in passed[:3]) + (" …" if len(passed) > 3 else "")
    return [f"{number_of(len(passed), 'side file')} passed over: {shown}"]


def _root_names(paths: Sequence[Path]) -> list[Path]:
    """A name under OUT for each path given: its last part, or as many parts as tell same-named ones apart."""
    full = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - «..» must not lead out of OUT
    names = []
    for one in full:
        others = [other for other in full if other != one]
        depth = 1
        while depth < len(one.parts) - 1 and any(o.parts[-depth:] == one.parts[-depth:] for o in others):
            depth += 1
        names.append(Path(*one.parts[-depth:]) if len(one.parts) > 1 else Path("root"))
    return names


def _take(paths: tuple[Path, ...], relative: Path, walk: _Walk, into: list[Input]) -> None:
    """Add a document unless one of the paths before held it already."""
    real = paths[0].resolve() if not _loops(paths[0]) else paths[0].absolute()
    if real in walk.seen_files:
        walk.notes.append(f"{paths[0]}: is the same file as one before, taken once")
        return
    walk.seen_files.add(real)
    into.append(Input(paths, relative))


def _loops(path: Path) -> bool:
    try:
        path.resolve(strict=False)
    except (OSError, RuntimeError):  # Python 3.11 raises RuntimeError for links that lead back to themselves
        return True
    return False


def _folder(folder: Path, relative: Path, walk: _Walk, name: Path) -> None:
    """The documents of a folder and, after them, of the folders in it."""
    files, folders = _entries(folder, walk)
    images = [path for path in files if is_image(path)]
    if walk.options.pages_as_document and images:
        _take(tuple(images), relative if relative.parts else name, walk, walk.inputs)
        files = [path for path in files if path not in set(images)]
    elif len(images) > 1:
        walk.notes.extend(_sequence_notes(folder, images))
    for path in files:
        _take((path,), relative / path.name, walk, walk.inputs)
    for path in folders:
        _folder(path, relative / path.name, walk, name)


def _entries(folder: Path, walk: _Walk) -> tuple[list[Path], list[Path]]:
    """Files and folders in a folder, in natural order; what is passed over is counted in a note."""
    if not _enter(folder, walk):
        return [], []
    try:
        with file_errors(folder):
            entries = sorted(folder.iterdir(), key=lambda path: natural_key(path.name))
    except KehoachError as error:
        walk.notes.append(str(error))
        return [], []
    names = {path.name for path in entries}
    if _RESULT_FOLDER in names:
        walk.notes.append(f"{folder}: holds the results of a run, passed over")
        return [], []
    passed = {path for path in entries if _is_side_file(path, names)}
    walk.passed.extend(path for path in entries if path in passed)
    kept = [path for path in entries if path not in passed and not _leads_out(path, walk)]
    return [path for path in kept if not path.is_dir()], [path for path in kept if path.is_dir()]


def _leads_out(path: Path, walk: _Walk) -> bool:
    """Whether a link's target lies outside the folder asked for: what is there was not asked for, and is noted."""
    if not path.is_symlink() or _loops(path) or path.resolve().is_relative_to(walk.root):
        return False
    walk.notes.append(f"{path}: a link that leads out of {walk.root}, passed over; name its target to have it read")
    return True


def _enter(folder: Path, walk: _Walk) -> bool:
    """Whether a folder is to be looked into: once only, so that links in a circle end, and not where results go."""
    try:
        state = folder.stat()
        key = (state.st_dev, state.st_ino)
    except OSError:
        return True  # listing it will say why it cannot be read
    if key in walk.seen_folders:
        walk.notes.append(f"{folder}: leads to a folder that was looked into before")
        return False
    walk.seen_folders.add(key)
    return folder.resolve() not in walk.excluded


def _is_side_file(path: Path, names: set[str]) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~$")) or name in _SIDE_NAMES or name.endswith(_UNFINISHED):
        return True
    if name == _SAMPLE_TRUTH and _SAMPLE_MARK in names:
        return True
    return path.suffix.lower() in _SIDE_SUFFIXES and not path.is_dir()


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers in names by value.

    >>> sorted(["scan_10.png", "scan_2.png", "Scan_1.png"], key=natural_key)
    ['Scan_1.png', 'scan_2.png', 'scan_10.png']
    """
    parts = re.split(r"(\d+)", name)
    folded = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts)
    return (*folded, (-1, 0, name))  # the name itself last: an order that never depends on chance


def _sequence_notes(folder: Path, images: Sequence[Path]) -> Iterator[str]:
    """A note for each run of images numbered without a gap (trang-1, trang-2, …): likely pages of one document."""
    groups: dict[tuple[str, str], list[tuple[int, Path]]] = defaultdict(list)
    for path in images:
        found = re.fullmatch(r"(.*?)(\d+)(\D*)", path.stem)
        if found:
            groups[(found[1].casefold(), found[3].casefold())].append((int(found[2]), path))
    for group in groups.values():
        numbers = sorted(number for number, _ in group)
        if len(numbers) > 1 and numbers[-1] - numbers[0] == len(set(numbers)) - 1:
            first, last = min(group)[1].name, max(group)[1].name
            yield (
                f"{folder}: {len(group)} numbered page images ({first} … {last}) are read as {len(group)} documents;"
                " --pages-as-document reads them as one"
            )


def _joined(loose: list[Input]) -> list[Input]:
    """Images named one by one and standing in one folder are pages of one document."""
    pages: dict[Path, list[Path]] = defaultdict(list)
    for item in loose:
        if is_image(item.path):
            pages[item.path.absolute().parent].append(item.path)
    kept = [item for item in loose if not is_image(item.path)]
    for folder, paths in pages.items():
        ordered = tuple(sorted(paths, key=lambda path: natural_key(path.name)))
        name = folder.name or "root"
        kept.append(Input(ordered, Path(name) if len(ordered) > 1 else Path(ordered[0].name)))
    return kept


def _distinct(inputs: list[Input]) -> Iterator[Input]:
    """Give an input whose place under OUT is taken another one, so that no result overwrites another."""
    taken: set[Path] = set()
    for item in inputs:
        place, count = item.relative, 1
        while place in taken:
            count += 1
            place = item.relative.with_name(f"{item.relative.name}~{count}")
        taken.add(place)
        yield item if place == item.relative else Input(item.paths, place)
