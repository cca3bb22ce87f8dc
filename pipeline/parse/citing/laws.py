"""Laws cited by name, without a number: «Luật Đấu thầu (sửa đổi)», «Luật Kế toán năm 2015»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kehoach.pipeline.form.dates import DATE, find_date
from kehoach.pipeline.form.text_key import is_capitals, key
from kehoach.pipeline.form.word_lists import data
from kehoach.pipeline.parse.citing.mentions import Mention
from kehoach.pipeline.parse.lines.paragraphs import Para

_AMENDING = re.compile(r"luat sua doi, bo sung mot so dieu cua (?:cac )?$")
_AFTER = re.compile(r"\s*\((?:sua doi|sua doi, bo sung)\)|\s+nam (?:19|20)\d{2}\b")
_NUMBERED = re.compile(r"[^;.]{0,40}?\bso\s*:?\s*\d{1,3}\s?/\s?(?:19|20)\d{2}\s?/\s?qh")
_AND = " va "
_DATED = re.compile(r"\s*,?\s*ngay\s+(?=\d)")


@cache
def _laws() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {key(name): name for name in data("laws", "parse")["names"]}
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b"), names


def law_mentions(para: Para) -> Iterator[Mention]:
    """The laws that a paragraph names without their number; those of the lexicon only, a name's end being unmarked.

    >>> def laws(text): return [m.title for m in law_mentions(Para(text, key(text), (), (0,)))]
    >>> laws("theo Luật Thi đua, khen thưởng và Luật Ngân sách Nhà nước; Luật Dược số 44/2024/QH15; thi hành luật")
    ['Luật Thi đua, khen thưởng', 'Luật Ngân sách nhà nước']
    >>> laws("Luật sửa đổi, bổ sung một số điều của Luật Phòng, chống thiên tai và Luật Đê điều")
    ['Luật sửa đổi, bổ sung một số điều của Luật Phòng, chống thiên tai và Luật Đê điều']
    """
    if "luat" not in para.key or is_capitals(para.text):
        return
    pattern, names = _laws()
    joined = 0  # where the title of an amending law ends that names two laws
    for match in pattern.finditer(para.key):
        if match.start() < joined:
            continue
        if not para.text[match.start()].isupper() or _NUMBERED.match(para.key, match.end()):
            continue
        amending = _AMENDING.search(para.key, max(match.start() - 60, 0), match.start())
        start = amending.start() if amending else match.start()
        after = _AFTER.match(para.key, match.end())
        end = after.end() if after else match.end()
        also = pattern.match(para.key, end + len(_AND)) if amending and para.key.startswith(_AND, end) else None
        joined = end = also.end() if also else end
        name = names[match[0]]
        title = f"Luật sửa đổi, bổ sung một số điều của {name}" if amending else name
        title += f" và {names[also[0]]}" if also else ""
        gap = _DATED.match(para.key, end)
        dated = DATE.match(para.key, gap.end()) if gap else None
        date = find_date(para.key, dated.start(), dated.end()) if dated else None
        yield Mention(
            para,
            start,
            dated.end() if date and dated else end,
            "",
            name.split()[0].replace("Bộ", "Bộ luật"),
            date.iso if date else None,
            None,
            title,
        )
