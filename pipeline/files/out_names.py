"""The names of all that OUT holds: of the files and folders of OUT itself, and of those in a document's folder.

No other module spells one of them.
"""

import re

from kehoach.pipeline.options import ExportFormat

JOURNAL = "journal.sqlite"
LOCK = ".lock"
WORK = ".work"  # a folder: pages read of documents that are not finished
WAITING_PICTURES = "pictures"  # a folder in that of a document under WORK: its pages' pictures until it is read
COLLECTION = "plans.ndjson"
REPORT = "report.html"
REPORT_PICTURES = "report-pages"  # a folder
INDEX = "search.sqlite"
_OF_SQLITE = (name + end for name in (JOURNAL, INDEX) for end in ("", "-wal", "-shm", "-journal"))
RESERVED = frozenset((*_OF_SQLITE, LOCK, WORK, COLLECTION, REPORT, REPORT_PICTURES))
"""Names that OUT itself has; a document of such a name goes beside them."""

DOCUMENTS_NDJSON, SECTIONS_NDJSON = "documents.ndjson", "sections.ndjson"
DOCUMENTS_PARQUET, SECTIONS_PARQUET = "documents.parquet", "sections.parquet"
DOCUMENTS_CSV = "documents.csv"
RECORDS_TT05, RECORDS_ND30 = "records-tt05.csv", "records-nd30.csv"
RECORDS_XML, RECORDS_LACKS = "records.xml", "records-check.csv"
COLLECTION_EXPORTS = frozenset(
    (
        *(DOCUMENTS_NDJSON, SECTIONS_NDJSON, DOCUMENTS_PARQUET, SECTIONS_PARQUET, DOCUMENTS_CSV, "sections.csv"),
        *(RECORDS_TT05, RECORDS_ND30, RECORDS_XML, RECORDS_LACKS),
    )
)
"""What `kehoach export` writes into OUT: made of the Plans, and made again by the same command."""

TEMPORARY = (".kehoach-", ".tmp")
"""How the name of a file that is being written begins and ends: a watcher of the folder passes over a dot."""

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
"""All files of a document's folder but the pictures, which are named by their pages."""

_PAGE_IMAGE = re.compile(rf"{IMAGES}/page-0*(\d+(?:-\d+)?)\.png")


def page_image(sheet: str, what: str = "") -> str:
    """The picture of a page or of half of a spread; `what` else it shows than the page as the readers saw it.

    >>> page_image("0004"), page_image("0004-2", "removed")
    ('images/page-0004.png', 'images/page-0004-2-removed.png')
    """
    return f"{IMAGES}/page-{'-'.join(filter(None, (sheet, what)))}.png"


def page_of_image(name: str) -> str | None:
    """The page, or the half of one, that a picture shows as the readers saw it; None for any other file.

    >>> page_of_image("images/page-0004-2.png"), page_of_image("images/page-0004-removed.png")
    ('4-2', None)
    """
    found = _PAGE_IMAGE.fullmatch(name)
    return found[1] if found else None


def format_of(name: str) -> ExportFormat | None:
    """The format that a file of a document's folder belongs to; None for one that is none of ours.

    >>> format_of("images/page-0001.png"), format_of("note.md")
    (<ExportFormat.IMAGES: 'images'>, None)
    """
    return _FORMATS.get(name.split("/", maxsplit=1)[0])
