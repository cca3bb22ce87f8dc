"""The types of document: by title line, by abbreviation in a number, by the words before one."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.appendix_heads import is_alone
from kehoach.pipeline.form.text_key import is_capitals, key, plain
from kehoach.pipeline.form.word_lists import data, is_like


@cache
def titles() -> dict[str, str]:
    """Title keys and the type's name in usual writing."""
    return {key(name): name for name in data("doc_types")["titles"]}


@cache
def _starts() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>{'|'.join(map(re.escape, type_names()))})\b(?:\s+(?:lien tich|lien nganh|phoi hop)\s*$)?"
    )


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations in capitals and the types that they mean."""
    found: dict[str, str] = data("doc_types")["abbreviations"]
    return found


@cache
def cited_types() -> re.Pattern[str]:
    """A pattern on keys for the type words that stand before a cited number."""
    names = sorted(map(key, data("doc_types")["cited"]), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b")


@cache
def cited_names() -> dict[str, str]:
    """Keys of the type words and the words in usual writing."""
    return {key(name): name for name in data("doc_types")["cited"]}


_CITED = re.compile(r"\s*(?:so\s*:?\s*)?\d+\s?[/-]")
"""What follows a type that is cited in a trích yếu: «CHỈ THỊ SỐ 32/CT-TTg …» is no title line."""


def title_type(text: str) -> tuple[str, int] | None:
    """The type that a title line in capitals names, and the length of the name in the text; None if it is no title.

    >>> title_type("KẾ HOẠCH"), title_type("QUYẾT ĐỊNH VỀ VIỆC PHÊ DUYỆT DANH MỤC")
    (('Kế hoạch', 8), ('Quyết định', 10))
    >>> title_type("CHỈ THỊ SỐ 32/CT-TTG NGÀY 21/10/2025 CỦA THỦ TƯỚNG")
    >>> title_type("Kế hoạch này"), title_type("QUYẾT ĐỊNH:"), title_type("CHƯƠNG TRÌNH HÀNH ĐỘNG")
    (None, None, ('Chương trình hành động', 22))
    >>> title_type("KẾ HOẠCH LIÊN TỊCH"), title_type("KẾ HOẠCH LIÊN NGÀNH PHÒNG BỆNH")
    (('Kế hoạch', 18), ('Kế hoạch', 8))
    """
    if not is_capitals(text) or text.rstrip().endswith(":"):
        return None
    lead = len(text) - len(text.lstrip(" -–.,'*"))
    match = _starts().match(key(text), lead)
    if match is not None and not _CITED.match(key(text), match.end()):
        return titles()[match["name"]], match.end()
    if 6 <= len(text) <= 14:  # a title line alone that a reader hurt: «KẼ HOACII»
        for name in ("Kế hoạch", "Quyết định"):
            if is_like(text, name):
                return name, len(text)
    return None


def is_type_alone(text: str) -> bool:
    """Whether a line is a document's type, or an appendix's label, and nothing else: a document or an annex begins.

    >>> is_type_alone("KẾ HOẠCH"), is_type_alone("Kế hoạch năm 2024"), is_type_alone("báo cáo")
    (True, False, False)
    >>> is_type_alone("PHỤ LỤC I"), is_type_alone("QUYẾT ĐỊNH:")
    (True, False)
    """
    return (text.strip()[:1].isupper() and plain(text) in titles()) or is_alone(text)


def begins_with_type(text_key: str) -> bool:
    """Whether a key begins with the name of a type, whatever follows.

    >>> begins_with_type("ke hoach phong, chong dich"), begins_with_type("ke hoach: x"), begins_with_type("so y te")
    (True, True, False)
    """
    return re.match(rf"(?:{'|'.join(type_names())})\b", text_key) is not None


@cache
def type_names() -> tuple[str, ...]:
    """The keys of all types that a title line can name, the longest first, as a pattern tries them."""
    return tuple(sorted(titles(), key=len, reverse=True))


def title_line(text: str) -> tuple[str, int] | None:
    """As `title_type`, also of a title in small letters that is alone on its line, as word processors' styles hide it.

    >>> title_line("Kế hoạch"), title_line("KẾ HOẠCH"), title_line("Kế hoạch này"), title_line("kế hoạch")
    (('Kế hoạch', 8), ('Kế hoạch', 8), None, None)
    """
    alone = titles().get(key(text)) if text[:1].isupper() else None
    return (alone, len(text)) if alone else title_type(text)


def type_of_notation(notation: str) -> str | None:
    """The type that the letters of a document code name.

    >>> type_of_notation("KH-UBND"), type_of_notation("NQ/TW"), type_of_notation("CTr/TU"), type_of_notation("SYT-NVY")
    ('Kế hoạch', 'Nghị quyết', 'Chương trình', None)
    >>> type_of_notation("KHLN-SYT-SGDĐT"), type_of_notation("CTrPH-SYT-CA")  # of several agencies together
    ('Kế hoạch', 'Chương trình')
    """
    first = re.split(r"[-/]", notation, maxsplit=1)[0].upper()
    return abbreviations().get(first) or abbreviations().get(re.sub(r"(?<=..)(?:PH|LN|LT)$", "", first))
