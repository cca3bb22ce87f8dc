"""Document information of a PDF, in XMP and in the old dictionary, from the Plan's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kehoach.pipeline import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

    from kehoach.pipeline.plan import Plan


def fill_information(pdf: pikepdf.Pdf, plan: Plan) -> None:
    """Title, author, subject, keywords and language; what the Plan does not know is left as the file has it."""
    from pikepdf import Dictionary, String

    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        for name, value in _information(plan).items():
            if value:
                xmp[name] = value
        xmp["xmp:CreatorTool"] = f"kehoach {__version__}"
    pdf.Root.Lang = String("vi")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


class _Bag(set[str]):
    """A set, for that is what pikepdf wants for an unordered list, whose order is the same in every process."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))


def _information(plan: Plan) -> dict[str, str | list[str] | set[str]]:
    meta = plan.metadata
    code = "/".join(filter(None, (meta.number.value, meta.notation.value)))
    title = " ".join(filter(None, (meta.doc_type.value, f"số {code}" if meta.number.value else "")))
    about = meta.subject.value
    agency = ", ".join(filter(None, (meta.agency.value, meta.parent_agency.value)))
    day = meta.date.value
    return {
        "dc:title": ": ".join(filter(None, (title, about))),
        "dc:creator": [agency] if agency else [],
        "dc:description": "; ".join(filter(None, (about, f"ban hành {day}" if day else ""))),
        "dc:subject": _Bag(value for value in (meta.doc_type.value, meta.place.value) if value),
        "dc:language": _Bag(["vi"]),
        "pdf:Keywords": ", ".join(filter(None, (meta.doc_type.value, code, meta.place.value))),
    }
