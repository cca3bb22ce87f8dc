"""The restorer's network at run time: tokens in, likely words with probabilities out. onnxruntime and numpy alone.

Two graphs: `encoder.onnx` turns a token's characters into a vector (kept for tokens seen before), `context.onnx` reads
the vectors of a stretch of text and scores every word of the vocabulary for each token. Vocabulary: `chars.txt`,
`words.txt`; calibration: `calibration.json` (optional); all in one folder, handed in by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diacritics.features import COPY, Vocabulary, punctuation_classes
from diacritics.phrases import FILE as PHRASES
from diacritics.phrases import Phrases
from diacritics.tokens import Token

TOP = 5
"""Candidates a token; the graph is exported with the same number."""

WINDOW, MARGIN = 64, 8
"""Tokens a window, and how many at each inner end are read for context only (their answers come from the neighbour)."""

BATCH = 32
"""Windows a call: measured best for speed on one core, and bounds the memory."""

ROWS = 500
"""Tokens for which the scores of the whole vocabulary are held at once (12 MB)."""

CACHE = 100_000
"""Token vectors kept before the memory is emptied."""

OUTPUTS = ("ids", "log_probs", "cases", "answers", "totals")
"""What `context.onnx` gives for each kept token: see `Predictions`."""

ROUNDS = 2
"""How often the candidates are weighed again between the best of their neighbours; a third changes next to nothing."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prediction:
    """What the network thinks of one token."""

    candidates: tuple[tuple[str, float], ...]
    """(lower-case word in the old tone style, probability), best first; the word "" means: leave the core alone."""

    case: tuple[float, float, float, float]
    """Probabilities of lower, Title, UPPER, as it stands (the numbers of `features.LOWER` and so on)."""

    @property
    def word(self) -> str:
        """The likeliest word, or "" for: leave the core alone."""
        return self.candidates[0][0]

    @property
    def probability(self) -> float:
        """Of the likeliest word."""
        return self.candidates[0][1]


@dataclass(frozen=True)
class Predictions:
    """The predictions for all tokens of the lines given, one after another, as arrays (n = tokens, k = TOP)."""

    words: tuple[str, ...]
    """The vocabulary; `ids` point into it, 0 is COPY."""

    ids: Ints
    """(n, k) word numbers, best first."""

    log_probs: Floats
    """(n, k) natural logarithms of their probabilities."""

    cases: Floats
    """(n, 4) probabilities of the cases."""

    answers: Floats = field(repr=False)
    """(n, width) vectors that are compared with the words; for `Network.log_probs_of`."""

    totals: Floats = field(repr=False)
    """(n,) logarithms of the softmax sums, phrases included."""

    own: Ints = field(repr=False)
    """(n,) number of the core's own spelling as a word, 0 where it is none."""

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: int) -> Prediction:
        """The prediction for the token at `place`, counted through all the lines."""
        probabilities = np.exp(self.log_probs[place]).tolist()
        found = zip((self.words[i] for i in self.ids[place].tolist()), probabilities, strict=True)
        lower, title, upper, same = self.cases[place].tolist()
        return Prediction(tuple(found), (lower, title, upper, same))

    def __iter__(self) -> Iterator[Prediction]:
        return (self[place] for place in range(len(self)))


@dataclass(frozen=True)
class WordTable:
    """The last layer once more, for the scores of given words: a row and a number a word."""

    rows: Floats
    bias: Floats

    @classmethod
    def load(cls, folder: Path) -> WordTable:
        """Read `words.npz` of a model's folder (8-bit rows, each with its scale)."""
        with np.load(folder / "words.npz") as words:
            return cls(words["table"].astype(np.float32) * words["scale"][:, None], words["bias"])

    def scores(self, answer: Floats, ids: Ints) -> Floats:
        """Unnormalised log-probabilities of the words for one token's answer vector."""
        return np.asarray(self.rows[ids] @ answer + self.bias[ids], dtype=np.float32)


