"""What the user asked for: one frozen value, a group a stage; a stage is given only its own group."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class EngineName(StrEnum):
    """The readers a user can ask for; `tesseract` takes tesserocr where its wheel is there, else the system binary."""

    AUTO = "auto"
    TESSERACT = "tesseract"
    TESSEROCR = "tesserocr"
    PYTESSERACT = "pytesseract"
    TRUEOCR = "trueocr"


class OcrMode(StrEnum):
    """When a page is read from its image."""

    AUTO = "auto"  # where its text layer is missing or bad
    FORCE = "force"  # always
    SKIP = "skip"  # never: the text layer or nothing


class RestoreMode(StrEnum):
    """What the restorer may mend."""

    AUTO = "auto"
    MARKS = "marks"
    OCR = "ocr"


class ToneStyle(StrEnum):
    """Where the tone stands in oa, oe, uy: as printed, hòa (old) or hoà (new)."""

    KEEP = "keep"
    OLD = "old"
    NEW = "new"


class Segmenter(StrEnum):
    """Who finds the words in text for search."""

    PYVI = "pyvi"
    UNDERTHESEA = "underthesea"


class ExportFormat(StrEnum):
    """The files written beside the Plan."""

    JSON = "json"
    TEXT = "text"
    RECORD = "record"
    ALTO = "alto"
    PDF = "pdf"
    IMAGES = "images"  # of pages read from their pictures: as the readers saw them, and what was taken out


@dataclass(frozen=True)
class IngestOptions:
    """How files are opened."""

    password: str | None = None
    pages_as_document: bool = False
    exclude: tuple[Path, ...] = ()  # folders that are not looked into: where the results go


@dataclass(frozen=True)
class OcrOptions:
    """How page images are read."""

    engine: EngineName = EngineName.AUTO
    mode: OcrMode = OcrMode.AUTO
    thorough: bool = False
    page_timeout: float = 120.0  # seconds that the reader may take for one page
    gentle: bool = False  # less of everything: for a page that took more memory than there is


@dataclass(frozen=True)
class ExportOptions:
    """What is written for each document."""

    formats: tuple[ExportFormat, ...] = (ExportFormat.JSON, ExportFormat.TEXT)


@dataclass(frozen=True)
class BatchOptions:
    """How many documents at once, where, and what each may cost."""

    jobs: int = 1
    timeout: float | None = None  # seconds of work for one document; None: no limit but the silence of its worker
    memory: int | None = None  # bytes for one worker and its programs; None: what the machine can give
    retry_failed: bool = False
    scheduler: str | None = None  # address of a Dask scheduler; None: processes of this machine
    slice_seconds: float = 10.0  # a document that takes longer is cut into parts of about this length


@dataclass(frozen=True)
class Options:
    """All that a run was asked for."""

    ingest: IngestOptions = field(default_factory=IngestOptions)
    ocr: OcrOptions = field(default_factory=OcrOptions)
    export: ExportOptions = field(default_factory=ExportOptions)
    batch: BatchOptions = field(default_factory=BatchOptions)
