"""What files with pages need beside the Plan: the pages as they were read, and the file that they were read from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehoach.pipeline.document import Document


@dataclass(frozen=True, slots=True)
class FileAtHand:
    """The file that a document was read from (or its page images in order), and the password that opens it."""

    paths: tuple[Path, ...]
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """A document with its words and boxes, the file it came from (or its page images in order), and the password."""

    document: Document
    paths: tuple[Path, ...]
    password: str | None = None
