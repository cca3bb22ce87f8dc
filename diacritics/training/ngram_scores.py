"""What word pairs and triples say of each word and its rivals, its own occurrence taken off: the network trains on it.

    python -m kehoach.diacritics.training.ngram_scores --work DIR

At run time the network's answers are weighed together with phrases (`diacritics.restore.forward_backward`). A network
trained alone spends itself on learning word pairs that these know already; trained on the product of both it learns
what they do not know (Li et al. 2022, "Residual Learning of Neural Text Generation with n-gram Language Model"). A
word's own occurrence is taken off the counts first, for in new text its phrases will not have been counted either.
Writes `counts.npz`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.restore.ngram_file import BITS
from kehoach.diacritics.restore.ngrams import UNSEEN
from kehoach.diacritics.training.count_ngrams import DISCOUNT, Text, among, counted
from kehoach.diacritics.training.placeholder_streams import interleaved

FILE = "counts.npz"

WEIGHT = 1.0
"""How much the phrases count beside the network in training: less than where the words around have to be found
(`candidates.WEIGHTS`), for here these are known and every triple of the text is counted."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Rivals(NamedTuple):
    """The words of the same letters as each token's word (T, k).

    `ids`: word numbers, COPY first, 0 where there is none; `prior`: log-odds by phrases, minus infinity where there is
    none; `right` (T): the column of the token's word, -1 where nothing is asked; `own` (T): whether that is the word
    without marks, which COPY means as well.
    """

    ids: Ints
    prior: Floats
    right: Ints
    own: Flags


@dataclass(frozen=True)
class Counts:
    """Grams of the training text and how often they were seen, as `count_ngrams.counted` gives them.

    `letters`: see `count_ngrams.Text`; `bare`: which words bear no marks.
    """

    one: NDArray[np.float64]
    two: Ints
    two_counts: Ints
    three: Ints
    three_counts: Ints
    letters: Ints
    bare: Flags

    @classmethod
    def of(cls, text: Text, bare: Flags) -> Self:
        """Count a text."""
        one, two, three = counted(text.stream, text)
        return cls(one, *two, *three, text.letters, bare)

    @classmethod
    def load(cls, work: Path) -> Self:
        """Read `counts.npz` of a work folder."""
        with np.load(work / FILE) as data:
            return cls(**{name: data[name] for name in data.files})


