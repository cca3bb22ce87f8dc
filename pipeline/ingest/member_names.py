"""Names of what lies in an archive or a mail: read in the right encoding, and made fit to be a place under OUT."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from kehoach.diacritics.language.alphabet import fold

_PART_BYTES = 180  # of one part of a path: file systems take 255, and results stand beside it under longer names
_PATH_BYTES = 800  # of a whole path; Linux takes 4,096 with OUT before it, others a quarter of that
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Line ends, escapes to terminals, and signs that turn the writing direction: a name must not draw what it is not."""


def decoded(name: bytes) -> str:
    r"""A name of a zip that does not say how it is encoded: UTF-8 (macOS), Vietnamese Windows, else as DOS had it.

    >>> decoded("Kế hoạch.pdf".encode()), decoded(b"c\xe1ch.pdf"), decoded("café".encode("cp437"))
    ('Kế hoạch.pdf', 'cách.pdf', 'café')
    """
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        windows = unicodedata.normalize("NFC", name.decode("cp1258"))
    except UnicodeDecodeError:
        return name.decode("cp437")
    return windows if _is_vietnamese(windows) else name.decode("cp437")


def _is_vietnamese(text: str) -> bool:
    """Whether all letters are Vietnamese ones, and no mark stands alone."""
    beyond = [letter for letter in text if not letter.isascii()]
    return bool(beyond) and all(fold(letter).isascii() and fold(letter).isalpha() for letter in beyond)


def fit(name: str) -> tuple[str, ...]:
    r"""The parts of a member's path that stays within its archive, whatever its name says.

    >>> fit("tập 1/kế hoạch.pdf"), fit("../../etc/passwd"), fit("/etc/passwd"), fit("C:\\x\\a.pdf"), fit("a\nb\x1b[2J")
    (('tập 1', 'kế hoạch.pdf'), ('etc', 'passwd'), ('etc', 'passwd'), ('C_', 'x', 'a.pdf'), ('a_b_[2J',))
    >>> fit(".."), len(fit("a/" * 2000 + "b.pdf"))
    (('_',), 1)
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/"))
    plain = re.sub(r"^([A-Za-z]):", r"\1_", plain)
    parts = [_part(part) for part in plain.split("/") if part not in ("", ".", "..")]
    if len("/".join(parts).encode("utf-8", "replace")) > _PATH_BYTES:
        parts = parts[-1:]
    return tuple(parts) or ("_",)


def _part(part: str) -> str:
    shown = _UNFIT.sub("_", part).encode("utf-8", "replace").decode()
    if len(shown.encode()) <= _PART_BYTES:
        return shown
    suffix = PurePosixPath(shown).suffix
    suffix = suffix if len(suffix.encode()) <= 12 else ""
    mark = "~" + hashlib.sha256(part.encode("utf-8", "replace")).hexdigest()[:8]
    return shown.encode()[: _PART_BYTES - 24].decode("utf-8", "ignore") + mark + suffix


class Places:
    """Gives each member of one archive a path that no other has, nor passes through.

    >>> places = Places()
    >>> [places.take(fit(name)) for name in ("a.pdf", "a.pdf", "b/c.pdf", "b", "a.pdf/d.pdf")]
    ['a.pdf', 'a.pdf~2', 'b/c.pdf', 'b~2', 'a.pdf~3/d.pdf']
    """

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, parts: tuple[str, ...]) -> str:
        """The path for a member, as near to `parts` as can be."""
        folder = ""
        for part in parts[:-1]:
            folder = self._free(folder + part, self._files) + "/"
            self._folders.add(folder[:-1])
        path = self._free(folder + parts[-1], self._files, self._folders)
        self._files.add(path)
        return path

    def _free(self, path: str, *taken: set[str]) -> str:
        if not any(path in names for names in taken):
            return path
        number = self._next.get(path, 2)  # remembered: a name that comes ten thousand times is not tried from 2 on
        while any(f"{path}~{number}" in names for names in taken):
            number += 1
        self._next[path] = number
        return f"{path}~{number}"
