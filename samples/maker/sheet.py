"""What the typesetter hands to those who paint: sheets with words, rules, and the true lines in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

MM = 72 / 25.4  # points
A4 = (210 * MM, 297 * MM)
# Margins within Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I: top, bottom 20–25, left 30–35, right 15–20 mm.
TOP, BOTTOM, LEFT, RIGHT = 20 * MM, 20 * MM, 30 * MM, 17 * MM


@dataclass(frozen=True)
class Word:
    """A word at its baseline, in points from the top left corner."""

    x: float
    y: float
    text: str
    style: str
    size: float


@dataclass(frozen=True)
class Rule:
    """A straight stroke in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.7


@dataclass
class Sheet:
    """One page. `lines` is its truth; `signed` is the middle of the signature, where there is one."""

    width: float = A4[0]
    height: float = A4[1]
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    signed: tuple[float, float] | None = None

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - LEFT - RIGHT
