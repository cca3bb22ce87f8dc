"""V/v (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 5b), where the trích yếu of a công văn begins; its dates are others'."""

from __future__ import annotations

import re

ABOUT = re.compile(r"(?<![\w/-])v\s?/\s?(?:v\b\s*:?\s*|(?=[a-z]{2}))|\bve viec\s+")
"""In a key; readers lose the second v."""


def begins_about(text_key: str) -> bool:
    """Whether a key begins with V/v, its second letter lost or not.

    >>> begins_about("v/v tiem chung"), begins_about("v/ tiem chung"), begins_about("ve viec tiem"), begins_about("v/2")
    (True, True, False, False)
    """
    match = ABOUT.match(text_key.strip())
    return match is not None and "/" in match[0]
