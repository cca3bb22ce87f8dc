"""Names of agencies: where one begins, and how a name in capitals is usually written."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.numbering import roman_value
from kehoach.pipeline.form.provinces import province_spans
from kehoach.pipeline.form.text_key import is_capitals, key, vi_pattern
from kehoach.pipeline.form.word_lists import data

_OF_PLACE = vi_pattern(
    r"\b(?:(?:huyện|tỉnh|thành|thị|quận) ủy|xã(?! hội)|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh"
    r"|khu vực|đặc khu)"
    r"(?P<name>(?:\s+(?!(?:ủy|xã|phường|huyện|quận|tỉnh|và|các|thành phố|thị xã|thị trấn|khu vực|đặc khu)\b)[a-zà-ỵ]+)"
    r"{1,4})"
)
"""A place's own name after the word for its kind."""


_NUMBERED = re.compile(r"so\s*:?\s*\d")  # «SỐ 11/2022/NQ-HĐND» is no «Sở»


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted(map(key, data("agencies")["heads"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(heads)})\b")


@cache
def _names() -> dict[str, str]:
    return {key(name): name for name in data("agencies")["names"]}


@cache
def _known() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def begins_agency(text: str) -> bool:
    """Whether a text begins with a word that names a kind of agency.

    >>> begins_agency("SỞ Y TẾ"), begins_agency("TỈNH NGHỆ AN"), begins_agency("UBND TỈNH QUẢNG NINH")
    (True, False, True)
    >>> begins_agency("SỐ 11/2022/NQ-HĐND")
    False
    """
    if _NUMBERED.match(key(text)):
        return False
    return _heads().match(key(text)) is not None or known_name(text) is not None


@cache
def _glued_names() -> dict[str, str]:
    return {name.replace(" ", ""): usual for name, usual in _names().items() if len(name) > 5}


def known_name(text: str) -> str | None:
    """The agency that a line names but for its spaces and marks, which readers lose; None where it is unknown.

    >>> known_name("SỞY TẼ"), known_name("sO Y TE"), known_name("SƠN TẾ"), known_name("SỞ Y TẾ LẠNG SƠN")
    ('Sở Y tế', 'Sở Y tế', 'Sở Y tế', None)
    """
    glued = key(text).replace(" ", "")
    known = _glued_names().get(glued)
    if known or not 4 <= len(glued) <= 6 or not is_capitals(text):
        return known
    from rapidfuzz import fuzz

    near = {name: fuzz.ratio(glued, key(name).replace(" ", "")) for name in ("Sở Y tế", "Bộ Y tế")}
    best = max(near, key=lambda name: near[name])
    return best if near[best] >= NEARLY else None


NEARLY = 80.0
"""rapidfuzz ratio from which a line of five letters or so in a letterhead is «SỞ Y TẾ»: one letter wrong."""


def carries_on(before: str, after: str) -> bool:
    """Whether a line goes on with the name that the line before begins: «VĂN PHÒNG» and «CHÍNH PHỦ».

    >>> carries_on("VĂN PHÒNG", "CHÍNH PHỦ"), carries_on("ỦY", "BAN NHÂN DÂN"), carries_on("UBND TỈNH X", "SỞ Y TẾ")
    (True, True, False)
    """
    begun = key(before)
    whole = f"{begun} {key(after)}"
    if begun == "uy" and whole.startswith("uy ban"):
        return True
    return any(len(name) > len(begun) and whole.startswith(name) for name in _names() if name.startswith(begun))


def _with_capitals(match: re.Match[str]) -> str:
    """A place with the capitals of its name; a number of «khu vực» is Roman."""
    words = match["name"].split(" ")
    named = [word.upper() if roman_value(word.upper()) else word.capitalize() for word in words]
    return match[0][: match.start("name") - match.start()] + " ".join(named)


def usual_case(text: str) -> str:
    """An agency's name as usually written, where it is printed in capitals; other words become small, a place's own
    name gets its capitals.

    Known names and provinces get the lexicon's marks, so that a reader's slip («SỞ Y TẼ») does not stay.

    >>> usual_case("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN"), usual_case("SỞ Y TẾ"), usual_case("Sở Y tế tỉnh Sơn La")
    ('Ủy ban nhân dân tỉnh Nghệ An', 'Sở Y tế', 'Sở Y tế tỉnh Sơn La')
    >>> usual_case("UBND TỈNH QUẢNG NINH"), usual_case("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH")
    ('UBND tỉnh Quảng Ninh', 'Ủy ban nhân dân Thành phố Hồ Chí Minh')
    >>> usual_case("TRUNG TÂM Y TẾ KHU VỰC NĂM CĂN"), usual_case("HUYỆN ỦY LỤC YÊN"), usual_case("BẢO HIỂM XÃ HỘI")
    ('Trung tâm Y tế khu vực Năm Căn', 'Huyện ủy Lục Yên', 'Bảo hiểm xã hội')
    """
    if not is_capitals(text):
        return text
    folded = key(text)
    letters = list(_OF_PLACE.sub(_with_capitals, text.lower()))
    for start, end, province in province_spans(folded):
        if len(province) == end - start:
            letters[start:end] = province
        if folded[max(start - 5, 0) : start] == "tinh ":
            letters[start - 5 : start] = "tỉnh "
        if province == "Hồ Chí Minh" and folded[max(start - 10, 0) : start] == "thanh pho ":
            letters[start - 10 : start] = "Thành phố "  # Nghị định 30/2020/NĐ-CP, Phụ lục II, III.1.b
    for match in _known().finditer(folded):
        name = _names()[match[0]]
        if " " not in name and match.start():
            continue  # «CÁN BỘ» is no ministry
        letters[match.start() : match.end()] = name
    for match in re.finditer(r"\b(?:UBND|HĐND|MTTQ|BCĐ)\b", text):
        letters[match.start() : match.end()] = match[0]
    if letters:
        letters[0] = letters[0].upper()
    return "".join(letters)
