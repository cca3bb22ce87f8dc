"""The files that a document's folder may hold."""

from kehoach.pipeline.options import ExportFormat

PLAN = "plan.json"
FAITHFUL = "faithful.txt"
NORMALISED = "text.txt"
RECORD_XML = "record.xml"
RECORD_CSV = "record.csv"
ALTO = "alto.xml"
PDF = "document.pdf"
DOUBTS = "doubts.json"
IMAGES = "images"  # a folder
EARLIER = "earlier"  # a folder: what a newer reading has nothing in the place of, or what somebody had changed

_FORMATS = {
    **dict.fromkeys((PLAN, DOUBTS), ExportFormat.JSON),
    **dict.fromkeys((FAITHFUL, NORMALISED), ExportFormat.TEXT),
    **dict.fromkeys((RECORD_XML, RECORD_CSV), ExportFormat.RECORD),
    ALTO: ExportFormat.ALTO,
    PDF: ExportFormat.PDF,
    IMAGES: ExportFormat.IMAGES,
}
NAMES = tuple(name for name in _FORMATS if name != IMAGES)
"""All files but the pictures, which are named by their pages."""


def format_of(name: str) -> ExportFormat | None:
    """The format that a file of a document's folder belongs to; None for one that is none of ours.

    >>> format_of("images/page-0001.png"), format_of("note.md")
    (<ExportFormat.IMAGES: 'images'>, None)
    """
    return _FORMATS.get(name.split("/", maxsplit=1)[0])
