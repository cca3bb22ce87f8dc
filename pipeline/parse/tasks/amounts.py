"""Sums of money in đồng: «150.000.000 đồng», «1,5 tỷ đồng», «200 triệu đồng»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kehoach.pipeline.form.text_key import squeeze
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.plan import Amount

_NUMBER = r"(?<![\d.,/])(?P<n>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
_AMOUNT = re.compile(
    rf"{_NUMBER}\s*(?:(?P<scale>nghin|ngan|trieu|ty|ti)\s+)?(?P<unit>dong\b(?! thoi| bo| y| chi| loat| bao| hanh"
    rf"| thuan| tinh| nghiep)|d\b(?=[\s.,;)/]|$)|vnd\b)"
)
_BOTH = re.compile(rf"{_NUMBER}\s*t[yi]\s*,?\s*{_NUMBER.replace('?P<n>', '?P<m>')}\s*trieu(?:\s*dong)?")
"""«2 tỷ 500 triệu đồng»."""
_SCALED = re.compile(rf"{_NUMBER}\s*(?P<scale>trieu|ty|ti)(?P<unit>)(?=\s*[.,;)]|$)")
_DIGIT = re.compile(r"\d")
_UNIT = re.compile(r"dong\b|\dd\b|\d\s+d\b|vnd|trieu|\bt[yi]\b|\dt[yi]\b")
"""What a sum cannot do without: looked for first, for most paragraphs have none."""
_SCALES = {"nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000, "ty": 1_000_000_000, "ti": 1_000_000_000}


def value_of(number: str, scale: str | None) -> int:
    """A printed sum as đồng; a point groups thousands, a comma begins decimals.

    >>> value_of("150.000.000", None), value_of("1,5", "ty"), value_of("200", "trieu")
    (150000000, 1500000000, 200000000)
    """
    whole, _, decimals = number.replace(".", "").partition(",")
    worth = _SCALES.get(scale or "", 1)
    return int(whole) * worth + (int(decimals) * worth // 10 ** len(decimals) if decimals else 0)


def _what(para: Para, at: int) -> str | None:
    """What a sum is for: the words before it in its clause."""
    window = max(at - 200, 0)
    start = max(window - 1, *(para.text.rfind(stop, window, at) for stop in (". ", "; ", "\t", "("))) + 1
    words = squeeze(para.text[start:at]).strip(" :;,.-")
    return words[-160:] or None


def amounts_in(para: Para) -> Iterator[Amount]:
    """The sums of a paragraph; a small one with «đ» alone («5 đ») is a score or a label, no money."""
    if _DIGIT.search(para.key) is None or _UNIT.search(para.key) is None:
        return
    both = [match.span() for match in _BOTH.finditer(para.key)]
    for start, end in both:
        numbers = re.findall(_NUMBER.replace("?P<n>", ""), para.key[start:end])
        value = value_of(numbers[0], "ty") + value_of(numbers[1], "trieu")
        place = para.evidence(start, end)
        yield Amount(raw=para.text[start:end], value=value, what=_what(para, start), evidence=place)
    for pattern in (_AMOUNT, _SCALED):
        for match in pattern.finditer(para.key):
            if any(start <= match.start() < end for start, end in both):
                continue
            if match["unit"] == "d" and "." not in match["n"]:
                continue
            if match["unit"] == "dong" and not match["scale"] and len(match["n"]) < 4:
                continue
            raw = para.text[match.start() : match.end()]
            value = value_of(match["n"], match["scale"])
            yield Amount(raw=raw, value=value, what=_what(para, match.start()), evidence=para.evidence(*match.span()))


def find_amounts(paras: Iterable[Para]) -> list[Amount]:
    """All sums of some paragraphs, in order."""
    return [amount for para in paras for amount in amounts_in(para)]
