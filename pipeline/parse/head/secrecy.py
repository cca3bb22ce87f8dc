"""The field `secrecy`: what the letterhead says, or else any other place of the paper, stamps and seals included."""

from __future__ import annotations

from kehoach.pipeline.document import Document
from kehoach.pipeline.parse.head.letterhead import as_doubted
from kehoach.pipeline.plan import Field, FieldMethod
from kehoach.pipeline.secrecy import secrecy_of

_SURE, _DOUBTED = 0.9, 0.5  # a mark outside the letterhead; one that may be something else


def secrecy_field(document: Document, head: Field[str]) -> Field[str]:
    """The letterhead's mark where it is sure, else the surest of the paper's; one in doubt is `inferred`.

    A stamp that says secret but not how much («TÀI LIỆU THU HỒI») has a `raw` and no value.
    """
    if head.value and head.method is FieldMethod.PRINTED:
        return head
    found = secrecy_of([line for page in document.pages for line in page.lines])
    if not found.held or (found.doubtful and head.raw):
        return head
    field = Field[str](
        raw=found.text,
        value=found.level,
        method=FieldMethod.PRINTED,
        confidence=_DOUBTED if found.doubtful else _SURE,
        evidence=found.place,
    )
    return as_doubted(field) if found.doubtful else field
