"""Count the word pairs and triples of the training text, prune them, and store how likely they are in 8 bits.

    python -m kehoach.diacritics.training.count_ngrams --work DIR --out models/restorer [--pairs N --triples N]

Writes `ngrams.npz`, read by `diacritics.restore.ngrams`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.restore.features import Vocabulary
from kehoach.diacritics.restore.ngram_file import BITS, MASK, Packed, group_order, ranks_of_pairs, save
from kehoach.diacritics.restore.ngrams import FILE, STEP
from kehoach.diacritics.restore.placeholders import Sign
from kehoach.diacritics.training.corpus import AGAIN, DICTIONARY, PROSE
from kehoach.diacritics.training.placeholder_streams import Signed

Keys = NDArray[np.int64]
Counts = NDArray[np.int64]
Shares = NDArray[np.float64]
Bytes = NDArray[np.uint8]
DISCOUNT = 0.75
"""Taken off every count (the usual value of absolute discounting)."""

MASK_TWO = (1 << (2 * BITS)) - 1

IN_DICTIONARY = 2
"""After how many words more a pair within a word of the dictionary counts as seen. 8 is no better (held-out lines)."""

PLAIN = 0.2
"""Weight of what a gram tells of its last word among all words, beside what it tells among words of the same letters:
with 0.2 one to two words in a thousand more come out than with 1 (held-out lines), with 0.05 as many."""


PROSE_SHARE = 0.3
"""How much general prose counts by itself beside all of the text, two thirds of which are law: so four words in ten
thousand more come out of held-out prose and two fewer of official text; with 0.5 five more and four fewer."""


@dataclass(frozen=True)
class Text:
    """What is counted.

    `stream`: word numbers of running text and of the signs in it, 0 for what is not in the vocabulary. `pairs`: keys of
    pairs within words of a dictionary. `letters`: for each word the number of its letters; words that differ in marks
    alone share it, signs have their own. `prose`: that part of the stream which is general prose.
    """

    stream: Keys
    pairs: Keys
    letters: Keys
    prose: Keys = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @classmethod
    def read(cls, work: Path) -> Text:
        """The training text of a work folder."""
        signed = Signed.read(work)
        words = signed.words
        paths = sorted(work.glob("stream-*.npz"))
        texts = [path for path in paths if path.stem.removeprefix("stream-") not in (DICTIONARY, *AGAIN)]
        streams = {path.stem.removeprefix("stream-"): signed.stream(np.load(path)["tokens"]) for path in texts}
        prose = [stream for name, stream in streams.items() if name in PROSE]
        pairs = np.zeros(0, dtype=np.int64)
        if (work / f"stream-{DICTIONARY}.npz").is_file():
            entries = np.load(work / f"stream-{DICTIONARY}.npz")
            first, second = words[entries["tokens"]][:-1], words[entries["tokens"]][1:]
            inside = (entries["line"][1:] == entries["line"][:-1]) & (first > 0) & (second > 0)
            pairs = np.unique((first[inside] << BITS) | second[inside])
        numbers: dict[str, int] = {}
        letters = [numbers.setdefault(fold(word), len(numbers)) for word in Vocabulary.load(work).words]
        letters += [len(numbers) + sign for sign in range(len(Sign))]
        every, prose = (np.concatenate([np.zeros(0, dtype=np.int64), *parts]) for parts in (streams.values(), prose))
        return cls(every, pairs, np.array(letters), prose)


def grams(stream: Keys, size: int) -> tuple[Keys, Counts]:
    """The distinct runs of `size` vocabulary words as keys (BITS a word, first word highest), and their counts."""
    keys = np.zeros(len(stream) - size + 1, dtype=np.int64)
    known = np.ones(len(keys), dtype=bool)
    for place in range(size):
        part = stream[place : place + len(keys)]
        keys = (keys << BITS) | part
        known &= part > 0
    found, counts = np.unique(keys[known], return_counts=True)
    return found, counts.astype(np.int64)


def kept(worth: Shares, most: int) -> NDArray[np.bool_]:
    """Which of the grams are among the `most` of greatest worth, none of them worthless; ties at the border are out."""
    if int((worth > 0).sum()) <= most:
        return worth > 0
    return worth > np.partition(worth, len(worth) - most - 1)[len(worth) - most - 1]


def worth(counts: Counts, gain: Shares, alike: Shares) -> Shares:
    """What the text would lose without a gram: its count times the change of log-probability (Seymore, Rosenfeld 1996).

    `gain`: that change for the gram's last word; `alike`: the same for all words of its letters together. Marks are
    restored among words of the same letters, so what the gram tells among these counts most.
    """
    return np.asarray(counts * (PLAIN * np.abs(gain) + (1 - PLAIN) * np.abs(gain - alike)))


def of_letters(keys: Keys, letters: Keys, gained: Shares, before: Shares) -> Shares:
    """How likely all words of the letters of a gram's last word are after the others, for each gram.

    `before`: how likely they are without these grams; `gained`: what each gram adds to its last word.
    """
    _, place = np.unique((keys >> BITS) * (int(letters.max()) + 1) + letters[keys & MASK], return_inverse=True)
    return np.asarray(before + np.bincount(place, weights=gained)[place])


def quantised(share: Shares) -> NDArray[np.uint8]:
    """Minus the logarithm of a probability in steps of STEP."""
    return np.clip(np.round(-np.log(share) / STEP), 0, 255).astype(np.uint8)


def smooth(keys: Keys, counts: Counts, lower: Shares) -> tuple[Shares, Keys, Shares]:
    """(probability of each gram, its distinct contexts, the share each context leaves to the shorter grams).

    Interpolated absolute discounting; `lower`: for each gram, the probability of the same without its first word.
    """
    contexts, place, kinds = np.unique(keys >> BITS, return_inverse=True, return_counts=True)
    totals = np.bincount(place, weights=counts)
    left = DISCOUNT * kinds / totals
    return (counts - DISCOUNT) / totals[place] + left[place] * lower, contexts, left


def continuations(keys: Keys, size: int) -> tuple[Keys, Counts]:
    """The grams without their first word, each with the number of words seen before it (Kneser and Ney 1995)."""
    return np.unique(keys & ((1 << (BITS * (size - 1))) - 1), return_counts=True)


def among(keys: Keys, wanted: Keys) -> tuple[NDArray[np.bool_], Keys]:
    """Which keys are there, and their places (arbitrary where they are not)."""
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return keys[places] == wanted, places


def with_pairs(pairs: Keys, keys: Keys, counts: Counts) -> tuple[Keys, Counts]:
    """Counted pairs, and those of a dictionary counted IN_DICTIONARY times more."""
    every = np.union1d(keys, pairs)
    totals = np.zeros(len(every), dtype=np.int64)
    totals[np.searchsorted(every, keys)] = counts
    totals[np.searchsorted(every, pairs)] += IN_DICTIONARY
    return every, totals


def counted(stream: Keys, text: Text) -> tuple[Shares, tuple[Keys, Counts], tuple[Keys, Counts]]:
    """(probability of each word by how many words precede it, pairs and their continuations, triples and counts)."""
    three, three_counts = grams(stream, 3)
    two, two_counts = with_pairs(text.pairs, *continuations(three, 3))
    ones, one_counts = continuations(two, 2)
    one = np.full(len(text.letters), 0.5)
    one[ones] = one_counts
    return one / one.sum(), (two, two_counts), (three, three_counts)


@dataclass(frozen=True)
class Smoothed:
    """All grams of a text with their probabilities, and the shares that one word and pairs leave to shorter grams."""

    one: Shares
    after_one: Shares
    two: Keys
    of_two: Shares
    after_two: Shares
    three: Keys
    three_counts: Counts
    of_three: Shares

    @classmethod
    def of(cls, text: Text) -> Smoothed:
        """Count and smooth; of general prose by itself as well, where there is any."""
        every = cls.of_stream(text.stream, text)
        return every.mixed(cls.of_stream(text.prose, text), PROSE_SHARE) if len(text.prose) else every

    @classmethod
    def of_stream(cls, stream: Keys, text: Text) -> Smoothed:
        """Count and smooth one stream."""
        one, (two, two_counts), (three, three_counts) = counted(stream, text)
        of_two, heads, left_one = smooth(two, two_counts, one[two & MASK])
        after_one = np.ones(len(one))
        after_one[heads] = left_one
        of_three, pairs_before, left_two = smooth(three, three_counts, of_two[np.searchsorted(two, three & MASK_TWO)])
        known = np.isin(pairs_before, two)
        after_two = np.ones(len(two))
        after_two[np.searchsorted(two, pairs_before[known])] = left_two[known]
        return cls(one, after_one, two, of_two, after_two, three, three_counts, of_three)

    def mixed(self, part: Smoothed, share: float) -> Smoothed:
        """These with a share of those of a part of the same text: the grams of the whole, their probabilities in both.

        What stands in the part counts once more in `three_counts`.
        """
        one, after_one = (
            (1 - share) * a + share * b for a, b in ((self.one, part.one), (self.after_one, part.after_one))
        )
        there, place = among(part.two, self.two)
        of_two = np.where(there, part.of_two[place], part.after_one[self.two >> BITS] * part.one[self.two & MASK])
        after_two = np.where(there, part.after_two[place], 1.0)
        last = np.searchsorted(self.two, self.three & MASK_TWO)
        head = np.searchsorted(self.two, self.three >> BITS)
        there, place = among(part.three, self.three)
        of_three = np.where(there, part.of_three[place], after_two[head] * of_two[last])
        return replace(
            self,
            one=one,
            after_one=after_one,
            of_two=(1 - share) * self.of_two + share * of_two,
            after_two=(1 - share) * self.after_two + share * after_two,
            of_three=(1 - share) * self.of_three + share * of_three,
            three_counts=self.three_counts + np.where(there, part.three_counts[place], 0),
        )

    def worths(self, text: Text) -> tuple[Shares, Shares]:
        """The worth of each pair and of each triple."""
        two, three, letters = self.two, self.three, text.letters
        before = self.after_one[two >> BITS]
        without = before * self.one[two & MASK]
        alike = before * np.bincount(letters, weights=self.one)[letters[two & MASK]]
        now = of_letters(two, letters, self.of_two - without, alike)
        keys, counts = with_pairs(text.pairs, *grams(np.concatenate([text.stream, text.prose]), 2))
        totals = counts[np.searchsorted(keys, two)]
        of_pairs = worth(totals, np.log(self.of_two / without), np.log(now / alike))

        last = np.searchsorted(two, three & MASK_TWO)
        before = self.after_two[np.minimum(np.searchsorted(two, three >> BITS), len(two) - 1)]
        without, alike = before * self.of_two[last], before * now[last]
        now = of_letters(three, letters, self.of_three - without, alike)
        return of_pairs, worth(self.three_counts, np.log(self.of_three / without), np.log(now / alike))


def build(text: Text, pairs: int, triples: int) -> dict[str, NDArray[np.generic]]:
    """All arrays of `ngrams.npz`, with so many pairs and triples at most; a triple holds two stored pairs."""
    all_of = Smoothed.of(text)
    worth_two, worth_three = all_of.worths(text)
    commonest = kept(worth_two, pairs)
    stored, three = all_of.two[commonest], all_of.three
    whole = np.isin(three >> BITS, stored) & np.isin(three & MASK_TWO, stored)
    chosen = kept(np.where(whole, worth_three, 0), triples)
    print("pairs", len(stored), "triples", int(chosen.sum()), flush=True)
    second, after = quantised(all_of.of_two[commonest]), quantised(all_of.after_two[commonest])
    packed = pack(stored, second, after, three[chosen], quantised(all_of.of_three[chosen]))
    return {
        "one": quantised(all_of.one),
        "after_one": quantised(all_of.after_one),
        "two": second,
        "after_two": after,
        "two_gaps": np.diff(stored, prepend=0),
        **{f"three_{name}": part for name, part in packed._asdict().items()},
    }


def pack(pairs: Keys, second: Bytes, after: Bytes, triples: Keys, steps: Bytes) -> Packed:
    """Triples as `gramfile.triples` unpacks them; each consists of two of the pairs."""
    heads = np.searchsorted(pairs, triples >> BITS)
    counts = np.bincount(heads, minlength=len(pairs)).astype(np.uint16)
    ranks = ranks_of_pairs(pairs, second).astype(np.int64)[np.searchsorted(pairs, triples & MASK_TWO)]
    group = np.empty(len(pairs), dtype=np.int64)
    order = group_order(counts, after)
    group[order] = np.arange(len(order))
    stored = np.lexsort((ranks, group[heads]))
    ranks, first = ranks[stored], np.diff(group[heads[stored]], prepend=-1) != 0
    gaps = np.where(first, ranks + 1, np.diff(ranks, prepend=0))
    return Packed(counts, gaps.astype(np.uint16), steps[stored])


def main() -> None:
    """Arrays in, one small file out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=1_200_000)
    parser.add_argument("--triples", type=int, default=5_300_000)
    args = parser.parse_args()
    arrays = build(Text.read(args.work), args.pairs, args.triples)
    args.out.mkdir(parents=True, exist_ok=True)
    save(args.out / FILE, arrays)


if __name__ == "__main__":
    main()
