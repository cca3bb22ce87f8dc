"""OUT against its journal: every file that was written, whether it is there and still the same, and what else is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import OK, BadInput, Damaged
from kehoach.pipeline.files.kept import Kept, Print, kept, sha256_of, written
from kehoach.pipeline.files.out_names import COLLECTION_EXPORTS, EARLIER, PLAN, RESERVED, TEMPORARY
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.options import ExportFormat
from kehoach.pipeline.wording import number_of


@dataclass
class Verified:
    """Files by what has become of them, as paths under OUT; documents whose end or place is not as it should be.

    `unknown`: nobody has written them down. `unhashed`: written by a version that kept no hashes. `set_aside`: in the
    folders `earlier`. `of_earlier`: documents that failed and still have files of a reading before. `unfinished`:
    documents that wait, or whose reading was stopped; nothing can be said of their files.
    """

    documents: int = 0
    whole: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    without_plan: list[str] = field(default_factory=list)
    unhashed: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    of_earlier: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether OUT is what its journal says, no more and no less."""
        return not (self.missing or self.changed or self.unreadable or self.unknown or self.without_plan)

    @property
    def exit_code(self) -> int:
        """0 or that of Damaged."""
        return OK if self.is_whole else Damaged.exit_code

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {"whole": self.is_whole, "documents": self.documents, "files": self.whole, **self._lists()}

    def _lists(self) -> dict[str, list[str]]:
        return {name: found for name, found in vars(self).items() if isinstance(found, list)}

    def lines(self) -> Iterator[str]:
        """For a person: a line a file that is not as it should be, then the count."""
        for name, found in self._lists().items():
            yield from (f"{_WORDS[name]}: {one}" for one in found)
        yield f"{number_of(self.documents, 'document')}, {number_of(self.whole, 'file')} as written{self._advice()}"

    def _advice(self) -> str:
        advice = ""
        if self.missing or self.changed or self.unreadable or self.without_plan:
            advice += "; `kehoach run` over the same inputs makes again what is missing or changed"
        if self.unknown:
            advice += "; what is not in the journal was put there by hand, or its input was forgotten"
        return advice


_WORDS = {
    "missing": "missing",
    "changed": "changed",
    "unreadable": "cannot be read",
    "unknown": "not in the journal",
    "without_plan": "done, without a Plan",
    "unhashed": "no hash was kept",
    "set_aside": "set aside",
    "of_earlier": "failed; its files are of an earlier reading",
    "unfinished": "not finished",
}


def verify(out: Path, tell: Callable[[int], None] | None = None) -> Verified:
    """Every file of OUT against its hash in the journal. Nothing is changed; `tell` hears how many documents are done.

    Raises BadInput where no run has written there, FileAccess where the journal cannot be read.
    """
    documents = kept(out)
    if documents is None:
        raise BadInput(f"{out}: no run has written here", advice="give the folder that was the run's -o")
    found = Verified()
    for number, document in enumerate(documents, 1):
        _check_document(out, document, found)
        if tell:
            tell(number)
    for name, made in written(out).items():
        _check_file(out / name, name, made, found)
    known = {shown(one.place / name) for one in documents for name in one.files}
    _look_for_others(out, known, {one.place for one in documents if one.is_open}, found)
    return found


def _check_document(out: Path, document: Kept, found: Verified) -> None:
    name = shown(document.place)
    found.documents += document.state != State.SKIPPED
    if document.is_open:
        found.unfinished.append(name)
        return
    if not document.current and document.files:
        found.of_earlier.append(name)
    if document.current and ExportFormat.JSON in document.formats and PLAN not in document.files:
        found.without_plan.append(name)
    for file, made in document.files.items():
        _check_file(out / document.place / file, shown(document.place / file), made, found)


def _check_file(path: Path, name: str, made: Print | None, found: Verified) -> None:
    try:
        if not path.is_file():
            found.missing.append(name)
        elif made is None:
            found.unhashed.append(name)
        elif path.stat().st_size != made.size or sha256_of(path) != made.sha256:
            found.changed.append(name)
        else:
            found.whole += 1
    except OSError as error:
        found.unreadable.append(f"{name} ({error.strerror})")


def _look_for_others(out: Path, known: set[str], being_read: set[Path], found: Verified) -> None:
    """Files that the journal does not know; those of OUT itself, and of documents that are being read, are none."""
    for top, folders, files in os.walk(out):
        folder = Path(top).relative_to(out)
        if not folder.parts:
            folders[:] = [name for name in folders if name not in RESERVED]
        folders.sort()
        for name in sorted(files):
            if not folder.parts and (name in RESERVED or name in COLLECTION_EXPORTS):
                continue
            path = shown(folder / name)
            if EARLIER in folder.parts:
                found.set_aside.append(path)
            elif (
                path not in known
                and not being_read.intersection((folder, *folder.parents))
                and not (name.startswith(TEMPORARY[0]) and name.endswith(TEMPORARY[1]))
            ):
                found.unknown.append(path)
