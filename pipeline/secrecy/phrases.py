"""What stands beside a secrecy mark in its line, and what makes of «mật» a word of running text."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.doc_types import type_names
from kehoach.pipeline.secrecy.levels import LEVEL, Level, level_of, skeleton

URGENT = r"(?:HOA\s+TOC(?:\s+HEN\s+GIO(?:[\W_]*\d{1,2}\s*(?:GIO|H|:)[\w\s]*)?)?|THUONG\s+KHAN|KHAN)"
_LABEL = r"(?:(?:MUC|CAP)\s+)?DO\s+(?:BAO\s+)?MAT|DAU\s+CHI(?:\s+DO)?\s+MAT|TINH\s+CHAT(?:\s+(?:VAN\s+BAN|TAI\s+LIEU))?"
_BESIDE = (
    r"(?:BAN\s+)?SO[\W_]*\d{1,4}|SO\s+BAN[\W_]*\d{1,4}|TRANG[\W_]*\d{1,4}|\d{1,3}\s+BAN|\d{1,4}(?![.)\d])|TAI\s+LIEU\s+THU\s+HOI"
    rf"|BAN\s+(?:CHINH|SAO)|DO\s+KHAN|BI\s+MAT\s+NHA\s+NUOC|{URGENT}"
)
"""Words that a stamp or the margin has beside a level: copies, urgency, the page's number."""
_IN_FRONT = (
    rf"{_LABEL}|(?:MUC\s+)?DO|(?:(?:HINH|ANH|LOGO)\W+)?(?:DONG\s+)?(?:CON\s+)?DAU"
    rf"|TAI\s+LIEU|VAN\s+BAN|CONG\s+VAN|HO\s+SO|BAN|{_BESIDE}"
)
"""What stands before it only."""
_J = r"[\W_]"


def _whole(more: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_J}*(?:(?:{_IN_FRONT}{more}){_J}+)*?(?P<level>{LEVEL})(?:{_J}+(?:{_BESIDE}{more}|(?P=level)))*{_J}*"
    )


_WHOLE = _whole("")


@cache
def _with_title() -> re.Pattern[str]:
    types = "|".join(name.upper().replace(" ", r"\s+") for name in type_names())  # the skeleton is in capitals
    return _whole(rf"|{types}|CONG\s+VAN|PHU\s+LUC(?:\s+[IVX\d]{{1,4}})?")


_MOST = 120  # letters of a line that is a mark and nothing else: both columns of a letterhead are narrower
_FIELD = re.compile(rf"(?:^|(?<=[;,|\t(])|(?<=  )){_J}*(?:{_LABEL})\s*(?:[:=]|\s[-–—]\s)\s*(?P<value>[^;|\t]*)")
_NONE = re.compile(
    r"[\W_]*(?:(?:BINH\s+)?THUONG|KHONG(?:\s+(?:CO|MAT|AP\s+DUNG))?|CONG\s+KHAI|THAP|NORMAL|0)?[\W_]*(?:DO\s+KHAN.*)?"
)
STAMPS = re.compile(
    r"[\W_]*(?:TAI\s+LIEU\s+THU\s+HOI|CHI\s+NGUOI\s+CO\s+TEN(?:\s+MOI\s+DUOC\s+BOC\s+BI)?|MOI\s+DUOC\s+BOC\s+BI"
    r"|BAN\s+SAO\s+BI\s+MAT\s+NHA\s+NUOC"
    r"|(?:GIA\s+HAN\s+)?THOI\s+HAN\s+BAO\s+VE\s+BI\s+MAT\s+NHA\s+NUOC|(?:TAI\s+LIEU\s+)?BI\s+MAT\s+NHA\s+NUOC"
    r"|(?:TANG|GIAM|DIEU\s+CHINH)\s+DO\s+MAT|GIAI\s+MAT)[\W_]*"
    r"(?:(?:THOI\s+HAN|TU|TRUOC|SO)(?!\w))?(?:[\W_\d]|(?:NAM|NGAY|THANG)(?!\w))*"
)
"""Stamps of Thông tư 24/2020/TT-BCA that only papers bear, or bore, which have a level (forms 04–07, 09, 11)."""
NOTATION = re.compile(r"(?:\d\s*|/\s?[A-Z][A-Z&]*(?:-[A-Z&]+)*\s?)\((?P<sign>M|TM|TUM|T\.M)\)")
"""A sign of secrecy bound to number or notation: «12/KH-SYT(M)». No rule has it; agencies do."""
_UNTICKED = re.compile(rf"(?:[☐□◻○◯]|\[\s\])\s*{LEVEL}")

