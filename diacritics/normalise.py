"""Vietnamese text in one form: named fixes in one ordered table, each with what it must leave alone.

Two scopes. FAITHFUL: only how the text is encoded is mended; what the paper shows stays as it is, letter for letter,
line for line. SEARCH: one form for reading and searching as well: single spaces, one kind of quotes and dashes, closed
document codes, one tone style.

Text in an old encoding is converted before (`diacritics.encodings`): there a soft hyphen or a control is a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kehoach.diacritics.language.alphabet import LOOK_ALIKES, exchange, is_marked, to_new_style, to_old_style


class Scope(StrEnum):
    """How much may change."""

    FAITHFUL = "faithful"
    SEARCH = "search"


_FORMS = "KH|QĐ|NQ|NĐ|TT|TTLT|CT|CTr|TTr|BC|TB|HD|ĐA|DA|PA|CV|CĐ|QC|BB|GM|HĐ|KL|NQLT|CTHĐ|VBHN|L|PL"
"""Abbreviations of document types (Nghị định 30/2020/NĐ-CP, Phụ lục III; Party types as printed)."""

_SPACES = exchange(dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "))
_PARTED_MARK = re.compile("(?<=[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY]) +([\u0300\u0301\u0303\u0309\u0323])")
_WITHOUT_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u180e]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\U000e0000-\U000e007f]")
_MARKED_LETTERS = re.compile("|".join(LOOK_ALIKES))
_BULLETS = exchange(dict(zip("\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf02d\uf06f", "•▪▫➢✓❖-□", strict=True)))
_QUOTES = exchange({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "′": "'"})
_DASHES = re.compile("[‐‑‒–—―−]")
_OPEN_CODE = re.compile(r"\w [-–/]|\w[-–/] ")
"""A blank beside a slash or a hyphen behind a word: a line without one has no open code, and most have none."""


def to_nfc(text: str) -> str:
    """Letters with their marks as one character each; Ω, Å and the like of other scripts come along.

    >>> to_nfc("Kê\\u0301 hoa\\u0323ch") == "Kế hoạch"
    True
    >>> to_nfc("Kế hoạch m²") == "Kế hoạch m²"
    True
    """
    return unicodedata.normalize("NFC", text)


def fix_mark_order(text: str) -> str:
    """Marks written as characters of their own and beside their letter: a space before a combining mark goes.

    >>> fix_mark_order("Kê \\u0301 hoạch") == "Kế hoạch"
    True
    >>> fix_mark_order("x \\u0301") == "x \\u0301"
    True
    """
    return unicodedata.normalize("NFC", _PARTED_MARK.sub(r"\1", text))


def fix_look_alikes(text: str) -> str:
    """Letters of other languages that stand for Đ, đ, Ư, ư; they are left alone in words that are not Vietnamese.

    >>> fix_look_alikes("ÐẢNG BỘ, Ɖảng viên, văn thƣ - lƣu trữ, QÐ-TTg")
    'ĐẢNG BỘ, Đảng viên, văn thư - lưu trữ, QĐ-TTg'
    >>> fix_look_alikes("Guðmundur Þórðarson")
    'Guðmundur Þórðarson'
    """
    return re.sub(r"(?:[^\W\d_]|[\u0300-\u036f])+", _one_look_alike, text) if _MARKED_LETTERS.search(text) else text


def _one_look_alike(word: re.Match[str]) -> str:
    fixed = _MARKED_LETTERS.sub(lambda found: LOOK_ALIKES[found[0]], word[0])
    if fixed == word[0] or not _could_be_vietnamese(unicodedata.normalize("NFC", fixed)):
        return word[0]
    return fixed


def _could_be_vietnamese(word: str) -> bool:
    """Whether a word has Vietnamese letters only, is short, and has đ nowhere but in front, unless it is a code."""
    letters = [c for c in word.lower() if not (c.isascii() or is_marked(c))]
    code = word.isupper() and len(word) <= 8
    d_bar = word.lower().find("đ", 1)
    return not letters and not set(word.lower()) & set("åäöüæøþ") and (code or (len(word) <= 8 and d_bar < 0))


def drop_soft_hyphens(text: str) -> str:
    """Soft hyphens: gone inside a word and before a line end that they stand for; nothing is printed for them.

    >>> drop_soft_hyphens("truyền\\u00adthông Kế\\u00ad hoạch")
    'truyềnthông Kế hoạch'
    >>> drop_soft_hyphens("QĐ-TTg")
    'QĐ-TTg'
    """
    return text.replace("\u00ad", "")


def drop_zero_width(text: str) -> str:
    """Characters without width (U+200B, U+FEFF and the like): they split words for a search and print nothing.

    >>> drop_zero_width("\\ufeffSở\\u200b Y tế")
    'Sở Y tế'
    >>> drop_zero_width("Sở Y tế")
    'Sở Y tế'
    """
    return _WITHOUT_WIDTH.sub("", text)


def drop_controls(text: str) -> str:
    """Control characters go; line ends, tabs, form feeds and vertical tabs are not among them (see `fix_line_ends`).

    >>> drop_controls("Kế\\x02 hoạch\\x0c\\tsố 1")
    'Kế hoạch\\x0c\\tsố 1'
    """
    return _CONTROLS.sub("", text.replace("\x0b", "\n"))


def drop_direction_marks(text: str) -> str:
    """Marks that turn the direction of writing, and tags: they make a text look other than it reads, and Vietnamese has
    no use for them (Unicode Technical Report 36, section 3.1).

    >>> drop_direction_marks("Số: \\u202e02/HK\\u202c, \\u2066Sở\\u2069")
    'Số: 02/HK, Sở'
    >>> drop_direction_marks("Sở Y tế → Bộ Y tế")
    'Sở Y tế → Bộ Y tế'
    """
    return _DIRECTIONS.sub("", text)


def fix_line_ends(text: str) -> str:
    """Every line end is one \\n; a form feed stays, it parts pages.

    >>> fix_line_ends("Sở\\r\\nY\\rtế\\u2028a\\f")
    'Sở\\nY\\ntế\\na\\x0c'
    """
    return re.sub("\r\n|\r|\u2028|\u2029|\x85", "\n", text)


def fix_bullets(text: str) -> str:
    """Bullets of Symbol and Wingdings, which stand in the private area of Unicode, as real ones.

    >>> fix_bullets("\\uf0b7 Lãnh đạo Sở")
    '• Lãnh đạo Sở'
    >>> fix_bullets("· Lãnh đạo Sở")
    '· Lãnh đạo Sở'
    """
    return _BULLETS(text)


def fix_spaces(text: str) -> str:
    """Fixed and odd-width spaces are plain ones; tabs stay, they part the cells of a table.

    >>> fix_spaces("Số:\\u00a004\\tNgày\\u2003ký")
    'Số: 04\\tNgày ký'
    """
    return _SPACES(text)


def strip_line_ends(text: str) -> str:
    """Spaces at the ends of lines go; tabs there stay, they are empty cells.

    >>> strip_line_ends("Sở Y tế  \\n  I. MỤC ĐÍCH \\nSTT\\t\\t")
    'Sở Y tế\\n  I. MỤC ĐÍCH\\nSTT\\t\\t'
    """
    return re.sub(r"(?<=[^ \n]) +(?=\n|$)|^ +(?=\n)", "", text)


def fold_spaces(text: str) -> str:
    """Runs of spaces, as justified lines have them, are one; indents go; tabs between cells stay.

    >>> fold_spaces("   Tăng  cường   truyền thông\\n  a\\tb  c")
    'Tăng cường truyền thông\\na\\tb c'
    """
    return re.sub(r"(?m)^ +| +$", "", re.sub(r" {2,}", " ", text))


def close_codes(text: str) -> str:
    """Spaces inside a document's code are closed: around its slash, and after the hyphen of a known type.

    >>> close_codes("Kế hoạch số 195/KH- SYT, 57- NQ/TW, QĐ- BYT, số 04 /KH-SYT")
    'Kế hoạch số 195/KH-SYT, 57-NQ/TW, QĐ-BYT, số 04/KH-SYT'
    >>> close_codes("giai đoạn 2016 - 2020; NQ - một nghị quyết; Số: /KH-SYT; CT, PCT UBND; KH- Tài chính")
    'giai đoạn 2016 - 2020; NQ - một nghị quyết; Số: /KH-SYT; CT, PCT UBND; KH- Tài chính'
    """
    return "\n".join(_closed(line) if _OPEN_CODE.search(line) else line for line in text.split("\n"))


def _closed(text: str) -> str:
    text = re.sub(rf"\b(\d{{1,5}}(?:/\d{{4}})?) ?/ ?(?=(?:{_FORMS})\s?[-–])", r"\1/", text)
    text = re.sub(rf"\b(\d{{1,5}})(?:- | -| - )(?=(?:{_FORMS})/)", r"\1-", text)
    text = re.sub(rf"(?<=\d/)({_FORMS}) ?- ?(?=[A-ZĐ]{{2,}}|TTg|BCĐ)", r"\1-", text)
    text = re.sub(rf"\b({_FORMS})- (?=(?:[A-ZĐ]{{2,}}|TTg)(?![^\W\d_]))", r"\1-", text)
    return re.sub(rf"\b((?:{_FORMS}))/ (?=[A-ZĐ]{{2}}\b)", r"\1/", text)


def one_quote(text: str) -> str:
    """All kinds of quotation marks as the plain ones of the keyboard.

    >>> one_quote("“Tận tâm” ‘x’ «y»")
    '"Tận tâm" \\'x\\' "y"'
    >>> one_quote('"Tận tâm"')
    '"Tận tâm"'
    """
    return _QUOTES(text)


def one_dash(text: str) -> str:
    """All kinds of dashes and hyphens as the plain one; bullets that are no dashes stay.

    >>> one_dash("27/02/1955 – 27/02/2026 — KH‑SYT • x")
    '27/02/1955 - 27/02/2026 - KH-SYT • x'
    """
    return _DASHES.sub("-", text)


def one_ellipsis(text: str) -> str:
    """The three dots as one character are three.

    >>> one_ellipsis("tin, bài…")
    'tin, bài...'
    """
    return text.replace("…", "...")


@dataclass(frozen=True, slots=True)
class Fix:
    """One step: its function, and whether it belongs to the faithful text too."""

    apply: Callable[[str], str]
    scope: Scope = Scope.FAITHFUL

    @property
    def name(self) -> str:
        """The function's name, which stands in reports."""
        return self.apply.__name__


