"""The word lists of the restorer: syllables by their folded form, foreign words, acronyms, notations of documents.

The lists under `data/` are counted in the training corpus by `diacritics.training.count_inventory`; what stands in this
file is fixed by regulation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.syllable import inventory

DOCUMENT_TYPES = frozenset(
    {
        "NQ",
        "QĐ",
        "CT",
        "QC",
        "QyĐ",
        "TC",
        "TB",
        "HD",
        "CTr",
        "KH",
        "PA",
        "ĐA",
        "DA",
        "BC",
        "BB",
        "TTr",
        "HĐ",
        "CĐ",
        "BGN",
        "BTT",
        "GUQ",
        "GM",
        "GGT",
        "GNP",
        "PG",
        "PC",
        "PB",
        "SY",
        "TrS",
        "SL",
    }
)
"""Abbreviations of document types and copies: Nghị định 30/2020/NĐ-CP, Phụ lục III."""

PARTY_BODIES = frozenset({"TW", "TU", "ĐU", "HU", "CB", "BCSĐ", "ĐĐ", "BCĐ", "UBKT", "BTG", "VPTW"})
"""Bodies in the notations of Party documents (`10-KH/ĐU`: Đảng ủy), which the corpus of laws hardly holds."""

RIVAL = 4.0
"""A form with Đ must be this many times as frequent as the same letters with D, or the letters stay: DN is not ĐN."""


@cache
def _counted(name: str) -> Mapping[str, int]:
    """A list of `data/` as word -> count, most frequent first."""
    text = resources.files("kehoach.diacritics").joinpath(f"data/{name}.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines())
    return MappingProxyType({word: int(count) for word, count in rows})


@cache
def by_fold() -> Mapping[str, tuple[str, ...]]:
    """Folded lower-case form -> the syllables that have it, most frequent first.

    >>> by_fold()["hoach"]
    ('hoạch',)
    """
    forms: dict[str, list[str]] = defaultdict(list)
    for syllable in inventory():
        forms[fold(syllable)].append(syllable)
    return MappingProxyType({key: tuple(words) for key, words in forms.items()})


@cache
def share(word: str) -> float:
    """How often the letters of a lower-case word, marks aside, are meant as this very word: 0 where it is no syllable.

    >>> share("và") > 0.9 > 0.1 > share("va")
    True
    """
    forms = by_fold().get(fold(word), ())
    total = sum(inventory()[form] for form in forms)
    return inventory().get(word, 0) / total if total else 0.0


def is_foreign(word: str) -> bool:
    """Whether a word is known as foreign: seen in clean text, and no syllable whatever marks one adds.

    >>> [is_foreign(w) for w in ("Website", "vaccine", "Omicron", "hoach", "Facebook")]
    [True, True, True, False, True]
    """
    return word.lower() in _counted("foreign")


def is_acronym(core: str, least: int = 20) -> bool:
    """Whether capitals are an acronym seen `least` times in lines of usual case.

    >>> is_acronym("UBND"), is_acronym("HQI")
    (True, False)
    """
    return _counted("acronyms").get(core, 0) >= least


@cache
def _with_d_bar(name: str) -> Mapping[str, tuple[str, float]]:
    """Letters without marks -> (their form with Đ, its share), where that form clearly prevails."""
    counts = dict(_counted(name))
    if name == "notations":
        counts |= {form: max(counts.get(form, 0), 100) for form in DOCUMENT_TYPES | PARTY_BODIES}
    best: dict[str, tuple[str, float]] = {}
    for form, count in sorted(counts.items(), key=lambda row: row[1]):
        plain = form.replace("Đ", "D").replace("đ", "d")
        if plain != form and count >= RIVAL * counts.get(plain, 0):
            best[plain] = (form, count / (count + counts.get(plain, 0) + 1))
    return MappingProxyType(best)


def acronym_with_d_bar(core: str) -> tuple[str, float] | None:
    """The acronym that lost the bar of its Đ, with the share of that form; None if it is right or unknown.

    >>> acronym_with_d_bar("HDND")[0]
    'HĐND'
    >>> acronym_with_d_bar("UBND"), acronym_with_d_bar("HD")
    (None, None)
    >>> acronym_with_d_bar("GD&DT")[0]
    'GD&ĐT'
    """
    joint = core.find("&")
    found = _with_d_bar("acronyms").get(core.replace("&", "", 1))
    if found is None or joint < 0:
        return found
    return found[0][:joint] + "&" + found[0][joint:], found[1]


MISREAD_FROM, MISREAD_LETTERS = 100, 4
"""How often a form with Đ must be counted, and how many letters it must have, for B or P to be its Đ misread."""

MISREAD_SHARE = 0.9
"""That it is: so were 11 of 11 notations and acronyms on printed and read lines, too few to call it surer."""


@cache
def _with_d_misread(name: str) -> Mapping[str, tuple[str, float]]:
    """Letters with B or P, seen nowhere -> the only frequent form that has Đ in their place."""
    counts = _counted(name)
    found: dict[str, set[str]] = defaultdict(set)
    for form, count in counts.items():
        if "Đ" in form and count >= MISREAD_FROM and len(form) >= MISREAD_LETTERS:
            for letter in "BP":
                for other in ("D", "Đ"):
                    found[form.replace("Đ", letter, 1).replace("Đ", other)].add(form)
    return MappingProxyType({k: (min(v), MISREAD_SHARE) for k, v in found.items() if len(v) == 1 and k not in counts})


def acronym_misread(core: str) -> tuple[str, float] | None:
    """The acronym whose Đ was read as B or P, with the share of that form; None if none is known.

    >>> acronym_misread("HPND")[0], acronym_misread("GDPT"), acronym_misread("UBND")
    ('HĐND', None, None)
    """
    return _with_d_misread("acronyms").get(core)


def notation_with_d_bar(letters: str) -> tuple[str, float] | None:
    """The letters of a document code (parts joined by - or /) with the bars of Đ they lost; None if nothing is known.

    A notation known whole goes first, even with B or P for its Đ; else part by part. A part that is itself an
    abbreviation in force stays: HD is Hướng dẫn, DA is Dự án.

    >>> [notation_with_d_bar(n)[0] for n in ("QD-TTg", "ND-CP", "KH/DU", "NQ-HDND")]
    ['QĐ-TTg', 'NĐ-CP', 'KH/ĐU', 'NQ-HĐND']
    >>> [notation_with_d_bar(n)[0] for n in ("NB-CP", "QP-TTg")]
    ['NĐ-CP', 'QĐ-TTg']
    >>> [notation_with_d_bar(n) for n in ("HD-SYT", "KH-SYT", "DA-XYZ")]
    [None, None, None]
    """
    known = _with_d_bar("notations")
    if letters in known:
        return known[letters]
    if letters in _with_d_misread("notations"):
        return _with_d_misread("notations")[letters]
    parts = re.split("([-/])", letters)
    mended = [(part, 1.0) if part in DOCUMENT_TYPES else known.get(part, (part, 1.0)) for part in parts]
    text = "".join(part for part, _ in mended)
    return (text, min(sure for _, sure in mended)) if text != letters else None


def is_notation(part: str) -> bool:
    """Whether letters are a part of document codes that is known.

    >>> is_notation("TTg"), is_notation("SYT"), is_notation("Xyz")
    (True, True, False)
    """
    return part in _counted("notations") or part in DOCUMENT_TYPES or part in PARTY_BODIES
