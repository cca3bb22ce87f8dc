"""Garbled or stripped Vietnamese becomes Vietnamese again: line by line, token by token, every change explained.

Rules decide what may be touched (`damage`, `locks`), the network what a word was, and a calibrated confidence whether
the change is made or only proposed. Nothing is invented: every token of the input gives exactly one of the output.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from kehoach.diacritics.judge.damage import REACH, Damage, level
from kehoach.diacritics.judge.ruler import measured
from kehoach.diacritics.language.alphabet import to_new_style, to_old_style
from kehoach.diacritics.language.lines import TextLine, atoms_of
from kehoach.diacritics.language.syllable import is_known
from kehoach.diacritics.restore.calibration import Calibration
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.edits import Edit, Restored
from kehoach.diacritics.restore.line_decoder import LineReader
from kehoach.diacritics.restore.list_labels import lost_bars
from kehoach.diacritics.restore.predictor import Predictor
from kehoach.diacritics.restore.segmentation import apply_groups, joined_numerals, split_words, unlike

__all__ = ["Edit", "Mode", "Restored", "Restorer"]

Mode = Literal["auto", "marks", "ocr"]

PASSES = 4
"""A pass reads the last one's output as its context, until nothing changes; two are the rule."""

BLOCK = 1500
"""Tokens that are read as one running text; bounds the memory for long files."""


class Restorer:
    """The network and its calibration, ready to restore. Not for several threads at once."""

    def __init__(self, reader: Predictor, calibration: Calibration | None = None) -> None:
        """`reader`: a loaded `network.Network`, or a scripted one."""
        self._reader = reader
        self._calibration = calibration or Calibration()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load the network and its calibration from a model's folder."""
        from kehoach.diacritics.restore.network import Network

        return cls(Network.load(folder), Calibration.load(folder))

    def restore(self, lines: Sequence[str], mode: Mode = "auto") -> Restored:
        """Restore lines of running text (a document's lines in order; they are each other's context).

        `auto` mends each line as its damage asks; `marks` only ever adds marks, `ocr` may mend misread letters in any
        line that is not clean. Clean lines come out as they went in, in every mode. White space is kept exactly.
        """
        with _uncollected():
            return self._restore(lines, mode)

    def _restore(self, lines: Sequence[str], mode: Mode) -> Restored:
        """See `restore`."""
        given = texts = [TextLine.cut(line) for line in lines]
        levels = [level(text.cores()) for text in texts]
        kinds = measured(lines, levels)
        edits: dict[tuple[int, int], Edit] = {}
        misread: set[int] = set()
        seen: set[object] = set()
        for _ in range(PASSES):
            damages = [_permitted(kind, mode) for kind in kinds]
            misread |= {i for i, damage in enumerate(damages) if damage is Damage.SHAPES}
            found = self._pass(texts, damages, seen)
            _record(edits, found)
            changed = _changed(texts, found)
            if not changed:
                break
            texts = [changed.get(i, text) for i, text in enumerate(texts)]
            levels = [level(changed[i].cores()) if i in changed else known for i, known in enumerate(levels)]
            kinds = measured([text.text for text in texts], levels)
        texts = self._regroup(given, texts, sorted(misread), edits)
        out = tuple(text.text for text in texts)
        return Restored(out, tuple(edits[place] for place in sorted(edits)))

    def _regroup(
        self,
        given: Sequence[TextLine],
        texts: Sequence[TextLine],
        misread: Sequence[int],
        edits: dict[tuple[int, int], Edit],
    ) -> list[TextLine]:
        """Glued and torn words of misread lines put right; `edits` is told, and forgets what it said of them."""
        found = [group for i in misread for group in joined_numerals(i, texts[i])]
        before_split = list(texts)
        doubtful = []
        for i in misread:
            kept = {index: given[i].tokens[index] for index in unlike(given[i], texts[i])}
            doubtful += [(i, index) for index in kept]
            before_split[i] = texts[i].with_tokens(kept)
        found += split_words(self._reader, before_split, doubtful)
        for group in found:
            for index in range(group.start, group.end):
                edits.pop((group.line, index), None)
            before = " ".join(given[group.line].tokens[group.start : group.end])
            edit = Edit(group.line, group.start, before, group.after, group.reason, round(group.confidence, 4))
            edits[group.line, group.start] = edit
        return apply_groups(texts, found)

    def _pass(self, texts: Sequence[TextLine], damages: Sequence[Damage], seen: set[object]) -> list[Edit]:
        """All edits that one reading of the text proposes; stretches that were `seen` so before would say the same."""
        if all(damage is Damage.CLEAN for damage in damages):
            return []
        new_style, bars = _prints_new_style(texts), set(lost_bars(texts))
        edits: list[Edit] = []
        for block in _blocks(texts, damages):
            stretch = (new_style, tuple((i, i in bars, damages[i], texts[i].text) for i in block))
            if stretch in seen:
                continue
            seen.add(stretch)
            atoms = [[atom for token in texts[i].tokens for atom in atoms_of(token)] for i in block]
            candidates = Candidates(self._reader, atoms, [damages[i] for i in block])
            start = 0
            for i, row in zip(block, atoms, strict=True):
                if damages[i] is not Damage.CLEAN:
                    line = LineReader(i, texts[i], damages[i], candidates, self._calibration)
                    edits.extend(line.edits(start, new_style=new_style, lost_bar=i in bars))
                start += len(row)
        return edits


