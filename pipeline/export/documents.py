"""What is written for one document, and the line-by-line collection of all Plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.export.collection import plan_bytes
from kehoach.pipeline.export.files import whole_file, write_text
from kehoach.pipeline.export.original import FileAtHand, Original
from kehoach.pipeline.files.out_names import ALTO, DOUBTS, FAITHFUL, NORMALISED, PDF, PLAN
from kehoach.pipeline.options import ExportFormat, ExportOptions

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """The files that were written for a document, and its Plan as it stands in them."""

    plan: Plan
    files: tuple[Path, ...]


def write_document(
    plan: Plan, folder: Path, options: ExportOptions, original: Original | FileAtHand | None = None
) -> WrittenDocument:
    """Write what `options` ask for into the document's `folder`.

    ALTO and the searchable PDF need the `original`: the words with their boxes, and the file; the record looks into the
    file, where it is at hand. The Plan comes last: where a `plan.json` stands, everything else stands too.
    """
    written: list[Path] = []
    if isinstance(original, Original):
        plan, written = _with_pages(plan, folder, options, original)
    if ExportFormat.TEXT in options.formats:
        for name, text in ((FAITHFUL, plan.text.faithful), (NORMALISED, plan.text.normalised)):
            write_text(folder / name, text)
            written.append(folder / name)
    if ExportFormat.RECORD in options.formats:
        from kehoach.pipeline.export.record_files import write_record

        written += write_record(plan, folder, original)
    if ExportFormat.JSON in options.formats:
        write_text(folder / PLAN, plan_json(plan))
        written.append(folder / PLAN)
    return WrittenDocument(plan, tuple(written))


def _with_pages(plan: Plan, folder: Path, options: ExportOptions, original: Original) -> tuple[Plan, list[Path]]:
    """The files that show pages: ALTO, and the searchable PDF; the Plan says where one could not be made."""
    written: list[Path] = []
    if ExportFormat.JSON in options.formats:
        from kehoach.pipeline.export.doubts import write_doubts

        written += write_doubts(original.document, folder / DOUBTS)
    if ExportFormat.ALTO in options.formats:
        from kehoach.pipeline.export.alto import write_alto

        written += write_alto(original.document, folder / ALTO)
    if ExportFormat.PDF in options.formats:
        plan, made = _pdf(plan, folder, original)
        written += made
    return plan, written


def _pdf(plan: Plan, folder: Path, original: Original) -> tuple[Plan, list[Path]]:
    """The searchable PDF; where none can be made of the file, the Plan says so, and is written all the same."""
    from kehoach.pipeline.export.searchable_pdf import write_pdf
    from kehoach.pipeline.plan import Issue

    try:
        return plan, write_pdf(plan, original, folder / PDF)
    except BadInput as error:
        return plan.with_issue(Issue(code="pdf-not-made", message=str(error), severity=1)), []


def plan_json(plan: Plan) -> str:
    """The Plan as indented JSON with Vietnamese letters as they are, ending with a line break."""
    return plan.model_dump_json(indent=2) + "\n"


def collect(folders: Iterable[Path], target: Path) -> list[str]:
    """Write every `plan.json` of `folders` as one line of `target`, in the order given.

    Returns what is wrong with each that is missing or damaged: those are left out. Plans are read one at a time, so
    memory does not grow with their number. pydantic's own reader and writer take a third of the time of the standard
    ones, and write numbers as they stand in the Plan.
    """
    from pydantic_core import from_json, to_json

    damaged = []
    with whole_file(target) as file:
        for folder in folders:
            try:
                line = to_json(from_json(plan_bytes(folder)))
            except ValueError as error:
                damaged.append(f"{folder / PLAN}: is no Plan: {error}")
            except FileAccess as error:
                damaged.append(str(error))
            else:
                file.write(line + b"\n")
    return damaged
