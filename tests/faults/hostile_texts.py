"""Text files made to hang, mislead or break out of what shows them."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Iterator
from functools import partial

from hostile import BAD, DONE, UNREAD, Case

PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH\nSỞ Y TẾ\nSố: 04/KH-SYT\n\nKẾ HOẠCH\nTruyền thông y tế năm 2020\n\n"
    "I. MỤC ĐÍCH\n1. Nâng cao nhận thức của người dân về phòng, chống dịch bệnh.\n"
    "II. TỔ CHỨC THỰC HIỆN\n- Trung tâm Y tế các huyện báo cáo trước ngày 10/4/2020./.\n"
)
BAITS = {
    "spaces": " ",
    "tabs": "\t",
    "dots": ".",
    "dot-spaces": ". ",
    "dashes": "-",
    "digits": "1",
    "numbers": "1.",
    "dates": "1/1/",
    "slashes": "/",
    "brackets": "(",
    "closing": ")",
    "roman": "I",
    "roman-dots": "I. ",
    "letters": "a",
    "marked": "ế",
    "capitals": "Đ ",
    "quotes": "“",
    "codes": "1/QĐ-",
    "commas": "a, ",
    "semicolons": "Sở Y tế; ",
    "days": "ngày ",
    "places": "Điều 1 ",
    "underscores": "_",
    "mixed": "1.a) - ",
}
"""What patterns that backtrack choke on: one thing, very often."""


def _of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _in_plan(text: str) -> bytes:
    """The text in the middle of a plan, so that every rule for plans is tried on it."""
    return _of(PLAN + text + "\n" + PLAN)


def _case(kind: str, name: str, ends: str, data: bytes, *, slow: bool = False) -> Case:
    return Case(kind, f"{kind}-{name}.txt", ends, lambda: data, slow)


def text_cases() -> Iterator[Case]:
    """All text cases."""
    yield from _empty()
    yield from _controls()
    yield from _unicode()
    yield from _long()
    yield from _broken()
    yield from _foreign()
    yield from _markup()


def _empty() -> Iterator[Case]:
    bare = {"nothing": b"", "blanks": b" \n\t\r\n" * 50, "bom": b"\xef\xbb\xbf", "feeds": b"\f" * 99}
    for name, data in bare.items():
        yield _case("empty", name, BAD, data)
    yield _case("empty", "zero-width", BAD, _of("\u200b\ufeff" * 20))


def _controls() -> Iterator[Case]:
    yield _case("control", "nul", UNREAD, _of(PLAN.replace(" ", "\0")))
    yield _case("control", "one-in-fifty", DONE, _of("".join(c + "\x08" * (i % 50 == 0) for i, c in enumerate(PLAN))))
    yield _case("control", "terminal", DONE, _in_plan("\x1b]0;hostile\x07\x1b[2J\x1b[31mSở Y tế\x1b[8m ẩn\x1b[0m"))
    yield _case("control", "line-ends", DONE, _of(PLAN.replace("\n", "\r\x0b\x85\u2028\u2029")))
    yield _case("control", "c1", DONE, _in_plan("".join(map(chr, range(0x80, 0xA0)))))


def _unicode() -> Iterator[Case]:
    yield _case("bidi", "override", DONE, _in_plan("Số: \u202e02/HK-TYS\u202c Kế hoạch \u2066\u202dSở\u2069"))
    yield _case("bidi", "nested", DONE, _in_plan("\u202b\u2067" * 5000 + "Sở Y tế"))
    yield _case("invisible", "joiners", DONE, _of("\u200d".join(PLAN)))
    yield _case("invisible", "tags", DONE, _in_plan("Sở Y tế" + "".join(chr(0xE0000 + ord(c)) for c in "hostile") * 99))
    yield _case("invisible", "noncharacters", DONE, _in_plan("\ufdd0\ufffe\U0001fffe Sở \ue000\U00100000 Y tế"))
    yield _case("marks", "alternating", DONE, _in_plan("a" + "\u0301\u0323" * 200_000))
    yield _case("marks", "on-each-letter", DONE, _in_plan("".join(c + "\u0336\u0489\u0321" * 40 for c in PLAN)))
    yield _case("marks", "alone", DONE, _in_plan("\u0301" * 5000 + "\n\u0301\n"))


def _long() -> Iterator[Case]:
    for name, bait in BAITS.items():
        yield Case("bait", f"bait-{name}.txt", DONE, partial(_in_plan, bait * (20_000 // len(bait))))
    yield Case("long", "long-line.txt", DONE, lambda: _in_plan("kế hoạch " * 60_000), slow=True)
    yield Case("long", "long-word.txt", DONE, lambda: _in_plan("kếhoạch" * 60_000), slow=True)
    yield Case("long", "long-lines.txt", DONE, lambda: _of("- Sở Y tế\n" * 40_000), slow=True)
    yield Case("long", "long-blank-lines.txt", DONE, lambda: _in_plan("\n" * 200_000), slow=True)
    yield Case("long", "long-pages.txt", DONE, lambda: _of("Sở Y tế\f" * 3000), slow=True)
    yield Case("long", "long-nesting.txt", DONE, lambda: _in_plan("\n".join(f"{'1.' * n} Việc" for n in range(1, 300))))
    yield Case("large", "large-log.txt", BAD, lambda: _of("Sở Y tế làm việc.\n" * 800_000), slow=True)


def _broken() -> Iterator[Case]:
    yield _case("encoding", "overlong", DONE, _of(PLAN) + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf")
    yield _case("encoding", "surrogates", DONE, _of(PLAN) + b"\xed\xa0\x80\xed\xb0\x80 \xf4\x90\x80\x80\n")
    yield _case("encoding", "utf-16-odd", DONE, PLAN.encode("utf-16") + b"\x1e")
    yield _case("encoding", "utf-16-lone", DONE, PLAN.encode("utf-16") + b"\x00\xd8\x41\x00\x00\xdc")
    yield _case("encoding", "utf-32-high", DONE, PLAN.encode("utf-32") + b"\xff\xff\xff\x7f")
    yield _case("encoding", "all-high-bytes", DONE, _of(PLAN) + bytes(range(128, 256)) * 3)
    yield _case("encoding", "tcvn3-noise", DONE, random.Random(1).randbytes(3000).translate(None, bytes(range(32))))
    yield _case("encoding", "entities", DONE, _in_plan("&#x202e;&lt;&amp;lt;" * 500 + "Ã¡Â»â€º" * 500))


def _foreign() -> Iterator[Case]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd", "0" * 5_000_000)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    claims = packed.getvalue().replace(struct.pack("<I", 5_000_000), struct.pack("<I", 2_000_000_000))
    yield _case("no-document", "zip-bomb", BAD, claims)
    yield _case("no-document", "gzip-bomb", BAD, gzip.compress(bytes(20_000_000)))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "l">{laughs}]><x>&l9;</x>'
    yield _case("no-document", "laughs", UNREAD, xml.encode())
    yield _case("no-document", "script.html", BAD, b"<html><script>alert('hostile')</script></html>")
    yield _case("office", "entities.docx", BAD, _package({"word/document.xml": xml.encode()}))
    yield Case("office", "office-bomb.docx", BAD, lambda: _package({"word/document.xml": b" " * (65 << 20)}), slow=True)
    yield _case("office", "no-parts.docx", BAD, _package({"word/document.xml": b"<x/>"}))
    yield _case("office", "linked.html", DONE, f"<html><img src='http://a.invalid/x'><pre>{PLAN}</pre></html>".encode())
    yield _case("office", "groups.rtf", BAD, b"{\\rtf1" + b"{" * 20_000 + b"x")
    yield _case("office", "cut.doc", BAD, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900))
    yield _case("no-document", "postscript", UNREAD, b"%!PS\n(%pipe%true) (w) file\n")
    yield _case("no-document", "rtf", BAD, b"{\\rtf1{\\object\\objdata 0105}}")
    yield _case("no-document", "program", UNREAD, b"\x7fELF\x02\x01\x01" + bytes(400))
    yield _case("no-document", "noise", UNREAD, random.Random(2).randbytes(40_000))


def _package(parts: dict[str, bytes]) -> bytes:
    """A Word document of these parts alone."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _markup() -> Iterator[Case]:
    script = "</title><script>alert('hostile')</script><img src=x onerror=alert(1)>"
    yield _case("injection", "html", DONE, _of(PLAN.replace("SỞ Y TẾ", f"SỞ Y TẾ {script}") + script))
    yield _case("injection", "formula", DONE, _in_plan("=cmd|' /C true'!A0\n+1+1\n@SUM(1)\n-2+3"))
    yield _case("injection", "paths", DONE, _of(PLAN.replace("04/KH-SYT", "../../../../tmp/hostile/KH-SYT")))
    yield _case("injection", "shell", DONE, _in_plan("$(true) `true` ; true | true && true %s %n {0.__class__}"))
    yield _case("injection", "quotes", DONE, _in_plan("'; DROP TABLE document; -- \" \\ \\u0000 \\x00 %00 ]]> -->"))