@contextmanager
def _uncollected() -> Iterator[None]:
    """The search for garbage in cycles put off: none is made here, and looking through all edits takes a twentieth."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _permitted(damage: Damage, mode: Mode) -> Damage:
    """The kind of mending that a line gets in a mode."""
    if damage is Damage.CLEAN or mode == "auto":
        return damage
    return Damage.MARKS if mode == "marks" else Damage.SHAPES


def _blocks(texts: Sequence[TextLine], damages: Sequence[Damage]) -> Iterator[list[int]]:
    """Runs of lines to be read together: damaged ones with the clean ones between them, about BLOCK tokens at most."""
    block: list[int] = []
    size = clean = 0  # tokens of the block, and lines with text since its last
    for i, damage in enumerate(damages):
        if not texts[i].tokens:
            continue
        if damage is Damage.CLEAN:
            clean += 1
            continue
        if block and (size > BLOCK or clean >= REACH):
            yield block
            block, size = [], 0
        block.extend(range(block[-1] + 1 if block else i, i + 1))
        size += len(texts[i].tokens)
        clean = 0
    if block:
        yield block


def _changed(texts: Sequence[TextLine], edits: Sequence[Edit]) -> dict[int, TextLine]:
    """The lines that the applied edits change, with them made."""
    changed: dict[int, dict[int, str]] = {}
    for edit in edits:
        if edit.applied:
            changed.setdefault(edit.line, {})[edit.token] = edit.after
    return {i: texts[i].with_tokens(tokens) for i, tokens in changed.items()}


def _record(edits: dict[tuple[int, int], Edit], found: Sequence[Edit]) -> None:
    """Add a pass's edits to those before: a token changed twice keeps its first form as `before`."""
    for edit in found:
        place = (edit.line, edit.token)
        first = edits.get(place)
        if first is None or not first.applied:
            edits[place] = edit
        elif edit.applied:
            edits[place] = replace(edit, before=first.before, confidence=min(first.confidence, edit.confidence))


def _prints_new_style(texts: Sequence[TextLine]) -> bool:
    """Whether the tones that stand in oa, oe, uy are mostly on the second vowel; old style where there are none."""
    return sum(_style(token) for text in texts for token in text.tokens if not token.isascii()) > 0


@lru_cache(maxsize=1 << 15)
def _style(token: str) -> int:
    """How many words of a token have their tone on the second vowel of oa, oe, uy, less those on the first.

    Those with é do not count: English readers give it for any e or o with marks, and one `khoé` decided for a document.

    >>> _style("hoà"), _style("hòa"), _style("hội")
    (1, -1, 0)
    """
    cores = [atom.core for atom in atoms_of(token) if is_known(atom.core) and "é" not in atom.core]
    return sum((to_old_style(core) != core) - (to_new_style(core) != core) for core in cores)
