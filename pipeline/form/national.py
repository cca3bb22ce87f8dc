"""Quốc hiệu and tiêu ngữ (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 1), and what Party documents have in their place.

One table of what is printed there, and three questions: is this line one of them, does it end with one, has it one
somewhere. Readers hurt letters and lose marks, so texts are compared bare; how much may differ each question says.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kehoach.pipeline.form.text_key import is_capitals, key, plain


class Heading(StrEnum):
    """What stands at the head of the right column; the values are the Plan's names for furniture."""

    NATION = "national-title"
    MOTTO = "motto"
    PARTY = "party-title"


TEXTS = {
    Heading.NATION: ("cong hoa xa hoi chu nghia viet nam", "viet nam dan chu cong hoa"),
    Heading.MOTTO: ("doc lap - tu do - hanh phuc", "doc lap tu do hanh phuc"),
    Heading.PARTY: ("dang cong san viet nam",),
}
"""Folded; the second quốc hiệu is that of 1945–1976."""

LIKENESS = 78.0
"""Per cent of letters alike (rapidfuzz ratio) from which a misread «CỘNG HÒA XÃ HỘI …» is still known."""
_ALL_OF_IT = 97.0  # and from which a line in small letters is: the words and nothing else
_HURT = 70.0
"""The same for a line of a letterhead, where little else stands."""
_SOMEWHERE = 65.0  # per cent of letters alike in some part of a line; what `LIKENESS` finds in a tail has 78 and more

_PATTERNS = {
    Heading.NATION: re.compile(
        r"c[oq]ng\s+h[oq]a\s+xa\s+h[oq][ai1il]?\s+chu\s+nghia\s+viet\s+nam|viet\s+nam\s+dan\s+chu\s+cong\s+hoa"
    ),
    Heading.MOTTO: re.compile(r"doc\s+lap\s*-?\s*t[uw]\s+do\s*-?\s*hanh\s+ph[u]?c"),
    Heading.PARTY: re.compile(r"dang\s+cong\s+san\s+viet\s+nam"),
}
_BEGUN = re.compile(r"c[oq]ng\s+h[oq]a\s+xa\s+h[oq]|chu\s+nghia\s+viet\s+nam|doc\s+lap\s*-?\s*t[uw]\s+do\b")
"""What is enough of them where a narrow column has wrapped them."""

_TAILS = (
    ("cong hoa xa hoi chu nghia viet nam", 72.0),
    ("dang cong san viet nam", 80.0),
    ("doc lap - tu do - hanh phuc", 70.0),
    ("chu nghia viet nam", 85.0),
    ("cong hoa xa hoi", 85.0),
)
"""Whole or wrapped, and how like it (rapidfuzz ratio) the end of a line has to be. Seed text read with an English model
comes to 88–97; the nearest other line ends in plans come to 61 (whole) and 79 (wrapped)."""
_ODD_WRAPS = ("cong hoa xa hoi chu nghia", "hoi chu nghia viet nam", "cong hoa xa", "nghia viet nam")
"""Pieces of the quốc hiệu that stand alone on a line where a narrow column cut it elsewhere."""
_HALF = 15  # letters of «cộng hòa xã hội»: its like must stand in front, or the line is a place and «chủ nghĩa …»
_MOST_WORDS = 14  # of a tail: the quốc hiệu has eight, a reader may tear them


class Span(NamedTuple):
    """Where in a text a heading stands."""

    heading: Heading
    start: int
    end: int


@lru_cache(maxsize=1 << 12)
def heading_of(text: str) -> Heading | None:
    """Which heading a line is, hurt or not; None for any other line.

    Quốc hiệu and Party title are printed in capitals (legacy fonts make capitals of small letters); inside a sentence
    they are not, but small letters alone on a line are taken where they are letter for letter the same.

    >>> heading_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").value, heading_of("Độc lập – Tự do – Hạnh phúc").value
    ('national-title', 'motto')
    >>> heading_of("CQNG HOA XA HOI CHU NGHIA VI~T NAM").value, heading_of("Cộng hòa xã hội chủ nghĩa Việt Nam").value
    ('national-title', 'national-title')
    >>> heading_of("Cộng hòa xã hội chủ nghĩa Việt Nam và") is None, heading_of("CHỦ TỊCH") is None
    (True, True)
    """
    for heading in Heading:
        least = LIKENESS if heading is Heading.MOTTO or _may_be_capitals(text) else _ALL_OF_IT
        if _likest(plain(text), heading) >= least:
            return heading
    return None


