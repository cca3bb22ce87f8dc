"""The number that an office wrote by hand into «Số:      /KH-SYT»: handwriting that stands in the blank."""

from __future__ import annotations

import re

from kehoach.pipeline.document import Box, Document, Line, Role
from kehoach.pipeline.plan import Evidence, Field, FieldMethod

_NUMBER = re.compile(r"\d{1,5}[a-zA-Z]?")


def _stands_in(line: Line, blank: Evidence) -> bool:
    """Whether a line of handwriting stands where a number field was printed: its middle within the field's box."""
    if line.box is None or blank.box is None or line.page != blank.page:
        return False
    field = Box(*blank.box)
    x, y = line.box.middle
    return field.left <= x <= field.right and field.top - field.height / 2 <= y <= field.bottom + field.height / 2


def number_by_hand(document: Document, number: Field[str]) -> Field[str]:
    """The number field with what was written into its blank; unchanged where it is printed or nothing stands in it."""
    if number.value is not None or number.evidence is None:
        return number
    for page in document.pages:
        for line in page.lines:
            written = line.role is Role.HANDWRITING and _NUMBER.fullmatch(line.text.strip())
            if written and _stands_in(line, number.evidence):
                return Field[str](
                    raw=number.raw,
                    value=line.text.strip(),
                    method=FieldMethod.INFERRED,
                    confidence=0.6,
                    evidence=number.evidence,
                )
    return number
