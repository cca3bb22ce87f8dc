"""Ô 7 of Nghị định 30/2020/NĐ-CP: authority (TM., KT., TL., TUQ., Q.), position, and the signer's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from kehoach.pipeline.form.provinces import find_province
from kehoach.pipeline.form.text_key import is_capitals, key, vi_pattern
from kehoach.pipeline.form.word_lists import data
from kehoach.pipeline.plan import Signer

AUTHORITY = vi_pattern(r"\b(T\.?\s?U\.?\s?Q|TM|T/M|KT|K/T|TL|T/L|Q)(?:\.|\s(?=[A-ZÀ-Ỵ]{2}))\s*")
_POSITIONS = (
    r"(?:pho\s+|quyen\s+|nguyen\s+)*(?:tong giam doc|giam doc|chu tich|bo truong|thu truong|tong cuc truong"
    r"|cuc truong|vu truong|chi cuc truong|vien truong|hieu truong|truong ban|truong phong|truong khoa"
    r"|truong tram|chanh van phong|chanh thanh tra|chanh an|bi thu|tong bi thu|chu nhiem|uy vien|doi truong"
    r"|truong doan|to truong|thu truong don vi|thu tuong|tong thu ky|truong thuong truc|tu lenh|chi huy truong"
    r"|tong bien tap|truong tieu ban|ke toan truong|thu ky|van phong truong|pho ban|thuong truc)\b"
)
_POSITION = re.compile(_POSITIONS)
_BESIDE = re.compile(r"(?:phe )?duyet\b|xac nhan\b|y kien\b|nguoi (?:lap|xay dung|soan)\b")
"""Headings of those who sign beside the agency: who approves a commune's plan, who drew it up."""
_LESSER = re.compile(r"(?:pho )?(?:truong (?:phong|khoa)|to truong|ke toan truong|thu ky)\b|nguoi ")
_SIGNED = re.compile(r"\W*(?:da ky(?: so| ten)?|ky(?: so\b| ten\b|, | va | ghi )[a-z ,]*|chu ky[a-z ]*)\W*")
_FAR_APART = re.compile(r"\s{3,}")
JUNK = ".:;,*'`|_~"
"""What specks and strokes of the pen beside a position are read as."""
COMMON = (
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "CỤC TRƯỞNG",
    "PHÓ CỤC TRƯỞNG",
    "CHI CỤC TRƯỞNG",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "VIỆN TRƯỞNG",
)
"""The positions that sign plans; a line that is nearly one is taken for it."""
ABOVE_NAME = 70.0
"""The ratio for a line between the archive line and a name: «LAM ĐỐC» has 77."""
_TITLES = re.compile(
    r"^(?:(?:(?:GS|PGS|TS|ThS|BS|BSCKI{1,2}|CKI{1,2}|DS|DSCKI{1,2}|CN|KS|LS|TTND|TTƯT|TTND|AHLĐ|TSKH)\b[.,\s]*)+"
    r"|(?:Trung|Thượng|Thiếu|Đại)\s+(?:tá|tướng|úy)\s+)"
)
_NAME = vi_pattern(r"[A-ZÀ-Ỵ][a-zà-ỵ']+(?:\s+[A-ZÀ-Ỵ][a-zà-ỵ']*){1,5}$")
_PART = re.compile(r"(?:phan|chuong|muc)\s+(?:[ivx]+|mot|hai|ba|bon|nam|thu \w+)")


def is_authority_row(text: str) -> bool:
    """Whether a line begins the signature with an authority.

    >>> is_authority_row("TM. ỦY BAN NHÂN"), is_authority_row("KT.GIÁM ĐỐC"), is_authority_row("TM. Ban chỉ đạo")
    (True, True, False)
    """
    match = AUTHORITY.match(text)
    return match is not None and len(text) > match.end() and is_capitals(text)


