"""The words of RTF: groups, control words, hidden bytes and letters; and the tables that tell what words mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?"  # a control word with its number
    rb"|\\'([0-9A-Fa-f]{2})"  # a byte
    rb"|\\([^A-Za-z])"  # a control sign
    rb"|([{}])"
    rb"|[\r\n\x00]+"
    rb"|([^\\{}\r\n\x00]+)",
    re.DOTALL,
)


class Token(NamedTuple):
    """One of: a control word with its number, a byte, a control sign, a bracket, letters."""

    word: str = ""
    number: int | None = None
    sign: str = ""
    bracket: str = ""
    letters: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of an RTF file; binary data is passed over."""
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        word, number, byte, sign, bracket, letters = found.groups()
        if word is not None:
            value = int(number) if number is not None else None
            if word == b"bin":
                at += max(0, value or 0)
            yield Token(word.decode("ascii"), value)
        elif byte is not None:
            yield Token(letters=bytes([int(byte, 16)]))
        elif sign is not None:
            yield Token(sign=sign.decode("latin-1"))
        elif bracket is not None:
            yield Token(bracket=bracket.decode("ascii"))
        elif letters is not None:
            yield Token(letters=letters)


SIGNS = {
    "tab": "\t", "line": "\n", "page": "\f", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "softline": "\n", "column": "\n",
    "zwj": "", "zwnj": "", "zwbo": "", "zwnbo": "", "ltrmark": "", "rtlmark": "",
}  # fmt: skip
"""Control words that are letters."""

CONTROL_SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}

SKIPPED = frozenset(
    """
    colortbl stylesheet info pict fldinst listtable listoverridetable revtbl rsidtbl xmlnstbl themedata datastore
    latentstyles colorschememapping mmathPr generator filetbl pgptbl objdata objclass objname sp nonshppict pn pnseclvl
    bkmkstart bkmkend xe tc rxe txe template operator title subject author keywords doccomm private panose falt
    nesttableprops datafield formfield docvar userprops atnid atnauthor atnref atndate atntime atnparent atnicn
    ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn background shprslt upr wgrffmtfilter listpicture picprop
    passwordhash protusertbl factoidname xmlopen xmlattrname xmlattrvalue mmath listname
    """.split()  # noqa: SIM905 - a list of words
)
"""Groups whose letters are no text of the document."""

KEPT = frozenset(
    """
    fonttbl shppict shpinst shptxt shp footnote header headerl headerr headerf footer footerl footerr footerf annotation
    listtext pntext fldrslt field object result ud rtf do dptxbxtext nonesttables moveto
    """.split()  # noqa: SIM905
)
"""Groups that are read, also where they are marked as ones that an older reader may skip («\\*»)."""

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Code pages of \\fcharsetN (RTF specification 1.9.1, font table); 2 is Symbol, whose bytes are signs of the font."""
