"""Heads of appendices, and notes of what is attached: «Phụ lục …», «(Kèm theo …)» (NĐ 30/2020, Phụ lục I, III)."""

from __future__ import annotations

import re

from kehoach.pipeline.form.text_key import is_capitals, key, squeeze

_KINDS = r"(?:phu luc|phu bieu|bieu mau|mau so|mau bieu|bieu so)"
_NUMBER = r"(?:so\s+)?(?:[ivxlc]{1,7}\b|\d{1,2}(?:[.]\d{1,2})?[a-z]?\b|[a-h]\b(?=\s*[.:]|\s*$))"
_LABEL = re.compile(rf"{_KINDS}(?:\s+{_NUMBER})?")
_HEAD = re.compile(rf"phu (?:luc|bieu)(?:\s+{_NUMBER})?\s*[.:]?(?:\s|$)|(?:bieu mau|mau so|mau bieu|bieu so)\b")
_ALONE = re.compile(rf"phu (?:luc|bieu)(?:\s+{_NUMBER})?\s*[.:]?")
_LISTED = re.compile(rf"phu luc\s+{_NUMBER}\s*[:.\-]\s*")
_FORM = re.compile(r"(?:phu luc|phu bieu|bieu|mau|bang|chuong|phan|muc|dieu)\b")
_ATTACHED = re.compile(
    r"[\[(]\s*(?:(?:duoc )?(?:ban hanh )?(?:gui )?(?:kem theo|dinh kem|kem)\b|ban hanh (?:kem|theo))"
)
_LONGEST = 120  # letters of a head with its title


def label_of(text: str) -> str | None:
    """The label with which an appendix's heading begins.

    >>> label_of("PHỤ LỤC II: DANH MỤC"), label_of("Phụ lục 1 : Danh mục"), label_of("Danh mục")
    ('PHỤ LỤC II', 'Phụ lục 1', None)
    >>> label_of("PHỤ LỤC XXXVIII"), label_of("PHỤ LỤC A"), label_of("PHỤ BIỂU 01"), label_of("PHỤ LỤC ẢNH")
    ('PHỤ LỤC XXXVIII', 'PHỤ LỤC A', 'PHỤ BIỂU 01', 'PHỤ LỤC')
    """
    match = _LABEL.match(key(text))
    return squeeze(text[: match.end()]) if match else None


def is_head(text: str) -> bool:
    """Whether a line in capitals begins an appendix.

    >>> is_head("PHỤ LỤC II DANH MỤC"), is_head("Phụ lục II"), is_head("PHỤ LỤC KÈM THEO;"), is_head("MẪU SỐ 01")
    (True, False, False, True)
    """
    capitals = is_capitals(text) and len(text) < _LONGEST and not text.endswith(";")
    return capitals and _HEAD.match(key(text)) is not None


def is_alone(text: str) -> bool:
    """Whether a line is the label of an appendix and no more, in capitals or not.

    >>> is_alone("Phụ lục II"), is_alone("PHỤ LỤC SỐ 01"), is_alone("phụ lục II"), is_alone("Phụ lục II kèm theo")
    (True, True, False, False)
    """
    return text[:1].isupper() and _ALONE.fullmatch(key(text).strip()) is not None


def listed_end(text_key: str) -> int | None:
    """Where the label of «Phụ lục 1: Danh mục …» ends in a key, None where it does not stand there."""
    match = _LISTED.match(text_key)
    return match.end() if match else None


def is_numbered_heading(text_key: str) -> bool:
    """Whether a key begins as a heading does that differs from others by its number alone: «Phụ lục 1», «Biểu số 2»."""
    return _FORM.match(text_key) is not None


def is_attached_note(text_key: str) -> bool:
    """Whether a key says whose attachment this is: «(Kèm theo Quyết định số …)».

    >>> [is_attached_note(key(t)) for t in ("(Kèm theo Kế hoạch số 1)", "[Ban hành kèm theo", "(Gửi kèm", "(Chi tiết")]
    [True, True, True, False]
    """
    return _ATTACHED.match(text_key) is not None
