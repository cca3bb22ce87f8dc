r"""Text from outside, made harmless for whoever reads it: what is no ink is shown as an escape, never carried out.

A name or a text may hold commands to a terminal (OSC 52 writes into the clipboard, others clear the screen), line
breaks that forge a second line, marks that turn the direction of writing, and letters that cannot be seen. All of them
are shown by their number: `\x1b`, `\u202e`. Everything that is printed goes through here, by `console`.
"""

from __future__ import annotations

import re
import unicodedata

_ANY = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u02af\u1e00-\u1eff]")
"""Whatever is not surely plain: ASCII, Latin and Vietnamese letters pass without a look."""

_PLAIN_KINDS = frozenset(("Zs", "Co"))
"""Not printable by Python's count, but harmless: blanks of other widths, and the private letters of old fonts."""

_NO_INK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
"""Letters and marks that are never seen (Unicode, Default_Ignorable_Code_Point) though Python counts them printable."""

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def harmless(text: str, keep: str = "") -> str:
    r"""The text as one line that only shows itself; `keep`: characters that stay as they are (line breaks of a text).

    Bytes of a name that are no UTF-8 show as `paths.shown` shows them. Not made to be read back: a name that has the
    four characters `\x1b` looks the same as one with an escape character.

    >>> harmless("kế hoạch\x1b[2J\n.txt"), harmless("gnp.\u202etxt"), harmless("k\udcff")
    ('kế hoạch\\x1b[2J\\n.txt', 'gnp.\\u202etxt', 'k\\xff')
    >>> harmless("Kế hoạch số 5\u00a0/KH-SYT – «đợt 1»")
    'Kế hoạch số 5\xa0/KH-SYT – «đợt 1»'
    """
    return _ANY.sub(lambda found: found[0] if found[0] in keep or _is_plain(found[0]) else _named(found[0]), text)


def harmless_json(text: str) -> str:
    r"""JSON with the same content and nothing in it that acts on a terminal: such characters as JSON's own escapes.

    >>> harmless_json('{"name": "a\u202eb\x9b"}')
    '{"name": "a\\u202eb\\u009b"}'
    """
    return _ANY.sub(lambda found: found[0] if found[0] == "\n" or _is_plain(found[0]) else _in_json(found[0]), text)


def _is_plain(char: str) -> bool:
    seen = char.isprintable() or unicodedata.category(char) in _PLAIN_KINDS
    return seen and not _NO_INK.match(char)


def _named(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8 (PEP 383)
        code -= 0xDC00
    short = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return _SHORT.get(char, short)


def _in_json(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
