"""One token's verdict: what it becomes, why, how surely; every rule of the restorer that is not the network's."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.alphabet import fold, to_new_style, to_old_style
from kehoach.diacritics.language.lexicon import acronym_misread, acronym_with_d_bar, by_fold, notation_with_d_bar
from kehoach.diacritics.language.lines import whole_of
from kehoach.diacritics.language.protected import (
    CODE,
    NOT_I,
    ORDINALS,
    Kind,
    is_code_letters,
    is_strange_acronym,
    is_strange_pair,
    kind_of,
    mended_roman,
)
from kehoach.diacritics.language.syllable import is_known
from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore import currency as amounts
from kehoach.diacritics.restore.calibration import Calibration
from kehoach.diacritics.restore.candidates import Candidates, Choice
from kehoach.diacritics.restore.casing import recased
from kehoach.diacritics.restore.features import AS_IS, TITLE, apply_case, case_of
from kehoach.diacritics.restore.likeness import is_settled, own_spelling


class Reason(StrEnum):
    """Why a token was changed, or should have been."""

    LOST_MARKS = "lost-marks"
    MISREAD_SHAPE = "misread-shape"
    DIGIT_IN_WORD = "digit-in-word"
    NOTATION = "notation"
    ACRONYM = "acronym"
    ROMAN_NUMERAL = "roman-numeral"
    CASE = "case"


class Verdict(NamedTuple):
    """What an atom's core should become."""

    core: str
    reason: Reason
    confidence: float
    alternatives: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where an atom stands: its number in the running text, and what its neighbours say."""

    number: int
    damage: Damage
    in_capitals: bool
    labels: bool  # the first token of a line, before a stop: the place of a heading's label
    previous: str  # the token before, as restored
    amid_capitals: bool = False  # the tokens beside it are words in capitals, none in small letters


SURE_OVER_MARKS = 0.97
"""Where marks were lost, a word that still bears some and is a known syllable needs this much to be changed. Where
letters were misread, `is_settled` guards such words."""

SHORT, SURE_OVER_FOREIGN = 5, 0.45
"""Letters of a foreign word that a misread syllable may look like by chance (`wong` for ương), and the confidence that
overrides it. On printed and read lines 23 of the 39 from 0.4 to 0.65 were right, 5 had been read right; below the
two come near each other. Five to eight letters do equally well, four letters worse."""

SURE_OVER_ACRONYM = 0.8
"""The same for capitals that are no known acronym: all 11 of those so sure were right on printed and read lines."""


LABEL = 4
"""Letters of a label in capitals: of 2,777 corpus lines that begin with two to four capitals and a full stop, 6 begin
with anything that bears marks."""


def decide(atom: Token, place: Place, candidates: Candidates, calibration: Calibration) -> Verdict | None:
    """What to do with an atom of a damaged line; None: leave it, nothing to say."""
    core, ruled = atom.core, _by_rule(atom, place)
    if ruled:
        return ruled
    kind = kind_of(core, in_capitals=place.in_capitals)
    if kind is Kind.ACRONYM and not (place.damage is Damage.SHAPES and is_strange_pair(core)):
        return _acronym(core, place, candidates, calibration)
    if kind is Kind.FOREIGN and place.damage is Damage.SHAPES and len(core) <= SHORT:
        verdict = _word(core, place, candidates, calibration)
        return verdict if verdict and verdict.confidence >= SURE_OVER_FOREIGN else None
    if kind not in (Kind.WORD, Kind.ACRONYM) or (is_settled(core) and place.damage is Damage.SHAPES):
        return None
    if place.damage is Damage.MARKS and place.labels and _is_label(atom):
        return None
    return _word(core, place, candidates, calibration)


def _by_rule(atom: Token, place: Place) -> Verdict | None:
    """What needs no network: Roman numerals whose I was misread, and đồng that lost its bar."""
    roman = _roman(atom, place) if place.damage is Damage.SHAPES and not NOT_I.isdisjoint(atom.core) else None
    in_dong = None if roman else amounts.in_dong(atom, place.previous)
    return Verdict(in_dong, Reason.LOST_MARKS, amounts.CONFIDENCE) if in_dong else roman


def _is_label(atom: Token) -> bool:
    """Whether what begins a line is capitals before a full stop, as a heading's number (`BI.` for III.) or KT. are."""
    return 1 < len(atom.core) <= LABEL and atom.core.isupper() and atom.trail[:1] == "."


