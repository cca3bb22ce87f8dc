"""The case that TCVN3 cannot tell: toned letters have one code, and fonts like .VnTimeH drew them as capitals."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?]\s*$")
HEADING_WORDS = 14
"""Lines longer than this are not set in capitals."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def told(char: str) -> bool:
    """Whether TCVN3 tells the case of a letter: it does unless the letter bears a tone.

    >>> told("ư"), told("ừ")
    (True, False)
    """
    return not _TONES & set(unicodedata.normalize("NFD", char))


def _cases(text: str) -> tuple[int, int]:
    """Letters known to be capital, and known to be small."""
    letters = [c for c in text if c.isalpha() and told(c)]
    capital = sum(c.isupper() for c in letters)
    return capital, len(letters) - capital


def repair_case(line: str) -> str:
    """Capitals for toned letters among capitals: in a word, between words in capitals, or in a whole line of them.

    >>> repair_case("QUYếT ĐịNH của Bộ trưởng")
    'QUYẾT ĐỊNH của Bộ trưởng'
    >>> repair_case("Sở Y Tế ở ĐÂU"), repair_case("NGÂN HàNG NHà NƯớC"), repair_case("Vũ Hà"), repair_case("Sở Y tế")
    ('SỞ Y TẾ Ở ĐÂU', 'NGÂN HÀNG NHÀ NƯỚC', 'Vũ Hà', 'Sở Y tế')
    """
    words = list(_WORD.finditer(line))
    loud = [_is_loud(w[0]) for w in words]
    if (any(loud) or len(words) > 2) and _cases(line)[0] > 1 and not _cases(line)[1]:
        return line.upper()
    pieces, end = [], 0
    for i, word in enumerate(words):
        between = 0 < i < len(words) - 1 and loud[i - 1] and loud[i + 1] and not _cases(word[0])[1]
        pieces += [line[end : word.start()], word[0].upper() if loud[i] or between else word[0]]
        end = word.end()
    return "".join(pieces) + line[end:]


def _is_loud(word: str) -> bool:
    """A word with two letters known to be capital and none known to be small."""
    capital, small = _cases(word)
    return capital > 1 and not small


def sentence_case(line: str, before: str | None) -> str:
    """A capital for a toned letter that begins a sentence, in the line or after the line before it.

    >>> sentence_case("ở nước ta. ý kiến của ông. Ủy ban", "đã họp.")
    'Ở nước ta. Ý kiến của ông. Ủy ban'
    >>> sentence_case("ở nước ta", "các tỉnh")
    'ở nước ta'
    """
    line = re.sub(r"(?<=[.!?] )([^\W\d_])(?=[^\W\d_]* )", lambda m: m[1] if told(m[1]) else m[1].upper(), line)
    if before is not None and _SENTENCE_END.search(before) and line[:1].isalpha() and not told(line[0]):
        return line[0].upper() + line[1:]
    return line


def lacks_capitals(line: str, before: str | None) -> bool:
    """Whether a line begins afresh and has no capital at all, so that its font may have drawn all of it in capitals.

    >>> lacks_capitals("ngân hàng nhà nước", None), lacks_capitals("và các tỉnh", "của Trung ương")
    (True, False)
    """
    continues = bool(before) and any(map(str.isupper, before or "")) and not _SENTENCE_END.search(before or "")
    heading = 1 < len(_WORD.findall(line)) <= HEADING_WORDS and line.rstrip()[-1:] not in ".;,"
    return heading and not continues and not any(c.isupper() for c in line)
