"""What a word may have been: the network's answers, held to what the damage allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore import channel as hand
from kehoach.diacritics.restore.alternatives import DEPTH, options
from kehoach.diacritics.restore.casing import Vote, votes
from kehoach.diacritics.restore.cooccurrence import evidence
from kehoach.diacritics.restore.features import AS_IS, case_of
from kehoach.diacritics.restore.forward_backward import Joints, posteriors
from kehoach.diacritics.restore.likeness import own_spelling
from kehoach.diacritics.restore.loose_punctuation import hung
from kehoach.diacritics.restore.placeholders import sign_of, signs_among, word_number
from kehoach.diacritics.restore.predictor import Floats, Ints, Predictor
from kehoach.diacritics.restore.table_cells import Stretch, cells
from kehoach.diacritics.restore.windows import spans

WIDTH = {Damage.MARKS: 6, Damage.SHAPES: 7}
"""How many candidates are kept for a place. With those of `DEPTH` 7 for misread letters bring out five more words in a
thousand than 5 (held-out lines read by English models), and 9 next to none beyond that; for lost marks 6 bring out one
word in ten thousand more than 5, and 7 none beyond that. A clean place has its own spelling alone."""

WEIGHTS = {Damage.CLEAN: 1.0, Damage.MARKS: 1.6, Damage.SHAPES: 1.35}
"""How much the phrases count beside the network. From 1.45 to 1.8 as many of held-out lines that lost their marks come
out, and of text unlike them, sentences by themselves above all, more with 1.6 than with 1.45; 1.35 is the middle of
what is best on lines that were misread."""

PIECE, OVERLAP = 4096, 16
"""Atoms weighed at once, and how many more on each side are read for context: bounds the memory for endless lines."""

CASES = 4
RIVALS = 3
"""Other candidates of a word that are told."""

REACH, TYPICAL, FEW, MOST = 6, 5.0, 4.0, 8.0
"""Words on each side whose log-odds (at most MOST) say how sure a neighbourhood is, and what is taken for that of FEW
more words, so that a word alone has the typical one."""


STOPS = frozenset(".:")
"""Marks that readers give for others: of the full stops inside held-out lines 34 of 228 were printed as commas, of the
commas 5 of 739 as anything else."""


class Choice(NamedTuple):
    """The best word for a core, lower case, old tone style, and what else it may be; probabilities add up to 1 at most.

    `word` is the core's own spelling where nothing is to change.
    """

    word: str
    probability: float
    rivals: tuple[tuple[str, float], ...]
    network: float = 1.0  # probability that the network alone gives the word, among the candidates
    around: float = TYPICAL  # how sure the words around it are, in log-odds
    case: float = 1.0  # probability that the network gives the case it will have
    stop: bool = False  # whether a full stop or colon follows, which readers give for commas and semicolons

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second."""
        return self.probability - (self.rivals[0][1] if self.rivals else 0.0)


class Candidates:
    """What every word of one running text may have been, each weighed in the light of the others."""

    def __init__(self, reader: Predictor, atoms: Sequence[Sequence[Token]], damages: Sequence[Damage]) -> None:
        """`atoms` and `damages`: of each line, in order; a place counts all the atoms from 0."""
        atoms, apart = hung(atoms)
        flat = list(chain.from_iterable(atoms))
        own = [own_spelling(atom.core) for atom in flat]
        kinds = [damage for row, damage in zip(atoms, damages, strict=True) for _ in row]
        lengths, small = [len(row) for row in atoms], [bool(row) and row[0].core[:1].islower() for row in atoms]
        torn = [(start, end) for start, end in cells(lengths, small) if kinds[start] is not Damage.CLEAN]
        found = []
        for span in spans(len(flat), PIECE, OVERLAP):
            part = slice(span.start, span.end)
            inside = [(a - span.start, b - span.start) for a, b in torn if span.start <= a and b <= span.end]
            piece = _weigh(reader, _Text(flat[part], own[part], kinds[part], inside))
            found.append(piece.part(slice(span.first - span.start, span.last - span.start)))
        weighed = _together(found)
        if apart:
            weighed = weighed.part(np.array(apart))
            flat, own = [flat[place] for place in apart], [own[place] for place in apart]
        self._atoms, self._own, self._words = flat, own, reader.words
        self._listed = _Weighed._make(column.ravel().tolist() for column in weighed)  # numpy's are slow one by one
        best = weighed.ids[:, 0].tolist()
        self.best = [self._words[i] if i >= 0 else own for i, own in zip(best, own, strict=True)]
        """The best word for the core at each place: the core's own spelling where nothing is to change."""
        self.cases: list[Vote] = votes(weighed.cases)
        """What the network says of the case of each."""

    def choice(self, place: int) -> Choice:
        """The best word for the core at a place, and its rivals."""
        found, words, own = self._listed, self._words, self._own[place]
        start = place * (RIVALS + 1)
        odds = found.odds[start : start + RIVALS + 1]
        others = zip(found.ids[start + 1 : start + RIVALS + 1], odds[1:], strict=True)
        rivals = tuple([(words[i] if i >= 0 else own, p) for i, p in others if p > 0.0])
        atom, case = self._atoms[place], self.cases[place].sure
        sure = found.cases[place * CASES + (case if case != AS_IS else case_of(atom.core))]
        first, network, around = odds[0], found.network[place], found.around[place]
        return Choice(self.best[place], min(1.0, first), rivals, network, around, sure, atom.trail[:1] in STOPS)


