"""Words that headings and letterheads are made of, and whether a text, hurt or not, is one of them."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from kehoach.pipeline.form.text_key import key

ALIKE = 84.0
"""rapidfuzz ratio from which a heading that OCR hurt is taken for a known one; measured on «NQI DUNG TUYEN TRUYEN»
(94) and on unlike titles of the same length (under 75)."""


@cache
def data(name: str, room: str = "form") -> Any:
    """A table `pipeline/<room>/data/<name>.json`, read once."""
    return json.loads(resources.files(f"kehoach.pipeline.{room}").joinpath("data", f"{name}.json").read_text("utf-8"))


@cache
def _titles() -> tuple[str, ...]:
    return tuple(key(title) for title in data("section_titles")["titles"])


@cache
def _titles_exactly() -> frozenset[str]:
    return frozenset(_titles())


def _best(text: str, choices: tuple[str, ...]) -> float:
    from rapidfuzz import fuzz, process

    found = process.extractOne(text, choices, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[1] if found else 0.0


def is_section_title(text: str) -> bool:
    """Whether a text is a known section title, letter for letter or nearly so.

    >>> is_section_title("TỔ CHỨC THỰC HIỆN:"), is_section_title("NQI DUNG TUYEN TRUYEN"), is_section_title("Hà Nội")
    (True, True, False)
    """
    wanted = key(text).strip(" .:;,-")
    if not 4 <= len(wanted) <= 60:
        return False
    return wanted in _titles_exactly() or _best(wanted, _titles()) >= ALIKE


def is_like(text: str, word: str, cutoff: float = ALIKE) -> bool:
    """Whether a text is a word or phrase, letter for letter or nearly so, without regard to marks and case.

    >>> is_like("Noi nhan", "Nơi nhận"), is_like("Nơi nhân", "Nơi nhận"), is_like("Nội dung", "Nơi nhận")
    (True, True, False)
    """
    a, b = key(text), key(word)
    if a == b:
        return True
    if abs(len(a) - len(b)) > len(b) * 0.3:
        return False
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(a, b) >= cutoff)