@lru_cache(maxsize=1024)
def position_like(text: str, cutoff: float = 82.0) -> str | None:
    """The position that a line in capitals is, as usually printed, where a reader hurt it; None where it is none.

    `cutoff`: rapidfuzz ratio; «PHÉGIÁM ĐỐC» has 90, «AM ĐỐC» for «GIÁM ĐỐC» 83, headings stay under 60. Right above
    a name, where a position must stand, ABOVE_NAME is enough.

    >>> position_like("PHÉGIÁM ĐỐC"), position_like("G IÁM ĐŨC"), position_like("NỘI DUNG"), position_like("GIÁM ĐỐC")
    ('PHÓ GIÁM ĐỐC', 'GIÁM ĐỐC', None, 'GIÁM ĐỐC')
    """
    glued = key(text).replace(" ", "").strip(JUNK)
    if not is_capitals(text) or not 5 <= len(glued) <= 24:
        return None
    from rapidfuzz import fuzz, process

    names = {key(name).replace(" ", ""): name for name in COMMON}
    found = process.extractOne(glued, names.keys(), scorer=fuzz.ratio, score_cutoff=cutoff)
    return names[found[0]] if found else None


def is_position_row(text: str) -> bool:
    """Whether a line in capitals is a position, alone.

    >>> is_position_row("PHÓ GIÁM ĐỐC"), is_position_row("CHỦ TỊCH UBND TỈNH"), is_position_row("Giám đốc Sở")
    (True, True, False)
    """
    match = _POSITION.match(key(text)) if len(text) <= 60 else None
    return match is not None and is_capitals(text[: match.end()])


def is_beside_row(text: str) -> bool:
    """Whether a line in capitals is the heading of one who signs beside the agency.

    >>> is_beside_row("DUYỆT CỦA UBND XÃ"), is_beside_row("NGƯỜI LẬP KẾ HOẠCH"), is_beside_row("Xác nhận của Sở Y tế")
    (True, True, False)
    """
    return len(text) <= 60 and is_capitals(text) and _BESIDE.match(key(text)) is not None


def is_lesser(position: str) -> bool:
    """Whether a position is that of a part of the agency: its holder, without an authority, signs beside the head.

    >>> is_lesser("TRƯỞNG PHÒNG QLCL"), is_lesser("NGƯỜI LẬP"), is_lesser("PHÓ GIÁM ĐỐC"), is_lesser("TRƯỞNG TRẠM")
    (True, True, False, False)
    """
    return _LESSER.match(key(position)) is not None


def is_signed_mark(text: str) -> bool:
    """Whether a line only says that here is a signature.

    >>> [is_signed_mark(text) for text in ("(Đã ký)", "(Ký, ghi rõ họ tên)", "Đã ký hợp đồng", "Kỳ Sơn")]
    [True, True, False, False]
    """
    return _SIGNED.fullmatch(key(text)) is not None


def far_apart(text: str) -> list[str]:
    """The parts of a printed line that stand far apart, as columns do in a text."""
    return _FAR_APART.split(text.strip())


def is_person(line_text: str) -> bool:
    """Whether a printed line is a person's name, or the names of several who sign side by side.

    >>> is_person("Lê An"), is_person("Phan Thị Minh Trang          Trần Văn Sơn"), is_person("GIÁM ĐỐC")
    (True, True, False)
    """
    return all(is_name(part) or is_capital_name(part) for part in far_apart(line_text))


def without_titles(name: str) -> str:
    """A name without degrees and ranks.

    >>> without_titles("TS. BS. Nguyễn Văn An"), without_titles("Đại tá Lê Bình")
    ('Nguyễn Văn An', 'Lê Bình')
    """
    return _TITLES.sub("", name).strip()


def is_name(text: str) -> bool:
    """Whether a line can be a person's name: two to six words, each with a capital.

    >>> is_name("Phan Văn Mười"), is_name("Phần I"), is_name("Chương Hai")
    (True, False, False)
    >>> is_name("Từ Quốc Hiệu"), is_name("BSCKII. Lê An"), is_name("Lưu: VT"), is_name("08 KH"), is_name("Sở Y tế")
    (True, True, False, False, False)
    """
    folded = key(text)
    listed = folded.startswith(("so ", "luu ", "noi nhan", "phu luc")) or _PART.fullmatch(folded) is not None
    return _NAME.match(without_titles(text)) is not None and not listed


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in data("surnames")["names"]:
        found[key(name)] = (*found.get(key(name), ()), name)
    return found


