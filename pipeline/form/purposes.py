"""What the bracket after a recipient says of its purpose, also where a reader of images has hurt it: (t/h) as (th)."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.form.word_lists import data

_BRACKET = re.compile(r"\(([^()]{1,60})\)")
_PATTERN = re.compile(
    r"(?:de\s+)?(?:b/?\s?c(?:ao)?|t/?h(?:ien)?|th/hien|p/?h(?:op)?(?: thuc hien)?|d/?b(?:iet)?|qly"
    r"|biet va chi dao.*|biet,? .*|(?:bao cao|thuc hien|phoi hop|b/c|t/h|p/h)(?:[,;]| va) .*)"
)
"""Forms beside those of the lexicon: abbreviations without their stroke, several purposes in one bracket."""
_STROKE = r"\s?[/il1|!t⁄]?\s?"
_HURT = tuple(
    (re.compile(rf"(?P<lead>(?:de |thay )?){pattern}"), code)
    for pattern, code in (
        (rf"b{_STROKE}[ceo0]", "b/c"),
        (rf"[tuvf1l]{_STROKE}h", "t/h"),
        (rf"p{_STROKE}[hn]", "p/h"),
        (rf"d{_STROKE}b", "đ/b"),
    )
)
"""What readers make of the abbreviations: the stroke lost or a letter (bic, blc), t and stroke as one (Uh, vh)."""
ALIKE = 80.0
"""rapidfuzz ratio from which words in a bracket are taken for those of the lexicon; «để theo dõi» and «để tham mưu»,
the likest two of it that mean different things, have 73."""


@cache
def _words() -> dict[str, str]:
    found = data("purposes")
    return {key(word): word for word in (*found["codes"], *found["words"])}


def is_purpose(words: str) -> bool:
    """Whether the words of a bracket are a purpose.

    >>> [is_purpose(w) for w in ("b/c", "để biết", "P/h thực hiện", "1AE", "qua Cục A03", "để b/c, chỉ đạo")]
    [True, True, True, False, False, True]
    """
    folded = key(words).strip(" .;,")
    return folded in _words() or _PATTERN.fullmatch(folded) is not None


def purpose_of(text: str) -> str | None:
    """The purpose in the last bracket of an entry that has one; others («(1AE)», «(qua Cục A03)») belong to its name.

    >>> purpose_of("Lãnh đạo Sở (b/c)"), purpose_of("CT UBND TP (1AE)"), purpose_of("Bộ Y tế (qua Cục A) (để báo cáo)")
    ('b/c', None, 'để báo cáo')
    """
    for bracket in reversed(_BRACKET.findall(text)):
        if is_purpose(bracket):
            return str(bracket).strip()
    return None


def _mended(words: str) -> str | None:
    """The purpose that hurt words are; None where they are none, or as printed already."""
    folded = key(words).strip(" .;,")
    if folded in _words():
        known = _words()[folded]  # marks alone can be hurt
        return None if known.lower() == words.strip(" .;,").lower() else known
    for pattern, code in _HURT:
        match = pattern.fullmatch(folded)
        if match:
            lead = {"": "", "de ": "để ", "thay ": "thay "}[match["lead"]]
            return lead + (code[0].upper() + code[1:] if words[:1].isupper() and words[:1] in "BPĐ" else code)
    if len(folded) < 5:
        return None
    from rapidfuzz import fuzz, process

    found = process.extractOne(folded, _words().keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return _words()[found[0]] if found else None


def with_purpose_mended(text: str) -> str:
    """An entry that a reader of images gave, the purpose in its last bracket as it was printed.

    >>> with_purpose_mended("Các đơn vị trực thuộc Sở (th)"), with_purpose_mended("UBND tỉnh (bic)")
    ('Các đơn vị trực thuộc Sở (t/h)', 'UBND tỉnh (b/c)')
    >>> with_purpose_mended("Bộ Y tế (để báo cảo)"), with_purpose_mended("CT UBND TP (1AE)")
    ('Bộ Y tế (để báo cáo)', 'CT UBND TP (1AE)')
    >>> with_purpose_mended("Sở Y tế (P/h thực hiện)"), with_purpose_mended("Báo Lào Cai (đưa tin)")
    ('Sở Y tế (P/h thực hiện)', 'Báo Lào Cai (đưa tin)')
    """
    brackets = list(_BRACKET.finditer(text))
    if not brackets or brackets[-1].end() != len(text.rstrip(" .;,")):
        return text
    last = brackets[-1]
    mended = _mended(last[1])
    return text if mended is None else f"{text[: last.start()]}({mended}){text[last.end() :]}"
