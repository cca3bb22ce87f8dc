"""Numbers as readers give them: letters in them that are digits misread, and so no other reading."""

from __future__ import annotations

import re

_AS_DIGIT = str.maketrans("lIL|!OoØUÙSŠš§BZ", "1111100000555882")
"""Letters and signs by the digit that they are taken from: seen on 60 rendered pages and 14 scans, or of one shape with
one that was. A reader that has Vietnamese letters to choose from writes «Š» for a blurred 5 and «9Ù» for 90."""

_RUN = re.compile(r"\d+")


def same_number(number: str, other: str) -> bool:
    """Whether `other` is the number misread: look-alikes in place of some digits, all else the same.

    A run beside a letter, and one of which no digit is left, are another reading: «C1» may be «CI», «11» may be «II».

    >>> same_number("17", "L7"), same_number("31/12/2020", "3I/12/2020"), same_number("COVID-19", "COVID-I9")
    (True, True, True)
    >>> same_number("17", "11"), same_number("1", "l"), same_number("11", "II"), same_number("C1", "CI")
    (False, False, False, False)
    >>> same_number("17", "17"), same_number("64/2025/QH15", "64/2025/QHI5"), same_number("0,5", "0.5")
    (False, False, False)
    """
    if number == other or len(number) != len(other):
        return False
    start = 0
    for run in _RUN.finditer(number):
        if number[start : run.start()] != other[start : run.start()] or not _same_run(number, run, other):
            return False
        start = run.end()
    return number[start:] == other[start:]


def _same_run(number: str, run: re.Match[str], other: str) -> bool:
    read = other[run.start() : run.end()]
    if read == run[0]:
        return True
    beside = number[run.start() - 1 : run.start()] + number[run.end() : run.end() + 1]
    left = any(char.isdigit() for char in read)
    return left and read.translate(_AS_DIGIT) == run[0] and not any(char.isalpha() for char in beside)