class Network:
    """A loaded model. Not safe to share between threads: it remembers the tokens it has seen."""

    def __init__(
        self, vocabulary: Vocabulary, encoder: Any, context: Any, table: WordTable, phrases: Phrases | None = None
    ) -> None:
        """`encoder` and `context` are onnxruntime sessions, or objects with the same `run(names, feeds)`."""
        self.vocabulary = vocabulary
        self._encoder, self._context = encoder, context
        self._table = table
        self.phrases = phrases
        self._places: dict[tuple[str, int, int], int] = {}
        self._numbers: dict[str, int] = {}
        self._vectors: Floats = np.zeros((0, 0), dtype=np.float32)

    @classmethod
    def load(cls, folder: Path) -> Network:
        """Load the graphs and the vocabulary of a model's folder (checked by `models.verify`, not here)."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        encoder, context = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in ("encoder.onnx", "context.onnx")
        )
        phrases = Phrases.load(folder) if (folder / PHRASES).is_file() else None
        return cls(Vocabulary.load(folder), encoder, context, WordTable.load(folder), phrases)

    @property
    def words(self) -> tuple[str, ...]:
        """The vocabulary: lower-case words in the old tone style; number 0 is COPY."""
        return self.vocabulary.words

    def knows(self, word: str) -> bool:
        """Whether the network can answer with this word, whatever its case and tone style."""
        return self.vocabulary.word_id(word) != COPY

    def word_id(self, word: str) -> int:
        """The number of a word whatever its case and tone style, or COPY if it is not in the vocabulary."""
        number = self._numbers.get(word)
        if number is None:
            if len(self._numbers) > CACHE:
                self._numbers.clear()
            number = self._numbers[word] = self.vocabulary.word_id(word)
        return number

    def predict(self, lines: Sequence[Sequence[Token]]) -> Predictions:
        """`read`, with the candidates weighed by the phrases around them."""
        found = self.read(lines)
        return self._weigh(found) if len(found) else found

    def scores_of(self, predictions: Predictions, places: Ints, ids: Ints) -> Floats:
        """Log-probabilities (m) of words `ids` (m) at `places` (m) of what `read` gave; the phrases have no say."""
        scores = np.einsum("md,md->m", self._table.rows[ids], predictions.answers[places]) + self._table.bias[ids]
        return np.asarray(scores - predictions.totals[places], dtype=np.float32)

    def likeliest(self, predictions: Predictions, places: Ints, count: int) -> Ints:
        """The `count` likeliest words (m, count) at `places` (m), in no order; `ids` holds only the first TOP."""
        parts = [np.zeros((0, count), dtype=np.int64)]
        for start in range(0, len(places), ROWS):
            scores = predictions.answers[places[start : start + ROWS]] @ self._table.rows.T + self._table.bias
            parts.append(np.argpartition(-scores, count, axis=1)[:, :count])
        return np.concatenate(parts)

    def read(self, lines: Sequence[Sequence[Token]]) -> Predictions:
        """The network's own predictions for every token of the lines, which are read as one running text.

        Lines of one document belong in one call: the context runs over their ends. A token of punctuation alone takes
        part (its core is empty); its prediction means nothing.
        """
        tokens = [token for line in lines for token in line]
        if not tokens:
            return self._nothing()
        vectors = self._encode(tokens)
        spans = _spans(len(tokens))
        parts = [self._read(vectors, spans[i : i + BATCH]) for i in range(0, len(spans), BATCH)]
        ids, log_probs, cases, answers, totals = (np.concatenate(column) for column in zip(*parts, strict=True))
        own = np.array([self.word_id(token.core) for token in tokens], dtype=np.int64)
        return Predictions(self.words, ids, log_probs, cases, answers, totals, own)

    def log_probs_of(self, predictions: Predictions, place: int, candidates: Sequence[str]) -> Floats:
        """Log-probabilities of any words at the token at `place`; minus infinity for one that is not in the vocabulary.

        "" asks for the probability of leaving the core alone.
        """
        ids = np.array([self.vocabulary.word_id(word) for word in candidates], dtype=np.int64)
        scores = self._table.scores(predictions.answers[place], ids) - predictions.totals[place]
        if self.phrases:
            near = slice(max(place - 2, 0), place + 3)
            best = _spelt(predictions.ids[near, 0], predictions.own[near])
            padded = np.pad(best, (max(2 - place, 0), max(place + 3 - len(predictions), 0)))
            asked = np.where(ids == COPY, predictions.own[place], ids)
            scores = scores + self.phrases.weight * self.phrases.between(asked, padded[:2], padded[3:])
        unknown = np.array([bool(word) and number == COPY for word, number in zip(candidates, ids, strict=True)])
        return np.where(unknown, -np.inf, scores).astype(np.float32)

    def _nothing(self) -> Predictions:
        empty = np.zeros((0, TOP), dtype=np.float32)
        answers = np.zeros((0, self._table.rows.shape[1]), dtype=np.float32)
        totals, cases = np.zeros(0, dtype=np.float32), np.zeros((0, 4), dtype=np.float32)
        return Predictions(
            self.words, empty.astype(np.int64), empty, cases, answers, totals, totals.astype(np.int64)
        )

    def _weigh(self, found: Predictions) -> Predictions:
        """The candidates in the order of network and phrases together; they keep the probability they have in sum."""
        if self.phrases is None:
            return found
        asked = _spelt(found.ids, found.own[:, None])
        rows = np.arange(len(asked))
        best = asked[:, 0]
        scores = found.log_probs
        for _ in range(ROUNDS):
            scores = found.log_probs + self.phrases.weight * self.phrases.fit(asked, best)
            best = asked[rows, scores.argmax(1)]
        shift = _log_sum(scores) - _log_sum(found.log_probs)
        order = np.argsort(-scores, axis=1, kind="stable")
        log_probs = np.take_along_axis(scores - shift[:, None], order, axis=1)
        ids = np.take_along_axis(found.ids, order, axis=1)
        return replace(found, ids=ids, log_probs=log_probs, totals=found.totals + shift)

    def _encode(self, tokens: Sequence[Token]) -> Floats:
        """(tokens, width) vectors; only forms not seen before go through the encoder."""
        if len(self._places) > CACHE:
            self._places.clear()
            self._vectors = self._vectors[:0]
        keys = [(token.core, *punctuation_classes(token)) for token in tokens]
        fresh = {key: token for key, token in zip(keys, tokens, strict=True) if key not in self._places}
        if fresh:
            forms = self.vocabulary.encode(fresh.values())
            (vectors,) = self._encoder.run(None, {"forms": forms})
            for key in fresh:
                self._places[key] = len(self._places)
            self._vectors = np.concatenate([self._vectors, vectors]) if self._vectors.size else vectors
        return self._vectors[[self._places[key] for key in keys]]

    def _read(self, vectors: Floats, spans: list[Span]) -> tuple[NDArray[Any], ...]:
        """The context graph over some windows; the answers of their margins are dropped."""
        length = max(span.end - span.start for span in spans)
        batch = np.zeros((len(spans), length, vectors.shape[1]), dtype=np.float32)
        keep = np.zeros((len(spans), length), dtype=bool)
        for row, span in enumerate(spans):
            batch[row, : span.end - span.start] = vectors[span.start : span.end]
            keep[row, span.first - span.start : span.last - span.start] = True
        lengths = np.array([span.end - span.start for span in spans], dtype=np.int32)
        return tuple(self._context.run(list(OUTPUTS), {"tokens": batch, "lengths": lengths, "keep": keep.reshape(-1)}))


def _log_sum(scores: Floats) -> Floats:
    """Logarithm of the sum of exponentials along each row."""
    top = scores.max(1)
    return np.asarray(top + np.log(np.exp(scores - top[:, None]).sum(1)), dtype=np.float32)


def _spelt(ids: Ints, own: Ints) -> Ints:
    """Word numbers with COPY read as the core's own spelling."""
    return np.where(ids == COPY, own, ids)


class Span(NamedTuple):
    """A window: it reads tokens start..end, and its answers for first..last are kept."""

    start: int
    end: int
    first: int
    last: int


def _spans(count: int) -> list[Span]:
    """Windows whose kept parts cover `count` tokens exactly once."""
    step = WINDOW - 2 * MARGIN
    firsts = range(0, count, step)
    return [Span(max(i - MARGIN, 0), min(i + step + MARGIN, count), i, min(i + step, count)) for i in firsts]
