"""The case of a word: as it was read, or as the network says where that is surer."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.restore.features import AS_IS, LOWER, TITLE, UPPER, apply_case, case_of

CASE_SURE = 0.9
"""Probability from which the network's case is taken over the reader's. On 7,832 words of held-out pages 52 had another
case than was printed; with this 19 are left."""

CASE_LIKELY = 0.6
"""The same where the first letter was misread, or two capitals stand among small letters: of 209 words right but for
case on printed and read lines about 40 come out with this and with the letters below."""

TALL = "IJ1|![]"
"""What readers give for a small l at a word's start, never for a capital one: 154 of 154."""

ROUND = "bp"
"""Small letters that readers give for Đ, never for đ: 27 of 27."""


class Vote(NamedTuple):
    """What the network says of the case of a word."""

    best: int  # the likeliest case
    sure: int  # the same where it is CASE_SURE, else AS_IS
    likely: int  # the same where it is CASE_LIKELY, else AS_IS
    capital: int  # TITLE or UPPER where it is not sure of small letters, else the likeliest


_CASES = range(4)
_VOTES = [Vote(*cases) for cases in product(_CASES, repeat=len(Vote._fields))]


def votes(probabilities: Any) -> list[Vote]:
    """The votes of (n, 4) probabilities of the cases.

    >>> votes(np.array([[0.95, 0.02, 0.02, 0.01], [0.6, 0.3, 0.1, 0.0]]))
    [Vote(best=0, sure=0, likely=0, capital=0), Vote(best=0, sure=3, likely=0, capital=1)]
    """
    best, highest = probabilities.argmax(1), probabilities.max(1)
    sure, likely = (np.where(highest >= least, best, AS_IS) for least in (CASE_SURE, CASE_LIKELY))
    capital = np.where(probabilities[:, UPPER] > probabilities[:, TITLE], UPPER, TITLE)
    capital = np.where(probabilities[:, LOWER] < CASE_SURE, capital, best)
    return [_VOTES[i] for i in (((best * 4 + sure) * 4 + likely) * 4 + capital).tolist()]


@lru_cache(maxsize=1 << 15)
def recased(core: str, word: str, vote: Vote) -> str:
    """A word in small letters for a core, in the core's case or in the network's where that is surer.

    >>> recased("Hgi", "hội", Vote(LOWER, AS_IS, LOWER, TITLE)), recased("Hgi", "hội", Vote(*[LOWER] * 4))
    ('Hội', 'hội')
    >>> recased("PDai", "đại", Vote(*[TITLE] * 4)), recased("TTg", "ttg", Vote(*[AS_IS] * 4))
    ('Đại', 'TTg')
    >>> unsure = Vote(AS_IS, AS_IS, AS_IS, AS_IS)
    >>> recased("Jam", "làm", unsure), recased("Ngudt", "người", unsure), recased("biéu", "điều", unsure)
    ('làm', 'Người', 'Điều')
    """
    own = case_of(core)
    if own == AS_IS:
        best = vote.capital if core[0].isupper() else vote.best
        return core if best == AS_IS and word == core.lower() else apply_case(word, best % AS_IS, core)
    case = _told_by_the_letter(core, word, own)
    if case == AS_IS:
        doubtful = (core[0].isalpha() and fold(core[0].lower()) != fold(word[0])) or (len(core) == 2 and own == UPPER)
        case = vote.likely if doubtful else vote.sure
    return apply_case(word, own if case == AS_IS else case, core)


def _told_by_the_letter(core: str, word: str, own: int) -> int:
    """The case that the letter read for a word's first one gives away, or AS_IS."""
    if own == TITLE and word[0] == "l" and core[0] in TALL:
        return LOWER
    return TITLE if own == LOWER and word[0] == "đ" and core[0] in ROUND else AS_IS
