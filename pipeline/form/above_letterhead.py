"""What others put on a page above and beside its letterhead: systems their line, who receives it a typed stamp.

None of it is the document's own: its numbers and dates are those of the printing and of the receipt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.form.agencies import begins_agency
from kehoach.pipeline.form.letterhead_lines import is_letterhead_line
from kehoach.pipeline.form.national import has_heading
from kehoach.pipeline.form.text_key import is_capitals, key, vi_pattern

_ARRIVED = vi_pattern(r"(?:(?:CÔNG VĂN|Công văn|công văn)\s+)?(?:ĐẾN|Đến)\s*(?::|\b(?:số|Số|SỐ|ngày|Ngày|NGÀY)\b|$)")
"""The first line of a stamp of arrival (Nghị định 30/2020/NĐ-CP, Phụ lục IV, mẫu dấu «Đến»), in marked text: «đền» and
«đen» are other words."""
_ENTRY = re.compile(
    r"(?:den\s*)?(?:so\s*(?:den)?\s*[:.]?\s*\d*[\s.…_]*"
    r"|(?:ngay|gio)\s*(?:den)?\s*[:.]\s*[\d\s/.:hg-]*"
    r"|(?:kinh )?chuyen\s*:.*|luu ho so(?: so)?\s*:.*)$"
)
"""The stamp's other lines: «Số: 417», «Ngày: 17/3/2025», «Chuyển: …», «Lưu hồ sơ số: …»."""
_MOST_ABOVE = 12
"""Within so many lines quốc hiệu follows; a letterhead has at most three lines of agencies before it."""
_OVER_US = ("ubnd", "uy ban")
"""Who receives plans of a department and stamps them above its parent's name is no People's Committee's letterhead."""


def is_arrival(text: str) -> bool:
    """Whether a line begins a stamp of arrival, as far as the line itself says; «CÔNG VĂN ĐẾN» is no title.

    >>> is_arrival("CÔNG VĂN ĐẾN"), is_arrival("Đến: Số: 8"), is_arrival("CÔNG VĂN"), is_arrival("Đến năm 2030")
    (True, True, False, False)
    """
    return _ARRIVED.match(text) is not None


def stamp_of_arrival(texts: Sequence[str]) -> range:
    """The lines of a typed stamp of arrival among a letterhead's, its owner's name above included; empty without one.

    >>> list(stamp_of_arrival(["BỆNH VIỆN Y", "Đến: Số: 8", "Ngày: 2/3/2025", "SỞ Y TẾ", "Số: 5/KH-SYT"]))
    [0, 1, 2]
    >>> list(stamp_of_arrival(["SỞ Y TẾ", "ĐẾN", "Số: 8", "Chuyển: P. NVY", "Số: 5/KH-SYT"]))
    [1, 2, 3]
    >>> list(stamp_of_arrival(["SỞ Y TẾ", "Số: 5/KH-SYT", "Đến năm 2030"]))
    []
    """
    at = next((at for at, text in enumerate(texts) if is_arrival(text)), None)
    if at is None:
        return range(0)
    end = at + 1
    while end < len(texts) and _ENTRY.match(key(texts[end]).strip()):
        end += 1
    if end == at + 1 and not any(map(str.isdigit, texts[at])):
        return range(0)  # «ĐẾN» alone can be a line of a title
    above = texts[:at]
    ours = any(begins_agency(text) and not is_letterhead_line(text) for text in texts[end:])
    theirs = ours and len(above) == 1 and begins_agency(above[0]) and not key(above[0]).startswith(_OVER_US)
    return range(0 if theirs else at, end)


def lines_above(texts: Sequence[str]) -> int:
    """How many lines stand above a letterhead: text in small letters, where quốc hiệu follows and no agency precedes.

    >>> lines_above(["In lúc 08:15 ngày 14/3/2025 từ iOffice", "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    1
    >>> lines_above(["Sở Y tế", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]), lines_above(["In lúc 08:15", "SỞ Y TẾ"])
    (0, 0)
    """
    if not any(map(has_heading, texts[:_MOST_ABOVE])):
        return 0
    for at, text in enumerate(texts):
        if is_capitals(text) or begins_agency(text) or is_letterhead_line(text):
            return at
    return 0
