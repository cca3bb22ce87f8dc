"""One damaged line, decided token by token from left to right, so that a word knows what the one before became."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lines import TextLine, atoms_of, whole_of
from kehoach.diacritics.language.syllable import is_known
from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore import list_labels as labels
from kehoach.diacritics.restore.calibration import Calibration
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.decide import Place, Reason, Verdict, decide, decide_code, in_style
from kehoach.diacritics.restore.edits import Edit
from kehoach.diacritics.restore.torn_marks import confidence, without_strays

Verdicts = Sequence[tuple[Token, Verdict | None]]


class LineReader:
    """The tokens of one line, what is known of its damage, and the answers of the network."""

    def __init__(
        self, number: int, text: TextLine, damage: Damage, candidates: Candidates, calibration: Calibration
    ) -> None:
        """`number`: the line's index, for its edits."""
        self._number, self._text, self._damage = number, text, damage
        self._candidates, self._calibration = candidates, calibration
        self._previous = ""

    def edits(self, start: int, *, new_style: bool, lost_bar: bool = False) -> Iterator[Edit]:
        """The edits of the line, whose first atom has the place `start` in the running text.

        `new_style`: tones stand on the second vowel; `lost_bar`: the line's label is a d) that should be đ).
        """
        for index, token in enumerate(self._text.tokens):
            whole, code, atoms = _cut(token)
            verdicts = self._verdicts(index, start) if whole.core and not code else ((whole, code),)
            edit = self._edit(index, verdicts, new_style=new_style)
            if lost_bar and index == 0:
                after = token.replace("d", "đ")
                edit = Edit(self._number, index, token, after, Reason.LOST_MARKS.value, labels.CONFIDENCE)
            start += len(atoms)
            self._previous = edit.after if edit and edit.applied else token
            if edit:
                yield edit

    def _verdicts(self, index: int, start: int) -> Verdicts:
        """Each atom of a token with its verdict."""
        whole, _, atoms = _cut(self._text.tokens[index])
        near = [] if _has_small_letters(whole.core) else self._neighbours(index)
        beside = any(len(core) > 1 and core.isupper() for core in near)
        shouted, amid = beside and whole.core.isupper(), beside and not any(map(_has_small_letters, near))
        found = []
        for number, atom in enumerate(atoms, start):
            place = Place(number, self._damage, shouted, index == 0 and number == start, self._previous, amid)
            found.append((atom, decide(atom, place, self._candidates, self._calibration) if atom.core else None))
        return found

    def _neighbours(self, index: int) -> list[str]:
        """The cores of the words before and after; a code is none: 1720/KH-SYT tells no word's case."""
        tokens = self._text.tokens
        near = [whole_of(tokens[i]).core for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
        return [core for core in near if not ("/" in core and any(map(str.isdigit, core)))]

    def _edit(self, index: int, verdicts: Verdicts, *, new_style: bool) -> Edit | None:
        """The edit of a token from the verdicts on its atoms, as sure as the least sure of them; None: it stands."""
        token = self._text.tokens[index]
        made = [verdict for _, verdict in verdicts if verdict]
        if not made and (self._damage is not Damage.SHAPES or token.isalpha()):
            return None
        joined = _joined(verdicts, new_style)
        whole = _cut(token)[0]
        frame = whole if self._damage is Damage.MARKS else self._frame(index, joined)
        edges = None if frame is whole else confidence(whole, frame)
        if not made:
            if edges is None:
                return None
            made = [Verdict("", Reason.MISREAD_SHAPE, edges)]
        least = made[0] if len(made) == 1 else min(made, key=lambda v: v.confidence)
        sure = least.confidence if edges is None else min(least.confidence, edges)
        after = f"{frame.lead}{joined}{frame.trail}"
        if after == token or (self._damage is Damage.MARKS and not _same_letters(token, after)):
            return None
        others = tuple([frame.lead + a + frame.trail for a in least.alternatives]) if len(verdicts) == 1 else ()
        applied = sure >= self._calibration.threshold
        return Edit(self._number, index, token, after, least.reason.value, round(sure, 4), others, applied)

    def _frame(self, index: int, core: str) -> Token:
        """The cut of a token, without stray punctuation where letters were misread and its core is now a word.

        Beside other cores a bracket may be a letter itself: `NGH]` for NGHỊ.
        """
        token = self._text.tokens[index]
        whole = whole_of(token)
        bare = self._damage is not Damage.SHAPES or len(whole.core) == len(token) or (core != "" and not is_known(core))
        return whole if bare else without_strays(self._text.tokens, index)


@lru_cache(maxsize=1 << 15)
def _cut(token: str) -> tuple[Token, Verdict | None, tuple[Token, ...]]:
    """A token in one piece, the verdict on it if it is a document code (judged as a whole), and its atoms."""
    whole = whole_of(token)
    return whole, decide_code(whole.core), atoms_of(token)


def _has_small_letters(core: str) -> bool:
    """Whether a core has a letter that is no capital."""
    return core != core.upper()


@lru_cache(maxsize=1 << 14)
def _same_letters(one: str, other: str) -> bool:
    """Whether two tokens differ in marks alone."""
    return fold(one) == fold(other)


def _joined(verdicts: Verdicts, new_style: bool) -> str:
    """The core of a token from its atoms: their texts without the first lead and the last trail."""
    if len(verdicts) == 1:
        atom, verdict = verdicts[0]
        return in_style(verdict.core, new_style=new_style) if verdict else atom.core
    texts = [a.with_core(in_style(v.core, new_style=new_style)).text if v else a.text for a, v in verdicts]
    joined = "".join(texts)
    return joined[len(verdicts[0][0].lead) : len(joined) - len(verdicts[-1][0].trail)]
