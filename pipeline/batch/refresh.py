"""The index of OUT, where somebody has made one, kept in step with what a run has written."""

from __future__ import annotations

from pathlib import Path

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.files.kept import kept
from kehoach.pipeline.files.out_names import INDEX, JOURNAL
from kehoach.pipeline.search import build_index, takes_secret


def refreshed(out: Path) -> str:
    """Bring OUT's index up to date, as it was asked for; what hinders it, in words, or nothing."""
    if not (out / INDEX).is_file() or not (out / JOURNAL).is_file() or not kept(out):
        return ""
    try:
        build_index(out, include_secret=takes_secret(out))
    except KehoachError as error:
        return f"the index is not up to date: {error}"
    return ""
