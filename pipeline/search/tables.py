"""Records for other programs: one a document and one a section, as NDJSON, Parquet or CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.diacritics.normalise import Scope, normalise
from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.export import HeldBack, plans, whole_file
from kehoach.pipeline.export.csvs import write_csv
from kehoach.pipeline.files.out_names import (
    DOCUMENTS_CSV,
    DOCUMENTS_NDJSON,
    DOCUMENTS_PARQUET,
    SECTIONS_NDJSON,
    SECTIONS_PARQUET,
)
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.options import Segmenter
from kehoach.pipeline.search.keys import folded
from kehoach.pipeline.search.parts import Part, heading, parts
from kehoach.pipeline.search.segment import segmented

if TYPE_CHECKING:
    from kehoach.pipeline.plan import OnePlan

DOCUMENTS, SECTIONS = "documents", "sections"
_FEW = 200  # documents held at once when a Parquet row group is written: some 20 MB of text


@dataclass
class Written:
    """What was written: the files, how many documents, which were held back for their secrecy mark, which damaged."""

    files: list[Path] = field(default_factory=list)
    documents: int = 0
    held_back: HeldBack = field(default_factory=HeldBack)
    damaged: list[str] = field(default_factory=list)  # in words


def document_record(plan: OnePlan, folder: str, by: Segmenter) -> dict[str, Any]:
    """The typed fields and the text of a document, flat. Contacts in digital signatures are left out."""
    normal = plan.text.normalised
    return document_fields(plan, folder) | {
        "text_faithful": plan.text.faithful,
        "text": normal,
        "text_folded": folded(normal),
        "tokens": segmented(normal, by),
    }


def document_fields(plan: OnePlan, folder: str) -> dict[str, Any]:
    """The typed fields of a document without its text."""
    meta = plan.metadata
    signer = meta.signer.value
    return {
        "folder": folder,
        "sha256": plan.source.sha256,
        "pages": plan.source.pages,
        "doc_type": meta.doc_type.value,
        "number": meta.number.value,
        "notation": meta.notation.value,
        "agency": meta.agency.value,
        "parent_agency": meta.parent_agency.value,
        "place": meta.place.value,
        "province_today": meta.province_today.value,
        "date": meta.date.value,
        "year": year_of(plan),
        "subject": meta.subject.value,
        "signer_name": signer.name if signer else None,
        "signer_position": signer.position if signer else None,
        "urgency": meta.urgency.value,
        "secrecy": meta.secrecy.value,
        "citations": sorted({one.number for one in (*plan.legal_bases, *plan.citations) if one.number}),
        "confidence": plan.confidence,
        "issues": len(plan.issues),
        "title": heading(meta),
    }


def section_record(plan: OnePlan, folder: str, part: Part, by: Segmenter) -> dict[str, Any]:
    """A part of a document with what it takes to find and to cite it."""
    faithful = "\n".join(filter(None, (part.title, part.text)))
    normal = "\n".join(normalise(line, Scope.SEARCH, "old") for line in faithful.splitlines())
    meta = plan.metadata
    return {
        "folder": folder,
        "part": part.kind,
        "section": part.id,
        "label": part.label,
        "title": part.title,
        "page": part.page,
        "doc_type": meta.doc_type.value,
        "agency": meta.agency.value,
        "place": meta.place.value,
        "year": year_of(plan),
        "text_faithful": faithful,
        "text": normal,
        "text_folded": folded(normal),
        "tokens": segmented(normal, by),
    }


def year_of(plan: OnePlan) -> int | None:
    """The year of a document's date, where it is known."""
    day = plan.metadata.date.value or ""
    return int(day[:4]) if day[:4].isdecimal() else None


def write_ndjson(
    out: Path,
    *,
    include_secret: bool = False,
    by: Segmenter = Segmenter.PYVI,
    tell: Callable[[int], None] | None = None,
) -> Written:
    """`documents.ndjson` and `sections.ndjson` in OUT, one record a line. Raises BadInput, FileAccess."""
    written = Written([out / DOCUMENTS_NDJSON, out / SECTIONS_NDJSON])
    with whole_file(written.files[0]) as whole, whole_file(written.files[1]) as sections:
        for plan, folder in _open_plans(out, include_secret, written, tell):
            whole.write(_line(document_record(plan, folder, by)))
            for part in parts(plan):
                sections.write(_line(section_record(plan, folder, part, by)))
    return written


