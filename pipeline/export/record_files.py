"""Archive records as files: XML and CSV, for one document and for all of OUT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.export.collection import Trouble, plans
from kehoach.pipeline.export.csvs import write_csv
from kehoach.pipeline.export.file_facts import file_facts, has_facts, opens
from kehoach.pipeline.export.files import whole_file
from kehoach.pipeline.export.held_back import HeldBack
from kehoach.pipeline.export.record import archive_record
from kehoach.pipeline.export.record_check import Lack, lacks
from kehoach.pipeline.export.record_fields import ND30, TT05
from kehoach.pipeline.export.xml_text import allowed_text
from kehoach.pipeline.files.kept import kept
from kehoach.pipeline.files.out_names import (
    PDF,
    RECORD_CSV,
    RECORD_XML,
    RECORDS_LACKS,
    RECORDS_ND30,
    RECORDS_TT05,
    RECORDS_XML,
)
from kehoach.pipeline.files.paths import shown

if TYPE_CHECKING:
    from kehoach.pipeline.export.file_facts import FileFacts
    from kehoach.pipeline.export.original import FileAtHand, Original
    from kehoach.pipeline.export.record import Dossier, Record
    from kehoach.pipeline.files.kept import Origin
    from kehoach.pipeline.plan import Plan

_FIELDS_HEADER = ("Thư mục", "Chuẩn", "Trường", "Tên trường", "Giá trị", "Cần bổ sung hoặc sửa")
_LACKS_HEADER = ("Thư mục", "Mã", "Trường", "Cần bổ sung hoặc sửa")


@dataclass(frozen=True, slots=True)
class Filed:
    """One document with its record and what the record lacks; `folder` is its place under OUT (and in its file)."""

    folder: str
    record: Record
    lacks: tuple[Lack, ...]


def file_records(
    plan: Plan, name: str, facts: FileFacts | None, dossier: Dossier | None = None, first_ordinal: int = 0
) -> list[Filed]:
    """Record and check of each document of a file that is called `name`, numbered on from `first_ordinal`.

    `facts` are those of the file to hand in, as far as it can be opened. Documents bound behind the first are named by
    the page where they begin, as a PDF viewer opens it: `scan.pdf#page=4`.
    """
    filed = []
    for number, one in enumerate(plan.documents()):
        ordinal = first_ordinal + number if first_ordinal else 0
        pages = one.source.page_range
        own = facts.of_pages(*pages) if facts and pages else facts
        record = archive_record(one, own, dossier, ordinal)
        where = f"{name}#page={pages[0]}" if number and pages else name
        filed.append(Filed(where, record, tuple(lacks(one, record, own, dossier))))
    return filed


def facts_to_hand_in(place: Path, media_type: str, original: Path | None, password: str | None) -> FileFacts | None:
    """What the original says of itself; a searchable PDF/A in the document's folder `place` counts as PDF/A."""
    facts = file_facts(original, media_type, password) if original else None
    made = file_facts(place / PDF, "application/pdf")
    return replace(facts, pdfa=facts.pdfa or made.pdfa) if facts and made else facts


def write_record(plan: Plan, folder: Path, original: Original | FileAtHand | None = None) -> list[Path]:
    """`record.xml` and `record.csv` (a field a line, what it lacks beside it) in the document's folder.

    With several documents in one file, the lines of each follow those of the one before.
    """
    path, password = (original.paths[0], original.password) if original else (None, None)
    facts = facts_to_hand_in(folder, plan.source.media_type, path, password)
    filed = file_records(plan, shown(folder.name), facts)
    _write_xml(filed, folder / RECORD_XML)
    write_csv(folder / RECORD_CSV, _FIELDS_HEADER, [row for one in filed for row in _field_rows(one)])
    return [folder / RECORD_XML, folder / RECORD_CSV]


def _field_rows(filed: Filed) -> Iterator[tuple[str, ...]]:
    missing = {lack.field: lack.message for lack in filed.lacks if lack.field}
    for source, rules, values in (
        ("TT 05/2025/TT-BNV", TT05, filed.record.tt05),
        ("NĐ 30/2020/NĐ-CP", ND30, filed.record.nd30),
    ):
        for rule in rules:
            yield filed.folder, source, rule.name, rule.label, values[rule.name], missing.get(rule.name, "")
    for lack in filed.lacks:
        if not lack.field:
            yield filed.folder, "Tệp", lack.code, "", "", lack.message


