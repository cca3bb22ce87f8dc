"""The restorer's network at run time: tokens in, likely words out. onnxruntime and numpy alone.

Graphs, packed as `graphfile` tells: `encoder` turns a token's characters into a vector (kept for tokens seen before),
`context` reads the vectors of a stretch of text and answers each token, `words` compares answers with the vocabulary;
`marks` is a second context, which learned from lost marks alone, for text whose letters stand. Vocabulary: `chars.txt`,
`words.txt`; phrases: `ngrams.npz`, company: `cooccurrence.npz` (these two and `marks` are optional); all in one folder,
handed in by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore.cooccurrence import FILE as COOCCURRENCE
from kehoach.diacritics.restore.cooccurrence import Cooccurrence
from kehoach.diacritics.restore.features import Vocabulary, punctuation_classes
from kehoach.diacritics.restore.network_file import SUFFIX, unpacked
from kehoach.diacritics.restore.ngrams import FILE as NGRAMS
from kehoach.diacritics.restore.ngrams import Ngrams
from kehoach.diacritics.restore.table_cells import Stretch
from kehoach.diacritics.restore.windows import Span, spans

TOP = 15
"""Words that the graph `words` names for an answer. With 15 five more words in a thousand come out right than with 5
where letters were misread (held-out lines read by English models), and with 25 next to none beyond that."""

WINDOW, MARGIN = 96, 8
"""Tokens a window, and how many at each inner end are read for context only (their answers come from the neighbour)."""

BATCH = 8
"""Windows a call. As fast on one core as 32, in a quarter of the memory."""

ROWS = 512
"""Answers that are compared with the whole vocabulary at once (12 MB of scores), and with words of their own (so that
what is multiplied stays in the cache: a third of the time)."""

CACHE = 16_384
"""Token vectors kept (25 MB) before all are forgotten; a running text of a million words has fewer common forms."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Answers:
    """What the network answered for all tokens of a text, one after another (n = tokens)."""

    vectors: Floats
    """(n, width): what is compared with the words; see `Network.scores_of` and `Network.likeliest`."""

    cases: Floats
    """(n, 4) probabilities of lower, Title, UPPER, as it stands (the numbers of `features.LOWER` and so on)."""

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True)
class WordTable:
    """The last layer in numbers, for the scores of given words: a row and a number a word."""

    rows: Floats
    bias: Floats

    def scores(self, vectors: Floats, places: Ints, ids: Ints) -> Floats:
        """Unnormalised log-probabilities (m) of words `ids` (m), each for the answer vector at its place (m)."""
        found = np.empty(len(ids), dtype=np.float32)
        for first in range(0, len(ids), ROWS):
            part = slice(first, first + ROWS)
            np.vecdot(self.rows[ids[part]], vectors[places[part]], out=found[part])
        found += self.bias[ids]
        return found


class Graphs(NamedTuple):
    """onnxruntime sessions, or objects with the same `run(names, feeds)`."""

    encoder: Any
    context: Any
    words: Any
    marks: Any = None


