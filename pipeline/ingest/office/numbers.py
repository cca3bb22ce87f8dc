"""Numbers of lists as office programs print them."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST = 30_000
"""Word counts lists up to 32,767; a larger number would be written out without end in Roman letters."""


def roman(number: int) -> str:
    """A number in capital Roman letters.

    >>> [roman(n) for n in (1, 4, 9, 14, 40)]
    ['I', 'IV', 'IX', 'XIV', 'XL']
    """
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def letters(number: int) -> str:
    """A number as a letter, doubled after z as office programs do.

    >>> [letters(n) for n in (1, 26, 27, 28)]
    ['a', 'z', 'aa', 'bb']
    """
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 100)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "1": str,
    "decimalZero": "{:02}".format,
    "upperRoman": roman,
    "I": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "i": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letters(number).upper(),
    "A": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "a": letters,
    "none": lambda _: "",
    "": lambda _: "",
}
"""By their names in Office Open XML (ST_NumberFormat) and in OpenDocument (style:num-format)."""


def as_printed(number: int, form: str) -> str:
    """A number in a list's format; in digits where the format is not known.

    >>> as_printed(3, "upperRoman"), as_printed(3, "a"), as_printed(3, "decimalZero"), as_printed(3, "chicago")
    ('III', 'c', '03', '3')
    """
    return _FORMATS.get(form, str)(min(number, _MOST))