Plain = Callable[[Path, tuple[str, ...]], AbstractContextManager[Path]]
"""Gives a member of an archive as a file for as long as it is looked at: by the archive and the way to the member."""


def _as_it_lies(path: Path, _: tuple[str, ...]) -> AbstractContextManager[Path]:
    return nullcontext(path)


@dataclass(frozen=True, slots=True)
class RecordsWritten:
    """The files, and what was held back for its secrecy mark."""

    files: list[Path]
    held_back: HeldBack


def write_records(  # noqa: PLR0913 - as many as a user may choose
    out: Path,
    dossier: Dossier | None = None,
    tell: Callable[[int], None] | None = None,
    *,
    password: str | None = None,
    trouble: Trouble | None = None,
    plain: Plain = _as_it_lies,
    include_secret: bool = False,
) -> RecordsWritten:
    """The records of all documents of OUT: a CSV for each rule, one XML, and a CSV of what is to be added or mended.

    Files with a secrecy mark are left out, and named, unless they are asked for. Documents are numbered in the order of
    their folders, those of one file in that of its pages. `tell` is called with the number of files done; what could
    not be used is added to `trouble`; `plain` gives a member of an archive as a file.
    """
    filed: list[Filed] = []
    trouble, held = trouble or Trouble(), HeldBack()
    origins = {one.place: one.origin for one in kept(out) or ()}
    for folder, plan in plans(out, trouble.damaged, tell):
        place = folder.relative_to(out)
        if not include_secret and held.holds(plan, shown(place)):
            continue
        origin, media = origins.get(place), plan.source.media_type
        with ExitStack() as stack:
            path = _original(plan, origin, out)
            if path and origin and origin.member:
                try:
                    path = stack.enter_context(plain(path, origin.member))
                except KehoachError:
                    path = None
            facts = facts_to_hand_in(folder, media, path, password)
            if facts is None and has_facts(media) and not (path and opens(path, password)):
                trouble.missing.append(shown(place))
        filed += file_records(plan, shown(place), facts, dossier, len(filed) + 1)
    for name, rules, side in ((RECORDS_TT05, TT05, "tt05"), (RECORDS_ND30, ND30, "nd30")):
        header = ("Thư mục", *(rule.name for rule in rules))
        write_csv(out / name, header, ((one.folder, *getattr(one.record, side).values()) for one in filed))
    _write_xml(filed, out / RECORDS_XML)
    rows = ((one.folder, lack.code, lack.field, lack.message) for one in filed for lack in one.lacks)
    write_csv(out / RECORDS_LACKS, _LACKS_HEADER, rows)
    return RecordsWritten([out / name for name in (RECORDS_TT05, RECORDS_ND30, RECORDS_XML, RECORDS_LACKS)], held)


def _original(plan: Plan, origin: Origin | None, out: Path) -> Path | None:
    """The file, wherever the current folder is; without a journal only a full path leads there."""
    path = origin.found(out)[0] if origin else Path(plan.source.path)
    return path if path.is_absolute() else None


def _write_xml(filed: Iterable[Filed], path: Path) -> None:
    """`<records>` with a `<record>` a document: `<EAD_doc>` (TT 05) and `<OutgoingDocument>` (NĐ 30)."""
    root = ElementTree.Element("records")
    for one in filed:
        record = ElementTree.SubElement(root, "record", folder=allowed_text(one.folder))
        ead = ElementTree.SubElement(record, "EAD_doc")
        for name, value in one.record.tt05.items():
            ElementTree.SubElement(ead, name).text = allowed_text(value)
        _outgoing(ElementTree.SubElement(record, "OutgoingDocument"), one.record)
    ElementTree.indent(root)
    with whole_file(path) as file:
        ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
        file.write(b"\n")


def _outgoing(parent: ElementTree.Element, record: Record) -> None:
    """The fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI, its groups nested, one `To` an addressee."""
    for name, value in record.nd30.items():
        group, _, inner = name.rpartition("/")
        if group == "To":
            continue
        place = parent
        if group:
            found = parent.find(group)
            place = found if found is not None else ElementTree.SubElement(parent, group)
        ElementTree.SubElement(place, inner).text = allowed_text(value)
    before = list(parent).index(next(child for child in parent if child.tag == "Priority"))
    for offset, name in enumerate(record.to or ("",)):
        to = ElementTree.Element("To")
        ElementTree.SubElement(to, "OrganId")
        ElementTree.SubElement(to, "OrganName").text = allowed_text(name)
        parent.insert(before + offset, to)