FIXES: tuple[Fix, ...] = (
    Fix(fix_line_ends),
    Fix(drop_controls),
    Fix(drop_zero_width),
    Fix(drop_direction_marks),
    Fix(drop_soft_hyphens),
    Fix(fix_spaces),
    Fix(fix_bullets),
    Fix(fix_look_alikes),
    Fix(to_nfc),
    Fix(fix_mark_order),
    Fix(strip_line_ends),
    Fix(one_quote, Scope.SEARCH),
    Fix(one_dash, Scope.SEARCH),
    Fix(one_ellipsis, Scope.SEARCH),
    Fix(fold_spaces, Scope.SEARCH),
    Fix(close_codes, Scope.SEARCH),
)
"""This order is the design: what prints nothing goes first, then letters, then what is shown."""

_TONES: dict[str, Callable[[str], str]] = {"old": to_old_style, "new": to_new_style}


@dataclass(frozen=True, slots=True)
class Applied:
    """A fix that changed something, and in how many places."""

    name: str
    places: int


def explain(text: str, scope: Scope = Scope.SEARCH, tones: str = "keep") -> tuple[str, list[Applied]]:
    """The text after all fixes of `scope`, and which of them changed it in how many places.

    `tones`: "keep", "old" (hòa, thủy) or "new" (hoà, thuỷ); the faithful text always keeps what is printed.
    """
    applied = []
    for name, before, after in _changes(text, scope, tones):
        applied.append(Applied(name, _places(before, after)))
        text = after
    return text, applied


