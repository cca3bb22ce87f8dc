"""Who issued a cited document: «… của Bộ trưởng Bộ Y tế về …»."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.provinces import province_spans
from kehoach.pipeline.form.text_key import key, squeeze
from kehoach.pipeline.form.word_lists import data
from kehoach.pipeline.parse.lines.paragraphs import Para

_OF = re.compile(r"\s*[),]?\s*cua\s+")
_STOP = re.compile(
    r"\s(?:ve|v/v|ban hanh|phe duyet|quy dinh|huong dan|sua doi|bo sung|trien khai|thuc hien|ket luan|cong bo"
    r"|dieu chinh|giao|thanh lap|tong ket|quy|chi tiet|thong qua|tai|va|nham|de|cho|tren|trong|co|da"
    r"|duoc|theo|phan|bai bo|thay the|gui|xay dung|to chuc|tiep tuc|tang cuong|quan ly|lan thu|ngay|ung ho|day manh"
    r"|phat dong|keu goi|yeu cau|nang cao|khac phuc|phong chong|uy quyen|dinh huong|cai cach|tham dinh|kiem tra"
    r"|mot so|nhung|cac|hop|so|quan triet|hoi nghi)\b"
    r"|[;:.(\[\"“]|,|\)|$"
)
_OFFICE = re.compile(
    r"(?:bo truong|thu truong|chu tich|pho chu tich|giam doc|pho giam doc|cuc truong|chanh van phong|van phong"
    r"|tong giam doc|ban thuong vu|ban chap hanh|ban can su dang|dang uy|thuong truc)\s+"
)
_AREA = re.compile(r"\s+(?:(?:tinh|thanh pho|tp\.?|quan|huyen|xa|phuong|thi xa|khoa)\b)")
_ORDINAL = re.compile(r"\s+(?:[ivx]+|\d+)\b")


@cache
def _known() -> re.Pattern[str]:
    names = sorted(map(key, data("agencies")["names"]), key=len, reverse=True)
    more = [
        "ban chap hanh trung uong dang(?: cong san viet nam)?(?: khoa [ivx]+)?",
        "ban chap hanh trung uong",
        "bo chinh tri",
        "ban bi thu(?: trung uong dang)?",
        "dang bo",
        "dang",
        "trung uong",
        "bch trung uong dang",
    ]
    return re.compile(rf"(?:{'|'.join([*more, *map(re.escape, names)])})\b")


def _area_end(text_key: str, at: int) -> int:
    """Past « tỉnh Thái Bình», « thành phố Cần Thơ», « Bắc Ninh», « khóa XII» that follow an agency's name."""
    match = _AREA.match(text_key, at)
    probe = match.end() if match else at
    spans = province_spans(text_key[probe : probe + 30])
    if spans and not text_key[probe : probe + spans[0][0]].strip():
        return probe + spans[0][1]
    if match:
        following = _ORDINAL.match(text_key, probe)
        return following.end() if following else probe
    return at


def issuer_at(para: Para, at: int) -> tuple[str | None, int]:
    """The issuer named at a place («của …»), as printed, and where it ends; None and the place where there is none.

    >>> from kehoach.pipeline.form.text_key import key
    >>> def issuer(text): return issuer_at(Para(text, key(text), (), (0,)), 0)[0]
    >>> issuer(" của Bộ trưởng Bộ Lao động - Thương binh và Xã hội phê duyệt"), issuer(" của UBND tỉnh về việc")
    ('Bộ trưởng Bộ Lao động - Thương binh và Xã hội', 'UBND tỉnh')
    >>> issuer(" của Sở Y tế Bắc Ninh về"), issuer(" của Đảng, Luật"), issuer(" về việc")
    ('Sở Y tế Bắc Ninh', 'Đảng', None)
    """
    of = _OF.match(para.key, at)
    if of is None:
        return None, at
    start = of.end()
    office = _OFFICE.match(para.key, start)
    known = (_known().match(para.key, office.end()) if office else None) or _known().match(para.key, start)
    end = known.end() if known else start
    end = max(end, _area_end(para.key, end))
    stop = _STOP.search(para.key, end)
    if not known or (stop and stop.start() - end < 30 and para.text[end : stop.start()].strip()[:1].isupper()):
        end = stop.start() if stop else len(para.text)
    if end - start > 90 or end <= start:
        return None, at
    return squeeze(para.text[start:end]).strip(" ,.;") or None, end
