"""Punctuation that is no punctuation: a mark above or beside a letter that the reader took for a quote or a bracket.

Counted on 162,000 tokens rendered and read by English models: of 392 closing apostrophes 387 were printed nowhere, of
50 opening ones 46, of 15 lone closing brackets 15, of 20 lone opening ones 20; of 353 question and exclamation marks
156, nearly all of them in the middle of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.diacritics.language.lines import whole_of
from kehoach.diacritics.language.tokens import Token

CONFIDENCE = 0.97
"""That such a mark is stray, over all of the kinds above but full stops."""

_PARTNERS = {"’": "‘", "'": "'", "]": "[", "}": "{", ">": "<", "»": "«", "#": "#"}
_PARTNERS |= {opening: closing for closing, opening in _PARTNERS.items()}
_SENTENCE_ENDS = "?!"

_DASHES = ("~", "—")
"""What English readers give for the dash of a list item: 13 of 14 that stood before a word at a line's start."""

COMMA_CONFIDENCE = 0.84
"""That a full stop before a word in small letters was a comma: 67 of 80 on lines rendered and read by English models,
where the word before the stop has two letters or more and nothing else stands beside it."""


def without_strays(tokens: Sequence[str], index: int) -> Token:
    """The cut of a token of a damaged line, stray marks at its edges left out; a token with a digit is left as it is.

    >>> without_strays(["thuc", "hien", ":[héng", "loi"], 2)
    Token(lead='', core='héng', trail='')
    >>> without_strays(["chl’nh’,", "tri"], 0).trail, without_strays(["cua?", "nganh"], 0).trail
    (',', '')
    >>> without_strays(["(theo", "‘mau", "so’", "2)"], 1).lead, without_strays(["gi?"], 0).trail
    ('‘', '?')
    >>> [without_strays(line.split(), 0).text for line in ("HO! NGHI", "HOI!", "A! Nam")]
    ['HO', 'HOI!', 'A!']
    >>> [without_strays(line.split(), 0).text for line in ("~ Phoi hop", "= 25", "- Phoi hop")]
    ['-', '=', '-']
    >>> [without_strays(line.split(), 1).trail for line in ("kiem soat. nguoi", "kiem soat. Nguoi", "tam C. albicans")]
    [',', '.', '.']
    """
    token = whole_of(tokens[index])
    if index == 0 and token.lead in _DASHES and token.text == token.lead and tokens[1:] and tokens[1][0].isalpha():
        return Token("-", "", "")
    if not any(c.isalpha() for c in token.core) or any(c.isdigit() for c in token.core):
        return token
    before, after = "".join(tokens[:index]), "".join(tokens[index + 1 :])
    lead = "".join(c for c in token.lead.lstrip(":;!?") if not _stray(c, token.trail + after))
    trail = "".join(c for c in token.trail if not _stray(c, before + token.lead))
    if trail and _goes_on(tokens, index):
        trail = "," if trail == "." and len(token.core) > 1 else trail.rstrip(_SENTENCE_ENDS)
    elif trail == "!" and _shouts_on(tokens, index):
        trail = ""
    return Token(lead, token.core, trail)


def _goes_on(tokens: Sequence[str], index: int) -> bool:
    """Whether the next token is a word in small letters, so that no sentence ended before it."""
    after = whole_of(tokens[index + 1]) if index + 1 < len(tokens) else None
    return after is not None and not after.lead and after.core.islower()


def _shouts_on(tokens: Sequence[str], index: int) -> bool:
    """Whether a word in capitals stands before another that begins with one: its ! is an I (`HO! NGHI` for HỘI NGHỊ).

    So were 11 of 11 on lines printed and read by English models.
    """
    core, after = whole_of(tokens[index]).core, tokens[index + 1 : index + 2]
    return len(core) > 1 and core.isupper() and bool(after) and after[0][0].isupper()


def confidence(before: Token, after: Token) -> float | None:
    """How sure it is that the marks at a token's edges are to be those of `after`; None if they are the same.

    >>> [confidence(Token("", "viên", trail), Token("", "viên", "")) for trail in ("’", "")]
    [0.97, None]
    """
    if (before.lead, before.trail) == (after.lead, after.trail):
        return None
    return COMMA_CONFIDENCE if after.trail == "," and before.trail == "." else CONFIDENCE


def _stray(char: str, beyond: str) -> bool:
    """Whether a quote or bracket has no partner on the other side of its word."""
    partner = _PARTNERS.get(char)
    return partner is not None and partner not in beyond
