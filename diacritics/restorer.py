"""Garbled or stripped Vietnamese becomes Vietnamese again: line by line, token by token, every change explained.

Rules decide what may be touched (`damage`, `locks`), the network what a word was, and a calibrated confidence whether
the change is made or only proposed. Nothing is invented: every token of the input gives exactly one of the output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from diacritics.alphabet import fold, to_new_style, to_old_style
from diacritics.calibration import Calibration
from diacritics.candidates import Candidates, Reader
from diacritics.damage import REACH, Damage, assess, level
from diacritics.decide import Place, Verdict, decide, decide_code, in_style
from diacritics.textline import TextLine, atoms_of, whole_of
from diacritics.tokens import Token

Mode = Literal["auto", "marks", "ocr"]

PASSES = 4
"""A pass reads the last one's output as its context, until nothing changes; two are the rule."""

BLOCK = 4000
"""Tokens that are read as one running text; bounds the memory for long files."""


@dataclass(frozen=True)
class Edit:
    """A change to one token, or one that was thought of and not made (`applied` is False and the token stands)."""

    line: int  # index of the line, from 0
    token: int  # index of the whitespace token in its line, from 0
    before: str
    after: str
    reason: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    applied: bool = True


@dataclass(frozen=True)
class Restored:
    """The lines restored, one for each given, and all edits in order of place."""

    lines: tuple[str, ...]
    edits: tuple[Edit, ...]


class Restorer:
    """The network and its calibration, ready to restore. Not for several threads at once."""

    def __init__(self, reader: Reader, calibration: Calibration | None = None) -> None:
        """`reader`: a loaded `network.Network`, or a scripted one."""
        self._reader = reader
        self._calibration = calibration or Calibration()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load the network and its calibration from a model's folder."""
        from diacritics.network import Network

        return cls(Network.load(folder), Calibration.load(folder))

    def restore(self, lines: Sequence[str], mode: Mode = "auto") -> Restored:
        """Restore lines of running text (a document's lines in order; they are each other's context).

        `auto` mends each line as its damage asks; `marks` only ever adds marks, `ocr` may mend misread letters in any
        line that is not clean. Clean lines come out as they went in, in every mode. White space is kept exactly.
        """
        texts = [TextLine.cut(line) for line in lines]
        edits: dict[tuple[int, int], Edit] = {}
        for _ in range(PASSES):
            found = self._pass(texts, mode)
            applied = [edit for edit in found if edit.applied]
            texts = _apply(texts, applied)
            _record(edits, found)
            if not applied:
                break
        out = tuple(text.text for text in texts)
        return Restored(out, tuple(edits[place] for place in sorted(edits)))

    def _pass(self, texts: Sequence[TextLine], mode: Mode) -> list[Edit]:
        """All edits that one reading of the text proposes."""
        damages = [_permitted(kind, mode) for kind, _ in assess([level(list(text.cores())) for text in texts])]
        new_style = _prints_new_style(texts)
        edits: list[Edit] = []
        for block in _blocks(texts, damages):
            atoms = [[atom for token in texts[i].tokens for atom in atoms_of(token)] for i in block]
            candidates = Candidates(self._reader, atoms)
            start = 0
            for i, row in zip(block, atoms, strict=True):
                if damages[i] is not Damage.CLEAN:
                    line = LineReader(i, texts[i], damages[i], candidates, self._calibration)
                    edits.extend(line.edits(start, new_style=new_style))
                start += len(row)
        return edits


class LineReader:
    """Decides the tokens of one damaged line from left to right."""

    def __init__(
        self, number: int, text: TextLine, damage: Damage, candidates: Candidates, calibration: Calibration
    ) -> None:
        """`number`: the line's index, for its edits."""
        self._number, self._text, self._damage = number, text, damage
        self._candidates, self._calibration = candidates, calibration
        self._previous = ""

    def edits(self, start: int, *, new_style: bool) -> Iterator[Edit]:
        """The edits of the line, whose first atom has the place `start` in the running text."""
        tokens = self._text.tokens
        for index, token in enumerate(tokens):
            atoms = atoms_of(token)
            verdicts = self._verdicts(index, token, atoms, start)
            start += len(atoms)
            edit = self._edit(index, token, verdicts, new_style=new_style) if any(v for _, v in verdicts) else None
            self._previous = whole_of(edit.after if edit and edit.applied else token).core
            if edit:
                yield edit

    def _verdicts(
        self, index: int, token: str, atoms: Sequence[Token], start: int
    ) -> list[tuple[Token, Verdict | None]]:
        """Each atom of a token with its verdict; a document code is judged as a whole."""
        whole = whole_of(token)
        code = decide_code(whole.core)
        if code or not whole.core:
            return [(whole, code)]
        shouted = self._neighbour_shouts(index)
        found = []
        for number, atom in enumerate(atoms):
            labels = index == 0 and number == 0
            place = Place(start + number, self._damage, shouted, labels, self._previous)
            found.append((atom, decide(atom, place, self._candidates, self._calibration) if atom.core else None))
        return found

    def _neighbour_shouts(self, index: int) -> bool:
        """Whether the token before or after is a word in capitals."""
        tokens = self._text.tokens
        near = (tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(tokens))
        return any(len(core) > 1 and core.isupper() for core in (whole_of(token).core for token in near))

    def _edit(
        self, index: int, token: str, verdicts: Sequence[tuple[Token, Verdict | None]], *, new_style: bool
    ) -> Edit | None:
        """The edit of a token from the verdicts on its atoms: as sure as the least sure of them."""
        made = [v for _, v in verdicts if v]
        least = min(made, key=lambda verdict: verdict.confidence)
        applied = least.confidence >= self._calibration.threshold
        after = "".join(
            atom.with_core(in_style(v.core, new_style=new_style)).text if v else atom.text for atom, v in verdicts
        )
        if after == token or (self._damage is Damage.MARKS and fold(after) != fold(token)):
            return None
        others = () if len(verdicts) > 1 else tuple(verdicts[0][0].with_core(a).text for a in least.alternatives)
        return Edit(self._number, index, token, after, least.reason.value, round(least.confidence, 4), others, applied)


def _permitted(damage: Damage, mode: Mode) -> Damage:
    """The kind of mending that a line gets in a mode."""
    if damage is Damage.CLEAN or mode == "auto":
        return damage
    return Damage.MARKS if mode == "marks" else Damage.SHAPES


def _blocks(texts: Sequence[TextLine], damages: Sequence[Damage]) -> Iterator[list[int]]:
    """Runs of lines to be read together: damaged ones with the clean ones between them, about BLOCK tokens at most."""
    block: list[int] = []
    size = 0
    for i, damage in enumerate(damages):
        if damage is Damage.CLEAN or not texts[i].tokens:
            continue
        if block and (size > BLOCK or i - block[-1] > REACH):
            yield block
            block, size = [], 0
        block.extend(range(block[-1] + 1 if block else i, i + 1))
        size += len(texts[i].tokens)
    if block:
        yield block


def _apply(texts: Sequence[TextLine], edits: Sequence[Edit]) -> list[TextLine]:
    """The lines with the applied edits made."""
    changed: dict[int, dict[int, str]] = {}
    for edit in edits:
        changed.setdefault(edit.line, {})[edit.token] = edit.after
    return [text.with_tokens(changed[i]) if i in changed else text for i, text in enumerate(texts)]


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
    cores = [core for text in texts for core in text.cores()]
    new = sum(to_old_style(core) != core for core in cores)
    return new > sum(to_new_style(core) != core for core in cores)
