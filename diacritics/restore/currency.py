"""Amounts of money that lost the bar of their đ: the d after 50.000 stands for đồng.

In the corpus 108 amounts are followed at once by đ, and 1 by d; after a space 23 by đ, and 2 by d (both of them labels
of a table's rows).
"""

from __future__ import annotations

import re

from kehoach.diacritics.language.tokens import Token

CONFIDENCE = 0.97
"""That such a d is đ; by the counts above."""

_AMOUNT = r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)"
_BEFORE = re.compile(rf"(?P<lead>\W?){_AMOUNT}")
_WITH_D = re.compile(rf"(?P<amount>{_AMOUNT})d(?P<per>(?:/[^\W\d_]+)*)")


def in_dong(token: Token, previous: str) -> str | None:
    """The core of a token that is an amount in d, or the d after one, with the bar of its đ; None for any other.

    `previous`: the token before. No digit is touched, and `d)` after an amount that no bracket opens is a label.

    >>> in_dong(Token("", "1.500.000d", ";"), ""), in_dong(Token("", "50.000d/kg", ""), "")
    ('1.500.000đ', '50.000đ/kg')
    >>> in_dong(Token("", "d", ")"), "(50.000"), in_dong(Token("", "d", ")"), "50.000")
    ('đ', None)
    >>> [in_dong(Token("", "d", ""), before) for before in ("50.000", "50", "50.000;")]
    ['đ', None, None]
    """
    core = token.core
    if core == "d":
        found = _BEFORE.fullmatch(previous)
        return "đ" if found and (found["lead"] or not token.trail.startswith(")")) else None
    found = _WITH_D.fullmatch(core) if core[:1].isdigit() else None
    return f"{found['amount']}đ{found['per']}" if found else None
