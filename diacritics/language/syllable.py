"""The Vietnamese syllable: onset, glide, nucleus, coda, tone; what can be one, and which ones there are.

Structure after the classes that schoolbook phonology gives (onset · glide o/u · nucleus · coda · tone), with the
spelling variants that printed text has: y for i after h k l m s t v (kỹ, lý, tỷ), i after qu (quít), and oo (xoong).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from kehoach.diacritics.language.alphabet import TONES, split_tone, to_old_style, with_tone

ONSETS = ("ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx")
"""Longest first, so that the first match is the onset. A syllable may also have none."""

STOPS = frozenset({"c", "ch", "p", "t"})
"""Codas that bear only sắc or nặng."""

_CODAS = {
    "a": " c ch m n ng nh p t i y o u",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": " c m n ng p t o",
    "ê": " ch m n nh p t u",
    "i": " ch m n nh p t u",
    "o": " c m n ng p t i",
    "oo": "c ng",
    "ô": " c m n ng p t i",
    "ơ": " m n p t i",
    "u": " c m n ng p t i",
    "ư": " c m n ng t i u",
    "y": " ch m n nh p t u",
    "ia": " ",
    "iê": "c m n ng p t u",
    "yê": "m n ng t u",
    "ua": " ",
    "uô": "c m n ng t i",
    "ưa": " ",
    "ươ": "c m n ng p t i u",
}
_AFTER_GLIDE = {
    "o": {"a": " c ch m n ng nh p t i y o", "ă": "c m n ng t", "e": " m n ng o t"},
    "u": {"â": "n ng t y", "ê": " ch n nh", "ơ": " ", "y": " ch n nh p t u", "ya": " ", "yê": "n t"},
}
_FRONT = "eêiy"


def _codas(spec: str) -> list[str]:
    """The codas of a table cell; a leading space stands for an open syllable."""
    return ([""] if spec.startswith(" ") else []) + spec.split()


def _rhymes() -> dict[str, tuple[str, str, str]]:
    """Toneless spelling of every rhyme -> (glide, nucleus, coda)."""
    plain = {n + c: ("", n, c) for n, spec in _CODAS.items() for c in _codas(spec)}
    glided = {
        g + n + c: (g, n, c) for g, nuclei in _AFTER_GLIDE.items() for n, spec in nuclei.items() for c in _codas(spec)
    }
    return plain | glided


_RHYMES = _rhymes()
_AFTER_QU = {n + c: ("", n, c) for n in "aăâeêiyôơ" for c in _codas(_CODAS[n])} | {
    "yê" + c: ("", "yê", c) for c in ("n", "t")
}


@dataclass(frozen=True)
class Syllable:
    """The parts of a lower-case syllable as spelt, without tone; `tone` is the name of the tone, "" for ngang."""

    onset: str
    glide: str
    nucleus: str
    coda: str
    tone: str

    @property
    def rhyme(self) -> str:
        """Glide, nucleus and coda in one, toneless."""
        return self.glide + self.nucleus + self.coda


_MARKS = {name: mark for mark, name in TONES.items()}


def _toneless(word: str) -> tuple[str, str] | None:
    """A word as (letters without tone, name of its one tone); None if two letters bear a tone."""
    letters, marks = zip(*(split_tone(c) for c in word), strict=True)
    borne = [m for m in marks if m]
    if len(borne) > 1:
        return None
    return "".join(letters), TONES.get("".join(borne), "")


def _spelt_right(onset: str, rhyme: str) -> bool:
    """Which onsets are written before which vowels: k, gh, ngh before e ê i y; c, g, ng elsewhere; y after few."""
    front = rhyme[0] in _FRONT
    if onset in ("gh", "ngh", "k"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":  # gì, giếng: an i that onset gi shares with its vowel
        return not front or rhyme[0] == "i"
    if rhyme.startswith("yê") and onset != "qu":
        return onset == ""
    if rhyme[0] == "y":
        return onset in ("", "h", "l", "m", "s", "t", "v", "qu")
    return True


def _cut(letters: str) -> tuple[str, tuple[str, str, str]] | None:
    """Toneless letters as (onset, rhyme parts); the longest onset that leaves a rhyme."""
    for onset in (*(o for o in ONSETS if letters.startswith(o)), ""):
        rest = letters[len(onset) :]
        rhyme = (_AFTER_QU if onset == "qu" else _RHYMES).get(rest)
        if rhyme and _spelt_right(onset, rest):
            return onset, rhyme
    return None


@cache
def decompose(syllable: str) -> Syllable | None:
    """A syllable in any case as its parts; None if it cannot be one.

    >>> decompose("Nghiêng")
    Syllable(onset='ngh', glide='', nucleus='iê', coda='ng', tone='')
    >>> decompose("hoà") == decompose("hòa") == Syllable("h", "o", "a", "", "huyền")
    True
    >>> [decompose(w) for w in ("page", "lap", "Tuyén", "KH", "s6", "gìa")]
    [None, None, None, None, None, None]
    """
    if not syllable or len(syllable) > 7:
        return None
    plain = _toneless(syllable.lower())
    cut = _cut(plain[0]) if plain else None
    if plain is None or cut is None:
        return None
    parts = Syllable(cut[0], *cut[1], plain[1])
    if parts.coda in STOPS and parts.tone not in ("sắc", "nặng"):
        return None
    return parts if compose(parts) == to_old_style(syllable.lower()) else None  # a tone on the wrong letter: gìa


def compose(parts: Syllable, *, new_style: bool = False) -> str:
    """The lower-case syllable of these parts; the tone stands by the old style (hòa) unless `new_style` (hoà).

    >>> compose(Syllable("th", "u", "y", "", "hỏi")), compose(Syllable("th", "u", "y", "", "hỏi"), new_style=True)
    ('thủy', 'thuỷ')
    >>> compose(Syllable("ng", "", "ươ", "i", "huyền"))
    'người'
    """
    bearer = _bearer(parts, new_style)
    letters = list(parts.glide + parts.nucleus)
    letters[bearer] = with_tone(letters[bearer], _MARKS[parts.tone])
    return parts.onset + "".join(letters) + parts.coda


def _bearer(parts: Syllable, new_style: bool) -> int:
    """Which letter of glide + nucleus bears the tone."""
    vowels = parts.glide + parts.nucleus
    marked = [i for i, c in enumerate(vowels) if c in "ăâêôơư"]
    if marked:
        return marked[0] if parts.nucleus == "ưa" else marked[-1]
    if parts.nucleus in ("ia", "ua"):
        return 0
    if parts.glide and not parts.coda and parts.nucleus in ("a", "e", "y") and not new_style:
        return 0
    if parts.nucleus == "ya":  # khuya
        return 1
    return len(vowels) - 1


def is_syllable(word: str) -> bool:
    """Whether a word, in any case and either tone style, can be a Vietnamese syllable. Structure only, no list.

    >>> [is_syllable(w) for w in ("Đảng", "UỶ", "quý", "khuya", "giếng", "ký")]
    [True, True, True, True, True, True]
    >>> [is_syllable(w) for w in ("website", "Dang", "cac", "hội,", "")]
    [False, True, False, False, False]
    """
    return decompose(word) is not None


@cache
def inventory() -> Mapping[str, int]:
    """Every lower-case syllable of printed Vietnamese, old tone style, with its count in the training corpus.

    Made by `python -m kehoach.diacritics.training.count_inventory CORPUS_DIR`: the words of the corpus that
    `decompose` takes, seen often enough that misprints stay out, and the few frequent marked words of other build
    (Đắk, Lắk, Kạn); the floors stand at the head of that module.

    >>> inventory()["kế"] > inventory()["quýt"] > 0
    True
    """
    text = resources.files("kehoach.diacritics").joinpath("data/syllables.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines())
    return MappingProxyType({syllable: int(count) for syllable, count in rows})


@lru_cache(maxsize=1 << 15)
def is_known(word: str) -> bool:
    """Whether a word, in any case and either tone style, is a syllable of the inventory.

    >>> is_known("Khoẻ"), is_known("QUỐC"), is_known("thẩp")
    (True, True, False)
    """
    return to_old_style(word.lower()) in inventory()