class _Weighed(NamedTuple):
    """The likeliest words of some places (n), best first."""

    ids: Ints  # (n, RIVALS + 1) word numbers, OWN for the own spelling
    odds: Floats  # (n, RIVALS + 1) posterior probabilities
    network: Floats  # (n) probability of the best by the network alone
    around: Floats  # (n): how sure the words around are
    cases: Floats  # (n, 4) probabilities of the cases

    def part(self, places: slice | Ints) -> _Weighed:
        """Some of the places."""
        return _Weighed._make(column[places] for column in self)


OWN = -1


def _together(parts: Sequence[_Weighed]) -> _Weighed:
    """The places of all parts, one after another."""
    if len(parts) == 1:
        return parts[0]
    width = RIVALS + 1
    none = _Weighed(np.zeros((0, width), np.int64), *(np.zeros(s, np.float32) for s in ((0, width), 0, 0, (0, 4))))
    return _Weighed(*map(np.concatenate, zip(none, *parts, strict=True)))


class _Text(NamedTuple):
    """Atoms of a running text, what the vocabulary writes for them, their damage, cells among them."""

    atoms: Sequence[Token]
    own: Sequence[str]
    kinds: Sequence[Damage]
    cells: Sequence[Stretch]


def _weigh(reader: Predictor, text: _Text) -> _Weighed:
    """The candidates of a stretch of text, weighed."""
    own, kinds = text.own, text.kinds
    answers = reader.read(text.atoms, text.cells, misread=Damage.SHAPES in kinds)
    places, numbers = options(reader, answers, [atom.core for atom in text.atoms], own, kinds)
    scores, ids = _scores(reader, answers, own, places, numbers)
    order, scores = _pruned(scores, kinds)
    ids = np.take_along_axis(ids, order, 1)
    signs = signs_among(text.atoms)
    several = np.bincount(places, minlength=len(own)) > 0
    second = _second_look(reader, text, several, order, ids)
    weights = np.array([WEIGHTS[kind] for kind in kinds], dtype=np.float32)
    joints = Joints(weights, _others(text, signs, len(reader.words)))
    odds = posteriors(scores, _phrased(text, ids, several, len(reader.words)), reader.ngrams, joints, second)
    best = np.argsort(-odds, axis=1, kind="stable")[:, : RIVALS + 1]
    alone = np.exp(scores - scores.max(1, keepdims=True))
    network = np.take_along_axis(alone, best[:, :1], 1)[:, 0] / alone.sum(1)
    named = np.take_along_axis(np.where(order == 0, OWN, ids), best, 1)
    odds = np.take_along_axis(odds, best, 1)
    missing = ((0, 0), (0, RIVALS + 1 - best.shape[1]))
    around = _around(odds[:, 0], several)
    return _Weighed(np.pad(named, missing, constant_values=OWN), np.pad(odds, missing), network, around, answers.cases)


