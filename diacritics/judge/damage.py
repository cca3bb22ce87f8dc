"""How damaged a line of Vietnamese is, and in which way: marks lost only, or letters misread too.

The measure needs no network. In clean text a word without marks is nearly always one that is written so (trong, theo,
hai); where marks were lost, most bare words are ones that nearly always bear some (cua, nghi, hoach).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.alphabet import fold, to_old_style
from kehoach.diacritics.language.lexicon import by_fold, share
from kehoach.diacritics.language.protected import Kind, kind_of
from kehoach.diacritics.language.syllable import inventory, is_syllable


class Damage(StrEnum):
    """What a line needs: nothing, its marks back, or its letters mended as well."""

    CLEAN = "clean"
    MARKS = "marks"
    SHAPES = "shapes"


CLEAN_BELOW = 0.33
SHAPES_FROM = 0.10
"""Levels of the smoothed measures that part the three kinds. Measured line by line on held-out corpus text: doubt is
below 0.25 on 99 clean lines in 100 (official text, news) and above 0.65 on 99 in 100 that lost their marks or were read
by an English model; the share of misread letters is below 0.02 on the former and 0.27 or more on the latter."""

CERTAINLY_LOST = 0.97
PARTLY_WORDS, PARTLY_SHARE = 2, 0.15
"""A line that is clean on the whole has partly lost its marks if so many words, and so large a share, are all but
certain to have lost theirs. On held-out text so are 6 clean lines in 10,000, and 75 in 100 where three words in ten
lost their marks."""

REACH = 6
NEIGHBOUR_WORDS = 6.0
"""Lines on each side that lend their level to a line, and how many words of its own outweigh them."""

FEW_WORDS = 4.0
"""Words added to those of a neighbourhood, so that one odd word among few does not speak of misread letters."""


FAR = 40
FAR_SHAPES = 0.12
"""Lines on each side that are one reader's work, and the share of misread letters among them from which a damaged line
is taken as misread too; a letterhead in capitals shows none of its own. In 81 lines printed and read by English models
it is 0.21 to 0.56, in stripped ones at most 0.03."""


class Level(NamedTuple):
    """Words of a line that can tell, the sum of their doubts, and the sum of those that speak of misread letters."""

    words: float
    doubt: float
    shape: float
    lost: float = 0.0  # different words that are all but certain to have lost marks


@lru_cache(maxsize=1 << 15)
def doubt_of(core: str) -> tuple[float, float] | None:
    """(doubt that a core is as it was printed, part of it that lost marks do not explain); None if it cannot tell.

    >>> doubt_of("và"), doubt_of("hién"), doubt_of("2025"), doubt_of("UBND"), doubt_of("website")
    ((0.0, 0.0), (1.0, 1.0), None, None, None)
    >>> doubt_of("hoach"), doubt_of("cho")[0] < 0.2
    ((1.0, 0.0), True)
    """
    kind = kind_of(core, in_capitals=True)
    if kind is not Kind.WORD or (len(core) == 1 and core.isascii()) or core[0] == "$":
        return None
    word = to_old_style(core.lower())
    if word in inventory():
        return (1.0 - share(word), 0.0) if word.isascii() else (0.0, 0.0)
    if is_syllable(word) and not word.isascii():
        return 0.5, 0.5
    if fold(word) in by_fold():
        return (1.0, 0.0) if word.isascii() else (1.0, 1.0)
    if core.isalpha() and core[0].isupper():  # perhaps a foreign name
        return 0.5, 0.5
    return 1.0, 1.0


def _is_surely_lost(core: str) -> bool:
    told = doubt_of(core)
    return told is not None and told[0] >= CERTAINLY_LOST and not told[1]


def level(cores: Sequence[str]) -> Level:
    """The level of one line, by its cores."""
    told = [doubt for core in cores if core and (doubt := doubt_of(core)) is not None]
    doubts, shapes = [d for d, _ in told], [s for _, s in told]
    lost = len({core.lower() for core in cores if core and _is_surely_lost(core)})
    return Level(len(told), sum(doubts), sum(shapes), lost)


_LENT = np.array([0.0 if i == REACH else 1.0 / abs(i - REACH) for i in range(2 * REACH + 1)])
"""What a line's neighbours lend it, each less the farther it is."""


def assess(levels: Sequence[Level]) -> list[tuple[Damage, float]]:
    """The damage of every line with its smoothed share of doubtful words, a short line leaning on its neighbours.

    Letters are taken as misread by the level of the whole neighbourhood, for one line seldom shows enough of it.
    """
    if not levels:
        return []
    flat = np.fromiter(chain.from_iterable(levels), dtype=np.float64)
    words, doubts, shapes, _ = flat.reshape(len(levels), -1).T  # numpy is slow to read tuples one by one
    near_words, near_doubts, near_shapes = (_lent(column) for column in (words, doubts, shapes))
    lent = NEIGHBOUR_WORDS / np.maximum(NEIGHBOUR_WORDS, near_words)
    told = words + lent * near_words
    doubt = np.where(told > 0, (doubts + lent * near_doubts) / np.maximum(told, 1e-9), 0.0)
    shape = (shapes + near_shapes) / (words + near_words + FEW_WORDS)
    misread = (shape >= SHAPES_FROM) | (_around(shapes) >= FAR_SHAPES * (_around(words) + FEW_WORDS))
    return [(_kind(own, d, s), d) for own, d, s in zip(levels, doubt.tolist(), misread.tolist(), strict=True)]


def surely_lost(own: Level) -> bool:
    """Whether a line has words that are all but certain to have lost their marks, and others that have theirs."""
    enough = own.lost >= PARTLY_WORDS and own.lost >= PARTLY_SHARE * own.words
    return enough and own.doubt < own.words


def _around(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of every line and those at most FAR from it."""
    sums = np.concatenate([[0.0], column.cumsum()])
    places = np.arange(len(column))
    return np.asarray(sums[np.minimum(places + FAR + 1, len(column))] - sums[np.maximum(places - FAR, 0)])


def _lent(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of every line's neighbours, weighed."""
    return np.asarray(np.convolve(column, _LENT)[REACH : REACH + len(column)])


def _kind(own: Level, doubt: float, misread: bool) -> Damage:
    """The kind of damage of a line by the doubt of its neighbourhood and whether letters are misread there."""
    if doubt < CLEAN_BELOW:
        return Damage.MARKS if surely_lost(own) else Damage.CLEAN
    return Damage.SHAPES if misread else Damage.MARKS
