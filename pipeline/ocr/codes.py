"""Document codes whose Đ lost its bar in reading: «86/2021/ND-CP». Only letters change, only to a known notation."""

from __future__ import annotations

from dataclasses import replace

from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.decide import decide_code
from kehoach.pipeline.document import Line, Word


def with_codes_mended(line: Line) -> Line:
    """The line with the bars of its codes put back; such a word is `guessed`, its first alternative what was read.

    >>> with_codes_mended(Line("Nghị định số 86/2021/ND-CP;", 1, 1)).text
    'Nghị định số 86/2021/NĐ-CP;'
    >>> with_codes_mended(Line("số 12/KH-UBND, COVID-19", 1, 1)).text
    'số 12/KH-UBND, COVID-19'
    """
    if "-" not in line.text:
        return line
    words = tuple(map(_mended, line.words))
    text = "\t".join(" ".join(_code(token) or token for token in cell.split(" ")) for cell in line.text.split("\t"))
    return line if text == line.text else replace(line, text=text, words=words)


def _mended(word: Word) -> Word:
    text = _code(word.text)
    if text is None:
        return word
    others = tuple(other for other in word.alternatives if other != text)
    return replace(word, text=text, alternatives=(word.text, *others), guessed=True)


def _code(text: str) -> str | None:
    """The token with its notation mended; None where there is nothing to mend."""
    token = split_token(text)
    found = decide_code(token.core) if "-" in token.core else None
    return token.lead + found.core + token.trail if found else None
