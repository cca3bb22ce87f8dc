"""Archive records as files: XML and CSV, for one document and for all of OUT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from kehoach.pipeline.export.collection import plan_folders, read_plan
from kehoach.pipeline.export.csvs import write_csv
from kehoach.pipeline.export.file_facts import file_facts
from kehoach.pipeline.export.files import whole_file
from kehoach.pipeline.export.held_back import HeldBack
from kehoach.pipeline.export.names import PDF, RECORD_CSV, RECORD_XML
from kehoach.pipeline.export.record import archive_record
from kehoach.pipeline.export.record_check import Lack, lacks
from kehoach.pipeline.export.record_fields import ND30, TT05
from kehoach.pipeline.export.xml_text import allowed_text
from kehoach.pipeline.paths import shown

if TYPE_CHECKING:
    from kehoach.pipeline.export.record import Dossier, Record
    from kehoach.pipeline.plan import Plan

ALL_TT05, ALL_ND30, ALL_XML, ALL_LACKS = "records-tt05.csv", "records-nd30.csv", "records.xml", "records-check.csv"
_FIELDS_HEADER = ("Thư mục", "Chuẩn", "Trường", "Tên trường", "Giá trị", "Cần bổ sung hoặc sửa")
_LACKS_HEADER = ("Thư mục", "Mã", "Trường", "Cần bổ sung hoặc sửa")


@dataclass(frozen=True, slots=True)
class Filed:
    """One document with its record and what the record lacks; `folder` is its place under OUT (and in its file)."""

    folder: str
    record: Record
    lacks: tuple[Lack, ...]


def file_records(
    plan: Plan, place: Path, name: str, dossier: Dossier | None = None, first_ordinal: int = 0
) -> list[Filed]:
    """Record and check of each document of the file in folder `place`, numbered on from `first_ordinal`.

    Looks into the original file, where it still stands; a searchable PDF/A that was written there counts as the file to
    hand in. Documents bound behind the first are named by the page where they begin, as a PDF viewer opens it:
    `scan.pdf#page=4`.
    """
    facts = file_facts(Path(plan.source.path), plan.source.media_type)
    made = file_facts(place / PDF, "application/pdf")
    if facts and made:
        facts = replace(facts, pdfa=facts.pdfa or made.pdfa)
    filed = []
    for number, one in enumerate(plan.documents()):
        ordinal = first_ordinal + number if first_ordinal else 0
        pages = one.source.page_range
        own = facts.of_pages(*pages) if facts and pages else facts
        record = archive_record(one, own, dossier, ordinal)
        where = f"{name}#page={pages[0]}" if number and pages else name
        filed.append(Filed(where, record, tuple(lacks(one, record, own, dossier))))
    return filed


def write_record(plan: Plan, folder: Path) -> list[Path]:
    """`record.xml` and `record.csv` (a field a line, what it lacks beside it) in the document's folder.

    With several documents in one file, the lines of each follow those of the one before.
    """
    filed = file_records(plan, folder, shown(folder.name))
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


@dataclass(frozen=True, slots=True)
class RecordsWritten:
    """The files, and what was held back for its secrecy mark."""

    files: list[Path]
    held_back: HeldBack


def write_records(
    out: Path,
    dossier: Dossier | None = None,
    tell: Callable[[int], None] | None = None,
    *,
    include_secret: bool = False,
) -> RecordsWritten:
    """The records of all documents of OUT: a CSV for each rule, one XML, and a CSV of what is to be added or mended.

    Files with a secrecy mark are left out, and named, unless they are asked for. Documents are numbered in the order of
    their folders, those of one file in that of its pages. `tell` is called with the number of files done.
    """
    filed: list[Filed] = []
    held = HeldBack()
    for done, folder in enumerate(plan_folders(out), 1):
        name, plan = shown(folder.relative_to(out)), read_plan(folder)
        if include_secret or not held.holds(plan, name):
            filed += file_records(plan, folder, name, dossier, len(filed) + 1)
        if tell:
            tell(done)
    for name, rules, side in ((ALL_TT05, TT05, "tt05"), (ALL_ND30, ND30, "nd30")):
        header = ("Thư mục", *(rule.name for rule in rules))
        write_csv(out / name, header, ((one.folder, *getattr(one.record, side).values()) for one in filed))
    _write_xml(filed, out / ALL_XML)
    rows = ((one.folder, lack.code, lack.field, lack.message) for one in filed for lack in one.lacks)
    write_csv(out / ALL_LACKS, _LACKS_HEADER, rows)
    return RecordsWritten([out / name for name in (ALL_TT05, ALL_ND30, ALL_XML, ALL_LACKS)], held)


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