_BEFORE = (
    "bí bảo cơ gan túi đường sỏi ống dịch độ giữ lộ thân hàm bề giải cẩn trù xã phường huyện thôn và hoặc liệu bản tin"
    " tắc rò ứ nang nước men cắt viêm ung giun"
    " tụy đóng dấu viện khoa bệnh răng bi sự chữa ngoại nội rượu tiết sản xuất"
)
BEFORE = frozenset(_BEFORE.split())
"""Words before «mật» (or «mặt», «mắt») that make it a part of a name or of running text."""
_AFTER = "nhà ong mã khẩu độ thư vụ thiết trận bằng hàng sơn và hoặc cá gấu mía tụy"
AFTER = frozenset(_AFTER.split())
_WORD = re.compile(r"[^\W_]+")


def whole_mark(text: str, *, titled: bool = False) -> Level | None:
    """The level where a text is a mark and nothing else; `titled`: the document's type may stand beside the mark.

    >>> [level.name for t in ("[TỐI MẬT]", "MẬT – HỎA TỐC", "Độ mật: Mật", "2 MẬT") if (level := whole_mark(t))]
    ['TỐI MẬT', 'MẬT', 'MẬT', 'MẬT']
    >>> [whole_mark(t) for t in ("MẬT ONG", "a) Mật", "1. MẬT", "BÍ MẬT", "Mật độ", "QUẢN LÝ TÀI LIỆU MẬT")]
    [None, None, None, None, None, None]
    """
    if len(text) > _MOST:
        return None
    key = _UNTICKED.sub(lambda box: " " * len(box[0]), skeleton(text).upper())
    match = (_with_title() if titled else _WHOLE).fullmatch(key)
    return level_of(text, match) if match else None


def field_value(text: str) -> tuple[Level | None, int, int, int] | None:
    """The level after «Độ mật: …», start and end of that value, and where the field begins.

    None where there is no such field or it is blank, «Thường», or a list of levels to choose from. A value that names
    no level («Độ mật: A») comes as None with its place.

    >>> field_value("Độ khẩn: Hỏa tốc; Độ mật: Tối mật")[0].name, field_value("Độ mật: Thường"), field_value("Độ mật:")
    ('TỐI MẬT', None, None)
    """
    key = _UNTICKED.sub(lambda box: " " * len(box[0]), skeleton(text).upper())
    match = _FIELD.search(key)
    if match is None or _NONE.fullmatch(match["value"].strip()):
        return None
    start, end = match.span("value")
    found = [level for level in (level_of(text, one) for one in re.finditer(LEVEL, key[:end])) if level]
    found = [level for level in found if level.start >= start]
    if len(found) > 1:
        return None
    return (found[0], found[0].start, found[0].end, match.start()) if found else (None, start, end, match.start())


def is_label(text: str) -> bool:
    """Whether a text is the name of the field and no more; with a colon it is a field left blank.

    >>> is_label("ĐỘ MẬT"), is_label("Độ mật: ……"), is_label("Độ mật: Mật")
    (True, True, False)
    """
    return re.fullmatch(rf"{_J}*(?:{_LABEL}){_J}*", skeleton(text).upper()) is not None


def is_field(text: str) -> bool:
    """Whether a text ends with the name of the field and its colon, or begins with them: «Độ mật: ____».

    >>> is_field("Độ mật: ______"), is_field("Độ khẩn: Hỏa tốc"), is_field("MẬT"), is_field("Mật độ xương")
    (True, True, False, False)
    """
    return re.match(rf"{_J}*(?:{_LABEL}|DO\s+KHAN)\s*[:=]", skeleton(text).upper()) is not None


def in_running_text(text: str, level: Level) -> bool:
    """Whether the words around a level make it a part of something else: «BÍ MẬT NHÀ NƯỚC», «GAN MẬT».

    >>> from kehoach.pipeline.secrecy.levels import levels_in
    >>> [in_running_text(t, levels_in(t)[0]) for t in ("BÍ MẬT", "HỘI GAN MẬT", "SỞ Y TẾ MẬT", "MẬT MÃ")]
    [True, True, False, True]
    """
    return last_word(text[: level.start]) in BEFORE or first_word(text[level.end :]) in AFTER


def last_word(text: str) -> str:
    """The last word, in small letters."""
    words = _WORD.findall(text[-40:].lower())
    return words[-1] if words else ""


def first_word(text: str) -> str:
    """The first word, in small letters."""
    match = _WORD.search(text[:40].lower())
    return match[0] if match else ""