class Beside:
    """Tells the rivals of words and what phrases say of them."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        first = counts.three >> BITS
        self._heads, begins = np.unique(first, return_index=True)
        self._totals = np.add.reduceat(counts.three_counts, begins)
        self._kinds = np.diff(begins, append=len(first))
        words = len(counts.one)
        self._after = np.bincount(counts.two >> BITS, weights=counts.two_counts, minlength=words)
        self._kinds_after = np.bincount(counts.two >> BITS, minlength=words)
        sizes = np.bincount(counts.letters[1:], minlength=int(counts.letters.max()) + 1)
        order = 1 + np.argsort(counts.letters[1:], kind="stable")
        column = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        self._members = np.zeros((len(sizes), 1 + int(sizes.max())), dtype=np.int64)
        self._members[counts.letters[order], 1 + column] = order

    def rivals(self, words: Ints, signs: Ints, untold: Flags) -> Rivals:
        """The rivals of the words of some stretches of text (rows, length), row after row; numbers have none.

        `signs` (rows, length + 1): see `signed.Signed.signs`; `untold`: rows of which phrases say nothing.
        """
        counts = self._counts
        items, at = interleaved(words, signs)
        around, at = np.pad(items, ((0, 0), (2, 2))), at + 2
        l2, l1, here, r1, r2 = (np.take_along_axis(around, at + away, 1).ravel() for away in range(-2, 3))
        here = np.where(here < len(counts.bare), here, 0)
        heard, _ = interleaved(np.ones(words.shape), signs > 0)
        heard = np.pad(heard * ~untold[:, None], ((0, 0), (2, 2)))
        w1, w2, w3 = (np.take_along_axis(heard, at + away, 1).ravel() for away in range(3))
        ids = self._members[counts.letters[here]]
        there = ids > 0
        there[:, 0] = True
        there &= (here > 0)[:, None]
        token, column = np.nonzero(there)
        word = ids[token, column]
        own = word == here[token]
        left, once = self._own(l2, l1, here)
        told = (
            w1[token] * self._log(l2[token], l1[token], word, left[token], own & left[token], once[token])
            + w2[token] * self._after_own(l1[token], word, r1[token], own)
            + w3[token] * self._after_own(word, r1[token], r2[token], own)
        )
        prior = np.full(ids.shape, -np.inf)
        prior[token, column] = WEIGHT * told
        bare = counts.bare[ids] & (ids > 0)
        row, at = np.nonzero(bare)
        prior[row, 0] = np.where(here[row] > 0, prior[row, at], -np.inf)
        right = np.where(here > 0, (ids == here[:, None]).argmax(1), -1)
        prior -= np.where(here > 0, prior.max(1), 0.0)[:, None]
        return Rivals(ids, prior.astype(np.float32), right, counts.bare[here] & (here > 0))

    def _own(self, first: Ints, second: Ints, third: Ints) -> tuple[Flags, Flags]:
        """Whether triples were counted, and whether just once."""
        known, place = among(self._counts.three, (first << (2 * BITS)) | (second << BITS) | third)
        return known, known & (self._counts.three_counts[place] == 1)

    def _after_own(self, first: Ints, second: Ints, third: Ints, own: Flags) -> NDArray[np.float64]:
        """`_log` of triples of which some are the text's own."""
        known, once = self._own(first, second, third)
        return self._log(first, second, third, own & known, own & known, own & once)

    def _log(self, first: Ints, second: Ints, third: Ints, less: Flags, own: Flags, once: Flags) -> NDArray[np.float64]:
        """Log-probabilities of third words. `less`: one occurrence of the first two is to be forgotten; `own`: that of
        all three; `once`: what is forgotten was seen only there.
        """
        counts = self._counts
        known, place = among(counts.three, (first << (2 * BITS)) | (second << BITS) | third)
        seen = np.where(known, counts.three_counts[place], 0) - own
        known, place = among(self._heads, (first << BITS) | second)
        total = np.where(known, self._totals[place], 0) - less
        kinds = np.where(known, self._kinds[place], 0) - (less & once)
        lower = self._of_two(second, third, less & once, own & once)
        some = total > 0
        total = np.where(some, total, 1)
        share = (np.maximum(seen - DISCOUNT, 0.0) + DISCOUNT * kinds * lower) / total
        return np.where(third > 0, np.log(np.where(some, share, lower)), float(UNSEEN))

    def _of_two(self, first: Ints, second: Ints, less: Flags, own: Flags) -> NDArray[np.float64]:
        """Probabilities of second words."""
        counts = self._counts
        known, place = among(counts.two, (first << BITS) | second)
        seen = np.where(known, counts.two_counts[place], 0) - own
        total = self._after[first] - less
        lower = counts.one[second]
        some = (first > 0) & (total > 0)
        total = np.where(some, total, 1)
        share = (np.maximum(seen - DISCOUNT, 0.0) + DISCOUNT * self._kinds_after[first] * lower) / total
        return np.where(some, np.minimum(share, 1.0), lower)


def main() -> None:
    """Streams in, counts out."""
    from kehoach.diacritics.language.alphabet import fold
    from kehoach.diacritics.restore.features import Vocabulary

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    bare = np.array([word == fold(word) for word in Vocabulary.load(args.work).words])
    counts = Counts.of(Text.read(args.work), bare)
    np.savez(args.work / FILE, **vars(counts))


if __name__ == "__main__":
    main()
