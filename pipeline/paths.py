"""Paths as text that can be written anywhere."""

from __future__ import annotations

import os


def shown(path: str | os.PathLike[str]) -> str:
    r"""A path, or words with one in them, whatever the locale: names are UTF-8, and bytes that are not show as \xNN.

    >>> shown("kế hoạch.txt"), shown("k\udcff.txt")
    ('kế hoạch.txt', 'k\\xff.txt')
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
