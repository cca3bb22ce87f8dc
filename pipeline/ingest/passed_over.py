"""What was found and is not read: why, in a code for machines and words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import BadInput, KehoachError, NoDocument

if TYPE_CHECKING:
    from kehoach.pipeline.ingest.values import Input


class Reason(StrEnum):
    """Why something that was found is passed over."""

    HIDDEN = "hidden"
    UNFINISHED = "unfinished"
    SYSTEM = "system-file"
    SIDE = "side-file"
    RESULTS = "results"
    TRUTH = "sample-truth"
    OUTSIDE = "leads-out"
    TWICE = "same-file"
    NOT_REGULAR = "no-regular-file"
    NO_DOCUMENT = "no-document"
    EMPTY = "holds-nothing"
    SHORT = "short-text"


WORDS: dict[str, str] = {
    Reason.HIDDEN: "hidden",
    Reason.UNFINISHED: "temporary or unfinished",
    Reason.SYSTEM: "left by the system or a program",
    Reason.SIDE: "data or text beside documents",
    Reason.RESULTS: "results of a run",
    Reason.TRUTH: "the true text of a sample",
    Reason.OUTSIDE: "a link that is not followed",
    Reason.TWICE: "the same as one before",
    Reason.NOT_REGULAR: "no regular file",
    Reason.NO_DOCUMENT: "of a kind that is no document",
    Reason.EMPTY: "holds nothing",
    Reason.SHORT: "a mail's own few words",
}
"""What each reason means, for people; by code, as a journal has it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that was found and never becomes a document: skipped for a reason, or failed with an error."""

    source: Input
    reason: Reason | None
    error: KehoachError

    @property
    def failed(self) -> bool:
        """Whether it should have been read."""
        return self.reason is None


_CLAIMS = frozenset(
    f".{suffix}"
    for suffix in (
        *("pdf", "png", "jpg", "jpeg", "jpe", "jfif", "tif", "tiff", "bmp", "gif", "webp", "jp2", "heic", "heif"),
        *("doc", "docx", "docm", "dot", "dotx", "odt", "ott", "rtf", "wps", "txt", "text", "epub", "xps", "djvu"),
        *("xls", "xlsx", "xlsm", "ods", "ppt", "pptx", "odp", "eml", "msg", "zip", "rar", "7z"),
    )
)
"""Suffixes of documents: where the content is not what such a name promises, a document is damaged or of a kind that is
not read, and that is a failure; whatever else is unknown in a folder is no document, and is passed over."""


def is_passed_over(source: Input, error: KehoachError) -> bool:
    """Whether an input that cannot be opened is no failure: nobody named it, and it does not claim to be a document."""
    return isinstance(error, NoDocument) and not source.named and source.path.suffix.lower() not in _CLAIMS


def skipped(source: Input, reason: Reason, words: str, advice: str = "") -> Aside:
    """Something that is passed over; `words` say why."""
    return Aside(source, reason, BadInput(f"{source.path}: {words}", advice=advice))