def _acronym(core: str, place: Place, candidates: Candidates, calibration: Calibration) -> Verdict | None:
    """An acronym with the bar of its Đ, or where letters were misread the word that capitals known to nobody were."""
    found = acronym_with_d_bar(core)
    if not found and place.damage is Damage.SHAPES and is_strange_acronym(core):
        found = acronym_misread(core)
        verdict = None if found else _word(core, place, candidates, calibration)
        if verdict and verdict.confidence >= SURE_OVER_ACRONYM:
            return verdict
    return Verdict(found[0], Reason.ACRONYM, found[1]) if found else None


@lru_cache(maxsize=1 << 15)
def decide_code(core: str) -> Verdict | None:
    """The verdict on a whole token that is a document code: lost bars of Đ in its letters, its number untouched.

    >>> decide_code("10-KH/DU").core, decide_code("QD-TTg").core
    ('10-KH/ĐU', 'QĐ-TTg')
    >>> decide_code("15/2025/QB-TTg").core
    '15/2025/QĐ-TTg'
    >>> decide_code("171/KH-UBND"), decide_code("16/6/2025"), decide_code("COVID-19")
    (None, None, None)
    """
    found = CODE.fullmatch(core)
    letters = found["letters"] if found else core if is_code_letters(core) else ""
    mended = notation_with_d_bar(letters) if letters else None
    if mended is None:
        return None
    return Verdict((found["number"] if found else "") + mended[0], Reason.NOTATION, mended[1])


def _roman(atom: Token, place: Place) -> Verdict | None:
    """A Roman numeral with 1, l or | for I, where a numeral is expected or no other reading is left."""
    heading = place.labels and atom.trail[:1] in {".", ")"}
    numbered = heading or fold(whole_of(place.previous).core.lower()) in ORDINALS
    mended = mended_roman(atom.core, numbered=numbered)
    return Verdict(mended, Reason.ROMAN_NUMERAL, 0.98 if numbered else 0.9) if mended else None


def _word(core: str, place: Place, candidates: Candidates, calibration: Calibration) -> Verdict | None:
    """The network's choice for a word, in the case it should have."""
    if len(core.lower()) != len(core):
        return None  # İ is two characters in small letters: no Vietnamese word, and its case cannot be put back
    best = candidates.best[place.number]
    if place.damage is Damage.MARKS:
        mended = _marks_in_place(core, best)
    else:
        same = best == own_spelling(core)
        if same and fold(core.lower()) not in by_fold():
            return None  # GmbH, IoT, MHz: of 35 such cases changed on printed and read lines none came out right
        word, vote = core.lower() if same else best, candidates.cases[place.number]
        if place.in_capitals:
            vote = vote._replace(likely=vote.sure)
        elif not same and vote.likely == AS_IS and is_strange_pair(core):
            vote = vote._replace(likely=TITLE)  # `SG`: the second capital is a misread letter
        mended = word.upper() if place.amid_capitals and _tells_no_case(core) else recased(core, word, vote)
    if mended == core:
        return None
    choice = candidates.choice(place.number)
    if place.damage is Damage.MARKS and choice.probability < SURE_OVER_MARKS and not core.isascii() and is_known(core):
        return None
    confidence = calibration.confidence(choice, core, place.damage)
    return Verdict(mended, _reason(core, mended), confidence, _alternatives(choice, mended))


def _tells_no_case(core: str) -> bool:
    """Whether a core may be a word in capitals or one with a capital, for it has but one letter: `C6` is Có or CÓ.

    Amid capitals 11 of 11 such words were in capitals on printed and read lines.
    """
    return core == core.upper() and sum(map(str.isalpha, core)) < 2


@lru_cache(maxsize=1 << 15)
def _marks_in_place(core: str, word: str) -> str:
    """The marks of a word put on a core's letters, every letter keeping its case."""
    styled = word if to_old_style(core.lower()) != word else core.lower()
    return "".join(w.upper() if c.isupper() else w for c, w in zip(core, styled, strict=True))


@lru_cache(maxsize=1 << 15)
def _reason(before: str, after: str) -> Reason:
    """Which kind of damage a change mends."""
    if before.lower() == after.lower():
        return Reason.CASE
    if fold(before.lower()) == fold(after.lower()):
        return Reason.LOST_MARKS
    return Reason.DIGIT_IN_WORD if re.search(r"\d", before) else Reason.MISREAD_SHAPE


def _alternatives(choice: Choice, mended: str) -> tuple[str, ...]:
    """The rivals in the case of the word chosen."""
    if not choice.rivals:
        return ()
    case = case_of(mended)
    return tuple([apply_case(word, case, mended) for word, _ in choice.rivals])


def in_style(word: str, *, new_style: bool) -> str:
    """A restored word with its tone where the document's print puts it."""
    return to_new_style(word) if new_style else word
