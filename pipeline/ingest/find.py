"""Which documents a run has: files and folders named by the user to inputs, in natural order, each taken once.

Whatever else is found, and is not read, is set aside with its reason; archives and mails are looked into.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from kehoach.pipeline.errors import BadInput, KehoachError
from kehoach.pipeline.files.out_names import JOURNAL
from kehoach.pipeline.files.regular import irregular, open_regular
from kehoach.pipeline.ingest.archive_kind import GLANCE, Container, closed_archive, may_hold
from kehoach.pipeline.ingest.containers import DEEPEST, kind_of_file, listed, looked_into
from kehoach.pipeline.ingest.file_errors import file_errors
from kehoach.pipeline.ingest.identify import is_image, is_image_head
from kehoach.pipeline.ingest.members import Member
from kehoach.pipeline.ingest.passed_over import Aside, Reason, skipped
from kehoach.pipeline.ingest.values import Found, Input
from kehoach.pipeline.options import IngestOptions

_SIDE_SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("json", "jsonl", "ndjson", "toml", "yaml", "yml", "xml", "ini", "cfg", "csv", "tsv", "parquet"),
        *("sqlite", "sqlite-wal", "sqlite-shm", "db", "log", "md5", "sha256", "css", "js", "py", "sh"),
    )
)
"""Files that stand beside documents in archives and are text or data, never scans; in a folder they are passed over
and counted. Named on their own they are taken."""

_SYSTEM_NAMES = frozenset(("thumbs.db", "desktop.ini", "__macosx", "__pycache__", "node_modules"))
_ABOUT_FOLDER = frozenset(("readme", "changelog", "contributing", "licence", "license"))
"""Names, without suffix, of texts that describe a folder; in a folder they are passed over as side files are."""
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", "~")
_SAMPLE_MARK = "expected.json"  # a folder with the expected result of its document…
_SAMPLE_TRUTH = "truth.txt"  # …and with its true text, which is no document


@dataclass(frozen=True)
class _Seen:
    """A file at a glance: a picture, an archive or a mail to be opened, or an archive that is not."""

    image: bool = False
    kind: Container | None = None
    closed: str | None = None


@dataclass
class _Walk:
    """What is gathered on the way through the folders."""

    options: IngestOptions
    inputs: list[Input] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen_files: dict[Path, Path] = field(default_factory=dict)  # without links, and as it was found
    seen_folders: set[tuple[int, int]] = field(default_factory=set)
    excluded: frozenset[Path] = frozenset()
    root: Path = Path()  # the folder asked for that is being walked, without links

    def skip(self, path: Path, place: Path, reason: Reason, words: str, advice: str = "") -> None:
        """Set something aside that is found and is no document."""
        self.aside.append(skipped(Input((path,), place), reason, words, advice))


def find_inputs(paths: Sequence[Path], options: IngestOptions) -> Found:
    """All documents in `paths`: files as they are, folders recursively; links stay in the folder asked for.

    Each file in a zip or a mail is an input of its own. With `options.pages_as_document` the images of one folder are
    one input, in natural order; else a numbered sequence of them is reported. A path that is not there becomes an input
    all the same, so that it fails by name. What is found besides is set aside.
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
            _take(Input((path,), name, named=True), _glance(path), walk, loose)
    loose = _joined(loose) if options.pages_as_document else loose
    places = _Distinct()
    inputs = tuple(places.of(item) for item in [*loose, *walk.inputs])
    aside = tuple(replace(one, source=places.of(one.source)) for one in walk.aside)
    return Found(inputs, tuple(walk.notes), aside)


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; what cannot even be looked at is taken for a file, which then fails by its name."""
    try:
        return path.is_dir()
    except OSError:
        return False


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


def _glance(path: Path) -> _Seen:
    """What a file looks like; nothing where it cannot be opened: whoever reads it will say why."""
    try:
        with open_regular(path) as file:
            head = file.read(GLANCE)
        return _Seen(is_image_head(head), kind_of_file(path, head), closed_archive(head))
    except (OSError, BadInput):
        return _Seen()


def _take(source: Input, seen: _Seen, walk: _Walk, into: list[Input]) -> None:
    """Add a document, or those that an archive holds, unless one of the paths before held it already."""
    path = source.paths[0]
    real = path.resolve() if not _loops(path) else path.absolute()
    if first := walk.seen_files.get(real):
        if first.absolute() != path.absolute():
            walk.aside.append(skipped(source, Reason.TWICE, f"is the same file as {first}, taken once"))
        return
    walk.seen_files[real] = path
    if seen.closed:
        walk.aside.append(_closed(source, seen.closed))
    elif seen.kind:
        _unpack(source, seen.kind, walk, into)
    else:
        into.append(source)


def _closed(source: Input, kind: str) -> Aside:
    error = BadInput(f"{source.path}: a {kind} is not opened", advice="unpack it, and name the folder to be read")
    return Aside(source, None, error)


def _unpack(source: Input, kind: Container, walk: _Walk, into: list[Input]) -> None:
    """The documents in an archive or a mail on disk."""
    path = source.paths[0]
    try:
        with file_errors(path), open_regular(path) as file:
            members = listed(source, kind, file, walk.options.password)
    except KehoachError as error:
        walk.aside.append(Aside(source, None, error))
        return
    _members(source, members, kind, walk, into)


def _members(archive: Input, members: Sequence[Member], kind: Container, walk: _Walk, into: list[Input]) -> None:
    if not members:
        walk.aside.append(skipped(archive, Reason.EMPTY, f"a {kind} that holds no file"))
    for member in members:
        path = archive.relative / member.name
        source = Input(archive.paths, path, (*archive.member, member.name))
        reason = next(filter(None, (_side(part) for part in PurePosixPath(member.name).parts)), None)
        if member.refused:
            walk.aside.append(Aside(source, member.reason, BadInput(f"{source.path}: {member.refused}")))
        elif reason:
            walk.aside.append(skipped(source, *reason))
        elif closed := closed_archive(member.head):
            walk.aside.append(_closed(source, closed))
        elif may_hold(member.head):
            _nested(source, walk, into)
        else:
            into.append(source)


def _nested(source: Input, walk: _Walk, into: list[Input]) -> None:
    """A member that may hold others itself: those of an archive or mail within another are taken, none further in."""
    try:
        with looked_into(source, walk.options.password) as (kind, file):
            members = listed(source, kind, file, walk.options.password) if kind else []
    except KehoachError as error:
        walk.aside.append(Aside(source, None, error))
        return
    if kind is None:
        into.append(source)
    elif len(source.member) >= DEEPEST:
        said = f"{source.path}: lies too deep: a {kind} within two others"
        walk.aside.append(Aside(source, None, BadInput(said, advice="unpack the outer ones")))
    else:
        _members(source, members, kind, walk, into)


def _loops(path: Path) -> bool:
    try:
        path.resolve(strict=False)
    except (OSError, RuntimeError):  # Python 3.11 raises RuntimeError for links that lead back to themselves
        return True
    return False


def _folder(folder: Path, relative: Path, walk: _Walk, name: Path) -> None:
    """The documents of a folder and, after them, of the folders in it."""
    files, folders = _entries(folder, relative, walk, name)
    seen = {path: _glance(path) for path in files}
    images = [path for path in files if seen[path].image]
    if walk.options.pages_as_document and images:
        _take(Input(tuple(images), relative if relative.parts else name), _Seen(), walk, walk.inputs)
        files = [path for path in files if not seen[path].image]
    elif len(images) > 1:
        walk.notes.extend(_sequence_notes(folder, images))
    for path in files:
        _take(Input((path,), relative / path.name), seen[path], walk, walk.inputs)
    for path in folders:
        _folder(path, relative / path.name, walk, name)


def _entries(folder: Path, relative: Path, walk: _Walk, name: Path) -> tuple[list[Path], list[Path]]:
    """Files and folders in a folder, in natural order; what is passed over is set aside."""
    place = relative if relative.parts else name
    if not _enter(folder, place, walk):
        return [], []
    try:
        with file_errors(folder):
            entries = sorted(folder.iterdir(), key=lambda path: natural_key(path.name))
    except KehoachError as error:
        walk.aside.append(Aside(Input((folder,), place), None, error))
        return [], []
    names = {path.name for path in entries}
    if JOURNAL in names:  # a folder that a run has written to
        walk.skip(folder, place, Reason.RESULTS, "holds the results of a run")
        return [], []
    kept = [path for path in entries if not _passed_over(path, relative / path.name, names, walk)]
    return [path for path in kept if not path.is_dir()], [path for path in kept if path.is_dir()]


def _passed_over(path: Path, place: Path, names: set[str], walk: _Walk) -> bool:
    """Whether something in a folder is no document as far as can be seen from outside; then it is set aside."""
    if path.name == _SAMPLE_TRUTH and _SAMPLE_MARK in names:
        walk.skip(path, place, Reason.TRUTH, "the true text of a sample")
    elif reason := _side(path.name, folder=path.is_dir()):
        walk.skip(path, place, *reason)
    elif path.is_symlink() and not _loops(path) and not path.resolve().is_relative_to(walk.root):
        said = f"a link that leads out of {walk.root}"
        walk.skip(path, place, Reason.OUTSIDE, said, "name its target to have it read")
    elif what := _irregular(path):
        walk.skip(path, place, Reason.NOT_REGULAR, f"is {what} and not a regular file")
    else:
        return False
    return True


def _irregular(path: Path) -> str | None:
    try:
        return irregular(path.stat())
    except OSError:
        return None  # it fails by name when it is read


def _enter(folder: Path, place: Path, walk: _Walk) -> bool:
    """Whether a folder is to be looked into: once only, so that links in a circle end, and not where results go."""
    try:
        state = folder.stat()
        key = (state.st_dev, state.st_ino)
    except OSError:
        return True  # listing it will say why it cannot be read
    if key in walk.seen_folders:
        if folder.is_symlink():
            walk.skip(folder, place, Reason.TWICE, "leads to a folder that was looked into before")
        return False
    walk.seen_folders.add(key)
    return folder.resolve() not in walk.excluded


def _side(name: str, *, folder: bool = False) -> tuple[Reason, str] | None:
    """Why a file or folder of such a name is passed over, None where it is not.

    >>> _side("~$kế hoạch.docx"), _side("kế hoạch.pdf")
    ((<Reason.UNFINISHED: 'unfinished'>, 'a temporary file, or one that is not whole yet'), None)
    """
    name = name.lower()
    if name.startswith("~$") or name.endswith(_UNFINISHED):
        return Reason.UNFINISHED, "a temporary file, or one that is not whole yet"
    if name in _SYSTEM_NAMES:
        return Reason.SYSTEM, "left by the system or by a program"
    if name.startswith("."):
        return Reason.HIDDEN, "is hidden"
    bare = PurePosixPath(name)
    if not folder and (bare.suffix in _SIDE_SUFFIXES or bare.name.split(".")[0] in _ABOUT_FOLDER):
        return Reason.SIDE, "data or text beside documents"
    return None


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
    kept = []
    for item in loose:
        if not item.member and is_image(item.path):
            pages[item.path.absolute().parent].append(item.path)
        else:
            kept.append(item)
    for folder, paths in pages.items():
        ordered = tuple(sorted(paths, key=lambda path: natural_key(path.name)))
        name = folder.name or "root"
        kept.append(Input(ordered, Path(name) if len(ordered) > 1 else Path(ordered[0].name), named=True))
    return kept


class _Distinct:
    """Gives an input whose place under OUT is taken another one, so that no result overwrites another."""

    def __init__(self) -> None:
        self._taken: set[Path] = set()

    def of(self, item: Input) -> Input:
        """The input at a place of its own."""
        place, count = item.relative, 1
        while place in self._taken:
            count += 1
            place = item.relative.with_name(f"{item.relative.name}~{count}")
        self._taken.add(place)
        return item if place == item.relative else replace(item, relative=place)
