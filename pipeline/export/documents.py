"""What is written for one document, and the line-by-line collection of all Plans."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.export.collection import cannot_read
from kehoach.pipeline.export.files import whole_file, write_text
from kehoach.pipeline.export.names import ALTO, DOUBTS, FAITHFUL, NORMALISED, PDF, PLAN
from kehoach.pipeline.options import ExportFormat, ExportOptions

if TYPE_CHECKING:
    from kehoach.pipeline.export.original import Original
    from kehoach.pipeline.plan import Plan

COLLECTION = "plans.ndjson"


def write_document(plan: Plan, folder: Path, options: ExportOptions, original: Original | None = None) -> list[Path]:
    """Write what `options` ask for into the document's `folder`; returns the files written.

    ALTO and the searchable PDF need the `original`: the words with their boxes, and the file. The Plan comes last:
    where a `plan.json` stands, everything else of the document stands too.
    """
    written = _with_pages(plan, folder, options, original) if original else []
    if ExportFormat.TEXT in options.formats:
        for name, text in ((FAITHFUL, plan.text.faithful), (NORMALISED, plan.text.normalised)):
            write_text(folder / name, text)
            written.append(folder / name)
    if ExportFormat.RECORD in options.formats:
        from kehoach.pipeline.export.record_files import write_record

        written += write_record(plan, folder)
    if ExportFormat.JSON in options.formats:
        write_text(folder / PLAN, plan_json(plan))
        written.append(folder / PLAN)
    return written


def _with_pages(plan: Plan, folder: Path, options: ExportOptions, original: Original) -> list[Path]:
    """The files that show pages: ALTO, and the searchable PDF."""
    written: list[Path] = []
    if ExportFormat.JSON in options.formats:
        from kehoach.pipeline.export.doubts import write_doubts

        written += write_doubts(original.document, folder / DOUBTS)
    if ExportFormat.ALTO in options.formats:
        from kehoach.pipeline.export.alto import write_alto

        written += write_alto(original.document, folder / ALTO)
    if ExportFormat.PDF in options.formats:
        written += _pdf(plan, folder, original)
    return written


def _pdf(plan: Plan, folder: Path, original: Original) -> list[Path]:
    """The searchable PDF; where none can be made of the file, the Plan says so, and is written all the same."""
    from kehoach.pipeline.export.searchable_pdf import write_pdf
    from kehoach.pipeline.plan import Issue

    try:
        return write_pdf(plan, original, folder / PDF)
    except BadInput as error:
        plan.issues.append(Issue(code="pdf-not-made", message=str(error), severity=1))
        return []


def plan_json(plan: Plan) -> str:
    """The Plan as indented JSON with Vietnamese letters as they are, ending with a line break."""
    return plan.model_dump_json(indent=2) + "\n"


def collect(folders: Iterable[Path], target: Path) -> int:
    """Write every `plan.json` of `folders` as one line of `target`, in the order given; returns how many.

    Plans are read one at a time, so memory does not grow with their number. pydantic's own reader and writer take a
    third of the time of the standard ones, and write numbers as they stand in the Plan.
    """
    from pydantic_core import to_json

    count = 0
    with whole_file(target) as file:
        for folder in folders:
            file.write(to_json(_content(folder / PLAN)) + b"\n")
            count += 1
    return count


def _content(path: Path) -> Any:
    """What a file of JSON holds. Raises FileAccess; where it is damaged, BadInput."""
    from pydantic_core import from_json

    try:
        return from_json(path.read_bytes())
    except OSError as error:
        raise cannot_read(path, error) from error
    except ValueError as error:
        raise BadInput(f"{path} is damaged: {error}", advice="remove it and run again") from error
