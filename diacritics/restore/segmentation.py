"""Tokens that the reader glued or tore apart, regrouped in damaged lines where the evidence is strong; never elsewhere.

This alone changes how many tokens a line has, and every such change is an edit of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lexicon import by_fold
from kehoach.diacritics.language.lines import TextLine, atoms_of, whole_of
from kehoach.diacritics.language.protected import ORDINALS, Kind, is_roman, kind_of, mended_roman
from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.features import apply_case, case_of
from kehoach.diacritics.restore.likeness import likeness
from kehoach.diacritics.restore.predictor import Predictor

SPLIT_SURE = 0.98
"""Least probability of each half of a split word: of 30 as sure on lines rendered and read by English models 14 were
two words and 5 printed as one that should have been two, of 22 from 0.9 to this 1 and 2."""

LONE_WORDS = frozenset({"y", "o"})
"""Folded words of one letter that get glued to a neighbour: y tế, ý, ở."""

LIKE = 0.5
"""A change that keeps less likeness than this is weighed against reading the token as two words."""

LONGEST = 12
"""Letters of the longest glued pair that is looked at."""


@dataclass(frozen=True)
class Regrouping:
    """Tokens `start` to `end` (exclusive) of a line read as one, or one of them as two."""

    line: int
    start: int
    end: int
    after: str
    reason: str  # "joined" or "split"
    confidence: float


def joined_numerals(number: int, text: TextLine) -> Iterator[Regrouping]:
    """Roman numerals torn apart after an ordinal word: `thứ X V1,` is thứ XVI,.

    >>> [r.after for r in joined_numerals(0, TextLine.cut("lần thứ X V1, Đại hội"))]
    ['XVI,']
    >>> list(joined_numerals(0, TextLine.cut("khu X V1, thứ X Y")))
    []
    """
    wholes = [whole_of(token) for token in text.tokens]
    for i in range(1, len(wholes) - 1):
        first, second = wholes[i], wholes[i + 1]
        if first.trail or not second.core or not is_roman(first.core) or second.lead.strip("\"'"):
            continue
        core = first.core + second.core
        numeral = core if is_roman(core) else mended_roman(core, numbered=True)
        if numeral and fold(wholes[i - 1].core.lower()) in ORDINALS:
            after = Token(first.lead.strip("\"'"), numeral, second.trail).text
            yield Regrouping(number, i, i + 2, after, "joined", 0.95)


def halves(core: str) -> list[tuple[str, str]]:
    """The ways in which a core that is no word can be two words glued.

    >>> halves("SOY"), halves("hoach"), halves("website")
    ([('SO', 'Y')], [], [])
    """
    if not core.isalpha() or not 3 <= len(core) <= LONGEST or fold(core.lower()) in by_fold():
        return []
    cuts = ((core[:i], core[i:]) for i in range(1, len(core)))
    return [cut for cut in cuts if all(_may_stand(half) for half in cut)]


def _may_stand(half: str) -> bool:
    """Whether half of a glued word is a word whatever its marks."""
    word = fold(half.lower())
    return word in by_fold() and (len(word) > 1 or word in LONE_WORDS)


def _shouted(tokens: Sequence[str], index: int) -> bool:
    """Whether a token stands beside capitals."""
    near = (whole_of(tokens[i]).core for i in (index - 1, index + 1) if 0 <= i < len(tokens))
    return any(core.isupper() for core in near)


def split_words(
    reader: Predictor, texts: Sequence[TextLine], places: Sequence[tuple[int, int]]
) -> Iterator[Regrouping]:
    """Words glued together among tokens (line, index) that nothing, or nothing like them, could be made of.

    `texts`: the lines restored, but those tokens as they were given. Each way of splitting is read by the network in
    its line; one is taken if it gives both halves a word of the same letters, each `SPLIT_SURE`.
    """
    tries = [
        (line, index, cut)
        for line, index in places
        for cut in halves(whole_of(texts[line].tokens[index]).core)
        if kind_of(whole_of(texts[line].tokens[index]).core, in_capitals=_shouted(texts[line].tokens, index))
        is Kind.WORD
    ]
    if not tries:
        return
    rows = [_variant(texts[line], index, cut) for line, index, cut in tries]
    candidates = Candidates(reader, [row for row, _ in rows], [Damage.SHAPES] * len(rows))
    best: dict[tuple[int, int], Regrouping] = {}
    start = 0
    for (line, index, cut), (row, at) in zip(tries, rows, strict=True):
        found = _judged(candidates, start + at, cut, whole_of(texts[line].tokens[index]))
        start += len(row)
        if found and found[1] > max(SPLIT_SURE, best[line, index].confidence if (line, index) in best else 0.0):
            best[line, index] = Regrouping(line, index, index + 1, found[0], "split", found[1])
    yield from best.values()


def unlike(given: TextLine, text: TextLine) -> Iterator[int]:
    """The tokens of a line that were left as they were, or became something with little likeness to them.

    >>> list(unlike(TextLine.cut("SOY TE hgi"), TextLine.cut("Y TẾ hội")))
    [0]
    """
    for index, (before, after) in enumerate(zip(given.tokens, text.tokens, strict=True)):
        if before == after or _is_unlike(before, after):
            yield index


@lru_cache(maxsize=1 << 15)
def _is_unlike(before: str, after: str) -> bool:
    """Whether a token has little likeness to another."""
    return likeness(whole_of(before).core, whole_of(after).core) < LIKE


def _variant(text: TextLine, index: int, cut: tuple[str, str]) -> tuple[list[Token], int]:
    """The atoms of a line with one token split, and the place of the first half."""
    before = [atom for token in text.tokens[:index] for atom in atoms_of(token)]
    after = [atom for token in text.tokens[index + 1 :] for atom in atoms_of(token)]
    whole = whole_of(text.tokens[index])
    halves = [Token(whole.lead, cut[0], ""), Token("", cut[1], whole.trail)]
    return [*before, *halves, *after], len(before)


def _judged(candidates: Candidates, place: int, cut: tuple[str, str], whole: Token) -> tuple[str, float] | None:
    """(the two words, the lesser of their probabilities), or None if a half becomes no word of its letters."""
    choices = [candidates.choice(place + i) for i in range(2)]
    words = [apply_case(c.word, case_of(half), half) for c, half in zip(choices, cut, strict=True)]
    if any(fold(word) != fold(half) for word, half in zip(words, cut, strict=True)) or words == list(cut):
        return None  # a half that needs other letters, or two halves that need no marks, are no evidence
    if "o" in map(str.lower, words):
        return None  # glued to a word stands ở or ô, hardly ever a bare o
    return Token(whole.lead, " ".join(words), whole.trail).text, min(c.probability for c in choices)


def apply_groups(texts: Sequence[TextLine], groups: Sequence[Regrouping]) -> list[TextLine]:
    """The lines with tokens joined or split; the white space between joined ones goes.

    >>> group = Regrouping(0, 1, 3, "XVI,", "joined", 0.95)
    >>> apply_groups([TextLine.cut("thứ X  V1, của")], [group])[0].text
    'thứ XVI, của'
    """
    changed = list(texts)
    for group in sorted(groups, key=lambda g: (g.line, -g.start)):
        text = changed[group.line]
        spaces = text.spaces[: group.start + 1] + text.spaces[group.end :]
        changed[group.line] = TextLine(spaces, (*text.tokens[: group.start], group.after, *text.tokens[group.end :]))
    return changed
