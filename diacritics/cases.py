"""The case of a word: as it was read, or as the network says where that is surer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from diacritics.features import AS_IS, LOWER, TITLE, UPPER, apply_case, case_of

CASE_SURE = 0.9
"""Probability from which the network's case is taken over the reader's. On 7,832 words of held-out pages 52 had another
case than was printed; with this 19 are left."""


class Vote(NamedTuple):
    """What the network says of the case of a word."""

    best: int  # the likeliest case
    sure: int  # the same where it is CASE_SURE, else AS_IS
    capital: int  # TITLE or UPPER where it is not sure of small letters, else the likeliest


_CASES = range(4)
_VOTES = [Vote(best, sure, capital) for best in _CASES for sure in _CASES for capital in _CASES]


def votes(probabilities: Any) -> list[Vote]:
    """The votes of (n, 4) probabilities of the cases.

    >>> votes(np.array([[0.95, 0.02, 0.02, 0.01], [0.6, 0.3, 0.1, 0.0]]))
    [Vote(best=0, sure=0, capital=0), Vote(best=0, sure=3, capital=1)]
    """
    best = probabilities.argmax(1)
    sure = np.where(probabilities.max(1) >= CASE_SURE, best, AS_IS)
    capital = np.where(probabilities[:, UPPER] > probabilities[:, TITLE], UPPER, TITLE)
    capital = np.where(probabilities[:, LOWER] < CASE_SURE, capital, best)
    return [_VOTES[i] for i in ((best * 4 + sure) * 4 + capital).tolist()]


@lru_cache(maxsize=1 << 15)
def recased(core: str, word: str, vote: Vote) -> str:
    """A word in small letters for a core, in the core's case or in the network's where that is surer.

    >>> recased("Hgi", "hội", Vote(LOWER, AS_IS, TITLE)), recased("Hgi", "hội", Vote(LOWER, LOWER, LOWER))
    ('Hội', 'hội')
    >>> recased("PDai", "đại", Vote(TITLE, TITLE, TITLE)), recased("TTg", "ttg", Vote(AS_IS, AS_IS, AS_IS))
    ('Đại', 'TTg')
    """
    own = case_of(core)
    if own == AS_IS:
        best = vote.capital if core[0].isupper() else vote.best
        return core if best == AS_IS and word == core.lower() else apply_case(word, best % AS_IS, core)
    return apply_case(word, own if vote.sure == AS_IS else vote.sure, core)
