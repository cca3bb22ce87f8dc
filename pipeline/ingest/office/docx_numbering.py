"""The numbers that Word sets before paragraphs: they stand in no text, only the rules for them do (numbering.xml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kehoach.pipeline.ingest.office.numbers import as_printed
from kehoach.pipeline.ingest.office.package import child, local, value

_LEVELS = 9
_BULLETS = re.compile(r"[\uf000-\uf0ff•·▪●○o§Øv➢❖-]")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered (w:lvl)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    font: str = ""
    style: str = ""  # the paragraph style that is on this level
    in_digits: bool = False  # w:isLgl: all numbers of the label in digits
    restarts: int | None = None  # the level after which it begins anew; None: any higher one


@dataclass
class Numbering:
    """All lists of a document, and how far each has been counted; paragraphs are to be asked for in their order."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # w:num -> w:abstractNum, which does the counting
    begins: dict[str, dict[int, int]] = field(default_factory=dict)  # w:startOverride
    counted: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; the first where none does."""
        levels = self.lists.get(number, {})
        return next((at for at, level in levels.items() if level.style and level.style == style), 0)

    def label(self, number: str, at: int) -> tuple[str, str]:
        """The label of the next paragraph on level `at` of list `number`, and the font that its number is set in."""
        levels = self.lists.get(number)
        if not levels or at not in levels:
            return "", ""
        level = levels[at]
        if level.form == "bullet":
            return _bullet(level.text), level.font
        counts = self.counted.setdefault(self.kinds[number], {})
        start = level.start
        if at in self.begins.get(number, {}) and (number, at) not in self.begun:
            self.begun.add((number, at))
            start = self.begins[number][at]
            counts.pop(at, None)
        counts[at] = counts[at] + 1 if at in counts else start
        for deeper in [one for one in counts if one > at and _is_reset(levels.get(one), at)]:
            del counts[deeper]
        return self._shown(levels, counts, level), level.font

    def _shown(self, levels: dict[int, Level], counts: dict[int, int], level: Level) -> str:
        """A label's pattern («%1.%2.») with its numbers."""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at, Level())
            counts.setdefault(at, other.start)  # a level that was passed over counts as begun, as Word has it
            return as_printed(counts[at], "decimal" if level.in_digits else other.form)

        return re.sub(r"%([1-9])", number, level.text).strip()


def _is_reset(level: Level | None, by: int) -> bool:
    """Whether a paragraph on level `by` makes a deeper level begin anew."""
    return level is None or level.restarts is None or (level.restarts > 0 and by < level.restarts)


def _bullet(text: str) -> str:
    """A bullet as plans print it; letters of symbol fonts are drawn signs.

    >>> _bullet(chr(0xF0B7)), _bullet("+"), _bullet("-")
    ('-', '+', '-')
    """
    return "-" if not text.strip() or _BULLETS.fullmatch(text.strip()) else text.strip()


def read_numbering(root: Any, style_lists: dict[str, str]) -> Numbering:
    """The lists of numbering.xml; `style_lists`: list by numbering style, for lists that only refer to one."""
    found = Numbering()
    if root is None:
        return found
    abstract = {value(one, "abstractNumId"): one for one in root if local(one) == "abstractNum"}
    numbers = {value(one, "numId"): one for one in root if local(one) == "num"}
    for number, element in numbers.items():
        kind = _abstract_of(element, abstract, numbers, style_lists)
        if kind is None:
            continue
        levels = {at: level for at, level in map(_level, _all(abstract[kind], "lvl")) if at < _LEVELS}
        begins: dict[int, int] = {}
        for override in _all(element, "lvlOverride"):
            at = _number(value(override, "ilvl"), 0)
            if (other := child(override, "lvl")) is not None:
                levels[at] = _level(other)[1]
            if (start := child(override, "startOverride")) is not None:
                begins[at] = _number(value(start, "val"), 1)
        found.lists[number], found.kinds[number], found.begins[number] = levels, kind, begins
    return found


def _abstract_of(
    element: Any, abstract: dict[str, Any], numbers: dict[str, Any], style_lists: dict[str, str]
) -> str | None:
    """The w:abstractNum of a w:num, through the numbering style that it may refer to."""
    for _ in range(4):  # a style's list may refer to another style; more than one step is not seen
        kind = value(child(element, "abstractNumId"), "val") if child(element, "abstractNumId") is not None else ""
        if kind not in abstract:
            return None
        link = child(abstract[kind], "numStyleLink")
        other = style_lists.get(value(link, "val")) if link is not None else None
        if other is None or other not in numbers:
            return kind
        element = numbers[other]
    return None


def _level(element: Any) -> tuple[int, Level]:
    fonts = child(element, "rPr", "rFonts")
    restarts = child(element, "lvlRestart")
    return _number(value(element, "ilvl"), 0), Level(
        start=_number(_val(element, "start"), 1),
        form=_val(element, "numFmt") or "decimal",
        text=_val(element, "lvlText"),
        font=(value(fonts, "ascii") or value(fonts, "hAnsi")) if fonts is not None else "",
        style=_val(element, "pStyle"),
        in_digits=child(element, "isLgl") is not None,
        restarts=_number(value(restarts, "val"), 0) if restarts is not None else None,
    )


def _val(element: Any, name: str) -> str:
    found = child(element, name)
    return value(found, "val") if found is not None else ""


def _all(element: Any, name: str) -> list[Any]:
    return [one for one in element if local(one) == name]


def _number(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