def _open_plans(
    out: Path, include_secret: bool, written: Written, tell: Callable[[int], None] | None
) -> Iterator[tuple[OnePlan, str]]:
    """The documents that may be written, with their folders; the others are noted in `written`."""
    for path, plan in plans(out, written.damaged, tell):
        folder = shown(path.relative_to(out))
        if not include_secret and written.held_back.holds(plan, folder):
            continue
        for one in plan.documents():
            written.documents += 1
            yield one, folder


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def write_parquet(
    out: Path,
    *,
    include_secret: bool = False,
    by: Segmenter = Segmenter.PYVI,
    tell: Callable[[int], None] | None = None,
) -> Written:
    """`documents.parquet` and `sections.parquet` in OUT, with the same fields.

    Raises BadInput, FileAccess, and MissingDependency where the extra «parquet» is not installed.
    """
    try:
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise MissingDependency(
            f"Parquet files cannot be written: {error}", advice="pip install 'kehoach[parquet]', or --format ndjson"
        ) from error

    written = Written([out / DOCUMENTS_PARQUET, out / SECTIONS_PARQUET])
    schemas = _schemas()
    documents = _open_plans(out, include_secret, written, tell)
    with (
        whole_file(written.files[0]) as whole,
        whole_file(written.files[1]) as sections,
        ParquetWriter(whole, schemas[DOCUMENTS], compression="zstd") as to_documents,
        ParquetWriter(sections, schemas[SECTIONS], compression="zstd") as to_sections,
    ):
        while few := list(islice(documents, _FEW)):
            rows = [document_record(plan, folder, by) for plan, folder in few]
            to_documents.write_table(_table(rows, schemas[DOCUMENTS]))
            rows = [section_record(plan, folder, part, by) for plan, folder in few for part in parts(plan)]
            to_sections.write_table(_table(rows, schemas[SECTIONS]))
    return written


def _table(rows: list[dict[str, Any]], schema: Any) -> Any:
    import pyarrow

    return pyarrow.Table.from_pylist(rows, schema=schema)


def _schemas() -> dict[str, Any]:
    """The columns and their types; text where nothing else is said."""
    import pyarrow

    numbers = {"pages": pyarrow.int32(), "year": pyarrow.int16(), "page": pyarrow.int32(), "issues": pyarrow.int32()}
    others = {"confidence": pyarrow.float64(), "citations": pyarrow.list_(pyarrow.string())}
    kinds = numbers | others

    def schema(names: tuple[str, ...]) -> Any:
        return pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in names])

    return {DOCUMENTS: schema(DOCUMENT_FIELDS), SECTIONS: schema(SECTION_FIELDS)}


DOCUMENT_FIELDS = (
    "folder", "sha256", "pages", "doc_type", "number", "notation", "agency", "parent_agency", "place",
    "province_today", "date", "year", "subject", "signer_name", "signer_position", "urgency", "secrecy", "citations",
    "confidence", "issues", "title", "text_faithful", "text", "text_folded", "tokens",
)  # fmt: skip
SECTION_FIELDS = (
    "folder", "part", "section", "label", "title", "page", "doc_type", "agency", "place", "year", "text_faithful",
    "text", "text_folded", "tokens",
)  # fmt: skip
_SHORT = DOCUMENT_FIELDS[: DOCUMENT_FIELDS.index("title")]


def write_documents_csv(
    out: Path, *, include_secret: bool = False, tell: Callable[[int], None] | None = None
) -> Written:
    """`documents.csv` in OUT: the fields of each document without its text, for a spreadsheet."""
    written = Written([out / DOCUMENTS_CSV])
    documents = _open_plans(out, include_secret, written, tell)
    write_csv(written.files[0], _SHORT, (_cells(document_fields(plan, folder)) for plan, folder in documents))
    return written


def _cells(record: dict[str, Any]) -> list[str]:
    values = (record[name] for name in _SHORT)
    return ["" if v is None else "; ".join(v) if isinstance(v, list) else str(v) for v in values]
