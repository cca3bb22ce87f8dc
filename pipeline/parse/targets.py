"""Indicators with the value to be reached: «Ít nhất 85% người hưởng trợ cấp …», «Phấn đấu đạt 95% …»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.parse.paragraphs import Para
from pipeline.parse.textual import squeeze
from pipeline.plan import Target

_VALUE = re.compile(
    r"(?P<before>(?:(?:phan dau|dat|bao dam|dam bao|duy tri|tang|giam|hoan thanh|muc tieu)\s*(?:len\s*|xuong\s*"
    r"|co\s*|den nam \d{4},?\s*)*)*)"
    r"(?P<comparator>it nhat|toi thieu|tren|hon|vuot|khong qua|toi da|duoi|xuong duoi|con duoi|tu|≥|>=|>|≤|<=|<)?\s*"
    r"(?P<value>\d{1,3}(?:[.,]\d{1,3})?)\s?%(?P<more>\s*tro len)?"
)
_COMPARATORS = {
    "it nhat": ">=", "toi thieu": ">=", "≥": ">=", ">=": ">=", "tren": ">", "hon": ">", "vuot": ">", ">": ">",
    "khong qua": "<=", "toi da": "<=", "≤": "<=", "<=": "<=", "duoi": "<", "xuong duoi": "<", "con duoi": "<", "<": "<",
}  # fmt: skip
_YEAR = re.compile(r"(?:den|trong|het|cuoi)?\s*nam\s+(?P<y>20\d{2})")
REACH = 600
"""A clause is looked for so many letters to each side; the longest of the plans read has 410."""
_NO_TARGET = re.compile(r"so voi|cung ky|hien (?:nay|co)|da dat|ty le hien|chua dat|chiem\b|luong\b|thue\b|lai suat")


def _clause(para: Para, start: int, end: int) -> tuple[int, int]:
    """The clause around a value: between semicolons and full stops."""
    low, high = max(start - REACH, 0), min(end + REACH, len(para.text))
    begin = max(low - 1, *(para.text.rfind(stop, low, start) for stop in (". ", "; ", ": "))) + 1
    ends = [at for stop in (". ", ";") if (at := para.text.find(stop, end, high)) >= 0]
    return begin, min(ends, default=high)


def targets_in(para: Para) -> Iterator[Target]:
    """The indicators of a paragraph: a percentage at the head of a clause, or after a word that sets an aim."""
    if "%" not in para.text:
        return
    for match in _VALUE.finditer(para.key):
        begin, end = _clause(para, match.start(), match.end())
        lead = para.key[begin : match.start()].strip(" -+(")
        aimed = (
            bool(match["before"] or match["comparator"]) or "phan dau" in lead or re.search(r"\b(?:dat|ty le)\b", lead)
        )
        if (lead and not aimed) or _NO_TARGET.search(para.key[begin:end]):
            continue
        after = squeeze(para.text[match.end() : end]).strip(" .,;:")
        indicator = after if len(after) > 5 else squeeze(para.text[begin : match.start()]).strip(" .,;:-")
        years = _YEAR.findall(para.key[begin:end])
        comparator = _COMPARATORS.get(match["comparator"] or "", ">=" if match["more"] else "=")
        yield Target(
            raw=squeeze(para.text[begin:end]).strip(),
            indicator=indicator,
            value=float(match["value"].replace(",", ".")),
            unit="%",
            comparator=comparator,
            year=int(years[-1]) if years else None,
            evidence=para.evidence(match.start(), match.end()),
        )


def find_targets(paras: Iterable[Para]) -> list[Target]:
    """All indicators of some paragraphs, in order."""
    return [target for para in paras for target in targets_in(para)]
