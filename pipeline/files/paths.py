"""Paths as text and as keys: a name may hold bytes that are no UTF-8."""

from __future__ import annotations

import os
from pathlib import Path


def shown(path: str | os.PathLike[str]) -> str:
    r"""A path to be read by people, whatever the locale: names are UTF-8, and bytes that are not show as \xNN.

    >>> shown("kế hoạch.txt"), shown("k\udcff.txt")
    ('kế hoạch.txt', 'k\\xff.txt')
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def key_of(place: Path) -> str | bytes:
    r"""A path as a database's key: text where it is, else the name's bytes. No two paths have the same.

    >>> key_of(Path("kế hoạch.txt")), key_of(Path("k\udcff.txt"))
    ('kế hoạch.txt', b'k\xff.txt')
    """
    text = place.as_posix()
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text


def path_of(key: str | bytes) -> Path:
    """The path that has a key."""
    return Path(os.fsdecode(key))