def is_capital_name(text: str) -> bool:
    """Whether a line in capitals is a person's name, as older documents print it: a known surname first, no place.

    >>> is_capital_name("NGUYỄN VĂN AN"), is_capital_name("HÀ TĨNH"), is_capital_name("GIÁM ĐỐC SỞ Y TẾ")
    (True, False, False)
    >>> is_capital_name("PHÓ ĐỨC AN"), is_capital_name("PHÓ GIÁM ĐŨC")
    (True, False)
    """
    words = without_titles(text).split()
    if not 2 <= len(words) <= 5 or not text.isupper() or not all(map(str.isalpha, words)):
        return False
    if _POSITION.match(key(text)) or position_like(text):  # «PHÓ GIÁM ĐŨC»: Phó is a surname too
        return False
    return words[0].capitalize() in _surnames().get(key(words[0]), ()) and find_province(text) is None


def with_surname_mended(name: str) -> str:
    """A name that a reader of images gave, the marks of its surname those that this surname has; else as it is.

    >>> with_surname_mended("Lẫm Tấn Phước"), with_surname_mended("Đương Thị Lan"), with_surname_mended("Siu Hơn")
    ('Lâm Tấn Phước', 'Đương Thị Lan', 'Siu Hơn')
    """
    first, space, rest = name.partition(" ")
    known = _surnames().get(key(first), ())
    return known[0] + space + rest if len(known) == 1 and first not in known else name


def _phrases(lines: Sequence[str]) -> list[str]:
    """Signature lines joined where one phrase is broken over two lines, and parted where two stand on one."""
    phrases: list[str] = []
    for line in lines:
        begins = _POSITION.match(key(line)) is not None or position_like(line) is not None
        if phrases and AUTHORITY.match(line) is None and not begins:
            phrases[-1] += " " + line
        else:
            phrases.append(line)
    parted: list[str] = []
    for phrase in phrases:
        cuts = [m.start() for m in AUTHORITY.finditer(phrase) if m.start() > 0 and phrase[m.start() - 1] == " "]
        parted += [phrase[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(phrase)], strict=True)]
    return [phrase for phrase in parted if phrase]


def _mended(position: str) -> str:
    """A position as printed, or where a reader hurt it, its marks alone or its letters too, the one that it is."""
    same = next((name for name in COMMON if key(name) == key(position)), None)
    if same:
        return same if position.isupper() else position
    like = position_like(position, ABOVE_NAME) if _POSITION.match(key(position)) is None else None
    return like or position


def read_signer(lines: Sequence[str], name: str | None) -> Signer | None:
    """The signer from the lines above the name; None where there is neither line nor name.

    With TM. and KT. both printed the first line is the authority (the body signs), the first without one the position.

    >>> read_signer(["TM. ỦY BAN NHÂN", "DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Lê An").on_behalf_of
    'ỦY BAN NHÂN DÂN'
    >>> read_signer(["GIÁM ĐỐC"], "Lê An").position
    'GIÁM ĐỐC'
    >>> read_signer(["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND XÃ"], "Lê An").position
    'TRƯỞNG BAN'
    >>> signer = read_signer(["Q. GIÁM ĐỐC"], "Lê An"); signer.authority, signer.position
    ('Q.', 'GIÁM ĐỐC')
    """
    if not lines and not name:
        return None
    signer = Signer(name=without_titles(name) if name else None, lines=list(lines))
    for phrase in _phrases(lines):
        match = AUTHORITY.match(phrase)
        rest = _mended((phrase[match.end() :] if match else phrase).strip(" .,:;"))
        if match is None:
            if signer.position is None or is_beside_row(signer.position):
                signer.position = rest  # a second one is the office that the signer holds elsewhere (ô 7b)
        elif signer.authority is None:
            signer.authority = re.sub(r"[\s./]", "", match[1]) + "."
            if signer.authority == "Q.":
                signer.position = rest
            else:
                signer.on_behalf_of = rest
        elif match[1] == "Q":
            signer.position = rest
    hurt = bool(lines) and position_like(lines[-1]) == signer.position and key(lines[-1]) != key(signer.position or "")
    if hurt and signer.authority == "KT." and signer.position == signer.on_behalf_of:
        signer.position = f"PHÓ {signer.position}"  # only a deputy signs KT. (Nghị định 30/2020/NĐ-CP, Điều 13)
    return signer