def _second_look(
    reader: Predictor, text: _Text, several: NDArray[np.bool_], order: Ints, ids: Ints
) -> Callable[[Floats], Floats]:
    """What posteriors tell of the words in doubt; `order` (n, k): 0 where a candidate is the core's own spelling."""
    company, words = reader.cooccurrence, reader.words
    kinds = (Damage.MARKS, Damage.SHAPES)
    lost, misread = (several & np.array([kind is one for kind in text.kinds], dtype=bool) for one in kinds)

    def name(place: int, column: int) -> str:
        return words[ids[place, column]] if order[place, column] else text.own[place]

    def look(odds: Floats) -> Floats:
        added = evidence(company, odds, ids, lost) if company and lost.any() else np.zeros_like(odds)
        if misread.any():
            added += hand.evidence(odds, name, text.own, misread)
            if company:
                added += evidence(company, odds, ids, misread, alike=False)
        return added

    return look


def _others(text: _Text, signs: Ints, words: int) -> list[tuple[int, int]]:
    """What phrases read before each place: its sign; at the ends of cells also two unknown words, as before a text."""
    found = [(place, word_number(sign, words)) for place, sign in enumerate(signs.tolist()) if sign]
    cuts = {end for cell in text.cells for end in cell}
    return sorted([*found, *[(cut, 0) for cut in cuts for _ in range(2)]], key=lambda other: other[0])


def _phrased(text: _Text, ids: Ints, several: NDArray[np.bool_], words: int) -> Ints:
    """The word numbers that phrases know: numbers and bare marks, too, unless they may be something else."""
    found = ids.copy()
    for place in np.flatnonzero((ids[:, 0] == 0) & ~several).tolist():
        found[place, 0] = word_number(sign_of(text.atoms[place].core), words)
    return found


def _scores(reader: Predictor, answers: Any, own: Sequence[str], places: Ints, numbers: Ints) -> tuple[Floats, Ints]:
    """Log-probabilities and word numbers (n, k) of all candidates, the own spelling first; `places` are in order.

    Leaving a core alone counts for its spelling.
    """
    counts = np.bincount(places, minlength=len(own))
    columns = np.arange(1, len(places) + 1) - np.repeat(counts.cumsum() - counts, counts)
    ids = np.zeros((len(own), 1 + int(counts.max(initial=0))), dtype=np.int64)
    ids[:, 0] = [reader.word_ids((word,))[0] for word in own]
    ids[places, columns] = numbers
    scores = np.full(ids.shape, -np.inf, dtype=np.float32)
    rows, filled = np.nonzero(ids)
    scores[rows, filled] = reader.scores_of(answers, rows, ids[rows, filled])
    every = np.arange(len(own))
    scores[:, 0] = np.logaddexp(scores[:, 0], reader.scores_of(answers, every, np.zeros_like(every)))
    return scores, ids


def _around(best: Floats, several: NDArray[np.bool_]) -> Floats:
    """The mean log-odds of the best candidates around each place, counting those that have a rival."""
    odds = np.clip(np.log(np.maximum(best, 1e-6) / np.maximum(1 - best, 1e-6)), -MOST, MOST)
    told = np.stack([np.where(several, odds, 0.0), several])
    sums = np.pad(told.cumsum(1), ((0, 0), (REACH + 1, REACH)), mode="edge")
    sums[:, : REACH + 1] = 0.0
    total, count = sums[:, 2 * REACH + 1 :] - sums[:, : -2 * REACH - 1] - told
    return np.asarray((total + FEW * TYPICAL) / (count + FEW), dtype=np.float32)


def _pruned(scores: Floats, kinds: Sequence[Damage]) -> tuple[Ints, Floats]:
    """The columns of each row's best scores, best first, and those scores; hopeless ones are struck out."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, : max(WIDTH.values())]
    best = np.take_along_axis(scores, order, 1)
    widths = np.array([WIDTH.get(kind, 1) for kind in kinds])
    depths = np.array([DEPTH.get(kind, 0.0) for kind in kinds], dtype=np.float32)
    near = (best >= best[:, :1] - depths[:, None]) & (np.arange(best.shape[1]) < widths[:, None])
    used = int(near.sum(1).max(initial=1))
    return order[:, :used], np.where(near, best, -np.inf)[:, :used].astype(np.float32)
