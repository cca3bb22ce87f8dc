"""A whole PDF that gives other words to whoever copies them than to whoever reads them."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from kehoach.pipeline.api import read
from kehoach.pipeline.document import ACTUAL_TEXT

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
_PRINTED = b"The units of the sector shall carry out this plan and report to the Department"


def _pdf(path: Path, said: bytes) -> Path:
    """A page of three lines, the last of which says something else, or the same, to whoever copies it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(pikepdf.Object.parse(_FONT))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    body = b"BT /F 11 Tf 72 760 Td 16 TL (%s) Tj T* (%s) Tj ET " % (_PRINTED, _PRINTED)
    last = b"/Span <</ActualText (%s)>> BDC BT /F 11 Tf 72 690 Td " % said
    page.obj.Contents = pdf.make_stream(body + last + b"(The units report before 10/4/2020) Tj ET EMC")
    pdf.save(path)
    return path


def test_a_date_said_otherwise_than_drawn_is_an_issue(tmp_path: Path) -> None:
    plan = read(_pdf(tmp_path / "a.pdf", b"The units report before 01/01/2030"))
    (issue,) = [one for one in plan.issues if one.code == "text-differs"]
    assert issue.severity == 1
    assert "01/01/2030" in issue.message
    assert "10/4/2020" in issue.message
    assert any(edit.reason == ACTUAL_TEXT and edit.page == 1 for edit in plan.edits)


def test_what_says_the_same_as_it_draws_is_none(tmp_path: Path) -> None:
    plan = read(_pdf(tmp_path / "a.pdf", b"The units report before 10/4/2020"))
    assert not [one for one in plan.issues if one.code == "text-differs"]
