"""Names and texts that act on whoever shows them: what the tests of terminals, tables and pages feed in."""

ACTS = {
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;owned\x1b\\",
    "c1": "\x9b31m\x9d0;x\x9c",
    "bell": "\x07\x08\x08",
    "return": "\rOK: nothing failed",
    "second line": "\nfailed: forged.pdf: forged",
    "column": "\tp. 1\tforged",
    "override": "\u202egnp\u202c",
    "isolate": "\u2066x\u2069\u200f\u061c",
    "unseen": "\u200b\u2060\u00ad\ufeff\u3164\u115f",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "selectors": "\ufe0f\U000e0101",
    "separators": "\u2028\u2029\x85\x0b\x0c\x1c",
    "markup": "[red]:bomb:[bold]",
}
"""Each by what it does; `markup` is what the library that draws the bar would take for its own."""

LONE = "k\udcff\udcfe"
"""Bytes of a name that are no UTF-8."""

NAMES = (*(f"a {act} z.txt" for act in ACTS.values()), f"{LONE}.txt")