def _changes(text: str, scope: Scope, tones: str) -> Iterator[tuple[str, str, str]]:
    """Each fix that changes the text, with the text before and after it."""
    if tones not in ("keep", *_TONES):
        raise ValueError(f"no tone style {tones!r}: keep, old or new")
    steps = [fix.apply for fix in FIXES if scope is Scope.SEARCH or fix.scope is Scope.FAITHFUL]
    if scope is Scope.SEARCH and tones in _TONES:
        steps.append(_TONES[tones])
    for step in steps:
        fixed = step(text)
        if fixed != text:
            yield step.__name__, text, fixed
        text = fixed


def _places(before: str, after: str) -> int:
    """In how many places two texts differ, counted line by line where the lines are the same in number."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        return max(1, abs(before.count("\r\n") or len(new) - len(old)))
    return sum(_runs(a, b) for a, b in zip(old, new, strict=True) if a != b)


def _runs(before: str, after: str) -> int:
    """The stretches of a line that differ."""
    from rapidfuzz.distance import Levenshtein

    tags = ["equal", *(op.tag for op in Levenshtein.opcodes(before, after))]
    return sum(last == "equal" != tag for last, tag in pairwise(tags))


def normalise(text: str, scope: Scope = Scope.SEARCH, tones: str = "keep") -> str:
    """The text after all fixes of `scope`, in the tone style wanted.

    >>> normalise("Kế  hoạch số 195/KH- SYT của “Sở Y tế”,  uỷ ban", tones="old")
    'Kế hoạch số 195/KH-SYT của "Sở Y tế", ủy ban'
    >>> normalise("Kế  hoạch số 195/KH- SYT", Scope.FAITHFUL)
    'Kế  hoạch số 195/KH- SYT'
    """
    for _, _, after in _changes(text, scope, tones):  # places are not counted: a long line is dear to compare
        text = after
    return text