class Network:
    """A loaded model. Not safe to share between threads: it remembers the tokens it has seen."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        graphs: Graphs,
        table: WordTable,
        phrases: Ngrams | None = None,
        company: Cooccurrence | None = None,
    ) -> None:
        """`graphs.marks` may be missing: then the other context reads all text."""
        self.vocabulary = vocabulary
        self.ngrams = phrases
        self.cooccurrence = company
        self._graphs = graphs
        self._table = table
        self._places: dict[tuple[str, int, int], int] = {}
        self._groups: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._vectors: Floats = np.zeros((0, 0), dtype=np.float32)

    @classmethod
    def load(cls, folder: Path) -> Network:
        """Load the graphs and the vocabulary of a model's folder (checked by `models.verify`, not here)."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        files = [read_graph(folder, name) for name in ("encoder", "context", "words")]
        if graph_path(folder, "marks").is_file():
            files.append(read_graph(folder, "marks", files[1]))
        start = partial(onnxruntime.InferenceSession, sess_options=options, providers=["CPUExecutionProvider"])
        graphs = Graphs(*map(start, files))
        phrases = Ngrams.load(folder) if (folder / NGRAMS).is_file() else None
        company = Cooccurrence.load(folder) if (folder / COOCCURRENCE).is_file() else None
        return cls(Vocabulary.load(folder), graphs, _table_of(graphs.words), phrases, company)

    @property
    def words(self) -> tuple[str, ...]:
        """The vocabulary: lower-case words in the old tone style; number 0 is COPY."""
        return self.vocabulary.words

    def word_id(self, word: str) -> int:
        """The number of a word whatever its case and tone style, or COPY if it is not in the vocabulary."""
        return self.word_ids((word,))[0]

    def word_ids(self, words: tuple[str, ...]) -> tuple[int, ...]:
        """`word_id` of each of some words; remembered, for the forms of a word are asked for together."""
        numbers = self._groups.get(words)
        if numbers is None:
            if len(self._groups) > 2 * CACHE:
                self._groups.clear()
            numbers = self._groups[words] = tuple(map(self.vocabulary.word_id, words))
        return numbers

    def read(self, tokens: Sequence[Token], alone: Sequence[Stretch] = (), *, misread: bool = True) -> Answers:
        """The answers for tokens that are read as one running text; `misread`: not only marks may be wrong in it.

        A token of punctuation alone takes part (its core is empty); its answer means nothing. The stretches `alone` are
        read without what stands around them as well, and get the mean of both answers.
        """
        context = self._graphs.context if misread else self._graphs.marks or self._graphs.context
        answers = self._answers(context, tokens, spans(len(tokens), WINDOW, MARGIN))
        if alone:
            places = np.concatenate([np.arange(start, end) for start, end in alone])
            windows = windows_of([end - start for start, end in alone])
            apart = self._answers(context, [tokens[place] for place in places.tolist()], windows)
            for both, single in ((answers.vectors, apart.vectors), (answers.cases, apart.cases)):
                both[places] = (both[places] + single) / 2
        return answers

    def _answers(self, context: Any, tokens: Sequence[Token], windows: Sequence[Span]) -> Answers:
        """The answers for tokens in windows that do not know of one another."""
        parts = [self._read(context, tokens, batch) for batch in _batches(windows)]
        if not parts:
            return Answers(np.zeros((0, self._table.rows.shape[1]), np.float32), np.zeros((0, 4), np.float32))
        return Answers(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def scores_of(self, answers: Answers, places: Ints, ids: Ints) -> Floats:
        """Scores (m) of words `ids` (m) at `places` (m): log-probabilities but for a constant of each place."""
        return self._table.scores(answers.vectors, places, ids)

    def likeliest(self, answers: Answers, places: Ints) -> tuple[Ints, Floats]:
        """Numbers and scores (m, TOP) of the likeliest words at `places` (m), best first; COPY is one of them."""
        parts = [
            self._graphs.words.run(["ids", "scores"], {"answers": answers.vectors[places[i : i + ROWS]]})
            for i in range(0, len(places), ROWS)
        ]
        if not parts:
            return np.zeros((0, TOP), dtype=np.int64), np.zeros((0, TOP), dtype=np.float32)
        return np.concatenate([ids for ids, _ in parts]), np.concatenate([scores for _, scores in parts])

    def _encode(self, tokens: Sequence[Token]) -> Floats:
        """(tokens, width) vectors; only forms not seen before go through the encoder."""
        keys = [_form(token) for token in tokens]
        fresh = {key: token for key, token in zip(keys, tokens, strict=True) if key not in self._places}
        if len(self._places) + len(fresh) > CACHE:
            self._places.clear()
            fresh = dict(zip(keys, tokens, strict=True))
        if fresh:
            (vectors,) = self._graphs.encoder.run(None, {"forms": self.vocabulary.encode(fresh.values())})
            self._keep(list(fresh), vectors)
        return self._vectors[[self._places[key] for key in keys]]

    def _keep(self, keys: Sequence[tuple[str, int, int]], vectors: Floats) -> None:
        """Remember the vectors of forms, in room that doubles as it fills."""
        known = len(self._places)
        wanted = known + len(keys)
        if wanted > len(self._vectors):
            room = np.empty((max(2 * len(self._vectors), wanted), vectors.shape[1]), dtype=np.float32)
            if known:
                room[:known] = self._vectors[:known]
            self._vectors = room
        self._vectors[known:wanted] = vectors
        self._places.update(zip(keys, range(known, wanted), strict=True))

    def _read(self, context: Any, tokens: Sequence[Token], windows: Sequence[Span]) -> Sequence[Floats]:
        """A context graph over some neighbouring windows; the answers of their margins are dropped."""
        start = windows[0].start
        vectors = self._encode(tokens[start : windows[-1].end])
        length = max(span.end - span.start for span in windows)
        batch = np.zeros((len(windows), length, vectors.shape[1]), dtype=np.float32)
        keep = np.zeros((len(windows), length), dtype=bool)
        for row, span in enumerate(windows):
            batch[row, : span.end - span.start] = vectors[span.start - start : span.end - start]
            keep[row, span.first - span.start : span.last - span.start] = True
        lengths = np.array([span.end - span.start for span in windows], dtype=np.int32)
        feeds = {"tokens": batch, "lengths": lengths, "keep": keep.reshape(-1)}
        found: Sequence[Floats] = context.run(["answers", "cases"], feeds)
        return found


def graph_path(folder: Path, name: str) -> Path:
    """Where a graph of a model's folder lies."""
    return folder / f"{name}{SUFFIX}"


def read_graph(folder: Path, name: str, first: bytes = b"") -> bytes:
    """A graph in the ONNX format; `first`: the one that it was packed against."""
    return unpacked(graph_path(folder, name).read_bytes(), first)


@lru_cache(maxsize=2 * CACHE)
def _form(token: Token) -> tuple[str, int, int]:
    """What the encoder reads of a token."""
    return token.core, *punctuation_classes(token)


def windows_of(lengths: Sequence[int]) -> list[Span]:
    """Windows of texts that stand one after another, each with so many tokens, and are read apart.

    >>> [tuple(window) for window in windows_of([2, 3])]
    [(0, 2, 0, 2), (2, 5, 2, 5)]
    """
    ends = list(accumulate(lengths, initial=0))
    texts = ((start, spans(end - start, WINDOW, MARGIN)) for start, end in pairwise(ends))
    return [Span(*(start + place for place in window)) for start, windows in texts for window in windows]


def _batches(windows: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Windows in their order, as many a call as BATCH whole ones fill."""
    first = 0
    longest = 0
    for i, window in enumerate(windows):
        longest = max(longest, window.end - window.start)
        if (i + 1 - first) * longest > BATCH * WINDOW:
            yield windows[first:i]
            first, longest = i, window.end - window.start
    if windows:
        yield windows[first:]


def _table_of(words: Any) -> WordTable:
    """The word table that the graph `words` holds, read out of it once."""
    width = words.get_inputs()[0].shape[1]
    rows, bias = words.run(["table", "bias"], {"answers": np.zeros((1, width), dtype=np.float32)})
    return WordTable(rows, bias)