def is_nation(text: str) -> bool:
    """Whether a line is the quốc hiệu or the Party's title.

    >>> is_nation("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), is_nation("Độc lập - Tự do")
    (True, False)
    """
    return heading_of(text) in (Heading.NATION, Heading.PARTY)


def is_motto(text: str) -> bool:
    """Whether a line is the tiêu ngữ.

    >>> is_motto("Độc lập – Tự do – Hạnh phúc"), is_motto("CHỦ TỊCH")
    (True, False)
    """
    return heading_of(text) is Heading.MOTTO


def _may_be_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return not capitals or 2 * capitals > len(letters)


def _likest(text: str, heading: Heading) -> float:
    from rapidfuzz import fuzz

    return max(fuzz.ratio(text, one) for one in TEXTS[heading])


def likeness(text: str) -> float:
    """How much a line is the quốc hiệu or the tiêu ngữ, 0…100.

    >>> likeness("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") > likeness("NẴNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") > 80
    True
    """
    return max(_likest(plain(text), heading) for heading in Heading)


def may_hold_heading(text: str) -> bool:
    """Whether quốc hiệu, tiêu ngữ or Party title may be somewhere in a line: a cheap look before a thorough one.

    >>> may_hold_heading("SỞ Y TẾ Độc lập - Tự do - Hạnh phúc"), may_hold_heading("Thực hiện chỉ đạo của Bộ Y tế")
    (True, False)
    """
    from rapidfuzz import fuzz

    folded = plain(text)
    return any(fuzz.partial_ratio(one, folded) >= _SOMEWHERE for texts in TEXTS.values() for one in texts)


def headings_in(text: str) -> list[Span]:
    """The headings that stand whole anywhere in a text, one of each kind at most; a few letters may be misread.

    >>> [(s.heading.value, s.start) for s in headings_in("SỞ Y TẾ ĐẢNG CỘNG SẢN VIỆT NAM")]
    [('party-title', 8)]
    """
    found = ((heading, pattern.search(key(text))) for heading, pattern in _PATTERNS.items())
    return [Span(heading, *match.span()) for heading, match in found if match]


def has_heading(text: str) -> bool:
    """Whether a line is a heading or has one, whole or begun: what letterheads alone have.

    In running text the Party and the republic are named in small letters.

    >>> has_heading("UBND TỈNH CỘNG HÒA XÃ HỘI CHỦ"), has_heading("Độc lập-Tự do-Hạnh phúc")
    (True, True)
    >>> has_heading("trong khối Đảng Cộng sản Việt Nam"), has_heading("Độc lập, tự do và hạnh phúc của nhân dân")
    (False, False)
    """
    folded = key(text)
    begun = _BEGUN.search(folded)
    if begun and (begun[0].startswith("doc") or _may_be_capitals(text[slice(*begun.span())])):
        return True
    party = _PATTERNS[Heading.PARTY].search(folded)
    if party and (is_capitals(text[slice(*party.span())]) or folded == folded[slice(*party.span())]):
        return True
    return heading_of(text) is not None


def hurt_heading(line: str, heading: Heading) -> bool:
    """Whether a whole line of a letterhead is a heading that a reader has hurt badly.

    >>> hurt_heading("Péc lap - Tw do - Hanh phic", Heading.MOTTO), hurt_heading("SỞ Y TẾ", Heading.MOTTO)
    (True, False)
    """
    text = key(line.strip())
    return (
        any(abs(len(text) - len(one)) <= len(one) * 0.3 for one in TEXTS[heading]) and _likest(text, heading) >= _HURT
    )


def tail_start(words: list[str]) -> int | None:
    """The index of the word with which a heading, whole or wrapped, begins that ends a line; None where none does.

    >>> tail_start("SOY TE Péc lap - Tw do - Hanh phc".split()), tail_start("CHỦ TỊCH UBND TỈNH".split()) is None
    (2, True)
    """
    from rapidfuzz import fuzz

    keys = [plain(word) for word in words]
    if any(fuzz.ratio(" ".join(keys), part) >= 90 for part in _ODD_WRAPS):
        return 0
    for text, least in _TAILS:
        best, score = None, least
        for start in range(max(0, len(words) - _MOST_WORDS), len(words)):
            tail = " ".join(keys[start:])
            found = fuzz.ratio(tail, text)
            if found >= score and fuzz.ratio(tail[:_HALF], text[:_HALF]) >= least - 10:
                best, score = start, found
        if best is not None:
            return best
    return None
