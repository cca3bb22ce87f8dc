"""Papers made from the tables of `kinds`: a letterhead, a title, a body and a foot, with a mark or with its like."""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kehoach.pipeline.document import Box, Document, Line, MediaKind, Method, Page, Role, Source, Unit, Word
from kehoach.pipeline.layout import arrange_page
from kehoach.pipeline.layout.text import arrange_text
from tests.secrecy.kinds import Kinds

_AGENCIES = (
    ("UBND TỈNH LẠNG SƠN", "SỞ Y TẾ"),
    ("SỞ Y TẾ HÀ TĨNH", "BỆNH VIỆN ĐA KHOA HUYỆN VŨ QUANG"),
    ("UBND HUYỆN BẢO LÂM", "TRUNG TÂM Y TẾ"),
    ("BỘ Y TẾ", "CỤC Y TẾ DỰ PHÒNG"),
    ("UBND TỈNH BÌNH DƯƠNG", "SỞ Y TẾ"),
    ("SỞ Y TẾ CÀ MAU", "BỆNH VIỆN MẮT - DA LIỄU"),
)
_CODES = ("118/KH-SYT", "07/KH-BVĐK", "2045/KH-UBND", "   /KH-TTYT")
_DATES = ("Lạng Sơn, ngày 21 tháng 4 năm 2025", "Hà Tĩnh, ngày 02 tháng 02 năm 2026", "Cà Mau, ngày   tháng 5 năm 2024")
_SUBJECTS = (
    "Bảo đảm y tế phục vụ diễn tập khu vực phòng thủ",
    "PHÒNG, CHỐNG DỊCH BỆNH MÙA HÈ",
    "Về tiêm chủng mở rộng",
)
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_BODY = (
    "Căn cứ Nghị quyết số 20-NQ/TW về tăng cường công tác bảo vệ, chăm sóc sức khỏe nhân dân trong tình hình mới;",
    "Sở Y tế xây dựng kế hoạch như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Chủ động thuốc, vật tư và nhân lực để xử trí khi có dịch.",
    "2. Các đơn vị báo cáo trước ngày 30 tháng 6 năm 2025.",
    "II. TỔ CHỨC THỰC HIỆN",
    "- Trung tâm Kiểm soát bệnh tật chủ trì, phối hợp với các đơn vị liên quan.",
)
_FOOT = ("Nơi nhận:", "- UBND tỉnh (b/c);", "- Lưu: VT, NVY.", "GIÁM ĐỐC", "Phạm Giang Nam")
SHAPES = ("text", "one column", "markdown", "pages")


@dataclass(frozen=True)
class Paper:
    """A paper that was made: how it was, its document, and whether it bears a mark."""

    how: str
    document: Document
    marked: bool


def marked_papers(kinds: Kinds, count: int, seed: int) -> list[Paper]:
    """Papers with a mark, each place in turn; what it looks like is drawn from the tables."""
    rng = random.Random(seed)
    return [_marked(kinds, kinds.places[number % len(kinds.places)], rng) for number in range(count)]


def unmarked_papers(kinds: Kinds, count: int, seed: int) -> list[Paper]:
    """Papers without a mark that speak of secrets, bile or honey."""
    rng = random.Random(seed)
    return [_unmarked(kinds, rng) for _ in range(count)]


def _marked(kinds: Kinds, place: str, rng: random.Random) -> Paper:
    inline = place.startswith(("beside", "before", "after", "between", "page 2 "))
    one_line = [spelling for spelling in kinds.spellings if "\n" not in spelling]
    if inline or place in ("stamp", "watermark", "archive line", "notation"):
        mark = rng.choice(one_line)
    else:
        mark = _alone(kinds, place, rng)
    if place.startswith("beside"):
        mark = rng.choice([one for one in kinds.frames if not re.search(r"\n|^[#>]|png", one)]).format(mark)
    shape = _shape(place, rng)
    if shape == "pages" and re.search(r"\n|<b>|!\[|^[#>]", mark) and place != "bound":
        shape = "text"  # a page of a scan has no markup
    return Paper(f"{place} | {shape} | {mark!r}", _document(mark, place, shape, rng), True)


def _shape(place: str, rng: random.Random) -> str:
    if place in ("stamp", "watermark", "bound"):
        return "pages"
    paged = place.startswith(("page 2", "every page", "foot of"))
    return rng.choice(("pages", "text") if paged else SHAPES)


def _alone(kinds: Kinds, place: str, rng: random.Random) -> str:
    """A mark on a line of its own: spelling, neighbours and frame; small letters and other stamps now and then."""
    draw = rng.random()
    if draw < 0.15 and place not in ("last", "every page", "page 2", "bound", "foot of page 1"):
        return rng.choice(kinds.small)
    if draw < 0.25:
        return rng.choice(kinds.stamps)
    spelling = rng.choice(kinds.spellings)
    if "\n" in spelling:
        return spelling
    if draw < 0.6:
        return rng.choice(kinds.neighbours).format(spelling)
    return rng.choice(kinds.frames).format(spelling)


def _unmarked(kinds: Kinds, rng: random.Random) -> Paper:
    shape = rng.choice(SHAPES)
    lines = rng.sample(kinds.lines, 4)
    head, subject = rng.choice(kinds.heads), rng.choice(kinds.subjects)
    how = f"{shape} | {head!r} | {subject!r} | {lines}"
    return Paper(how, _document(head, "below number", shape, rng, subject, lines), False)


@dataclass
class _Sheet:
    """The lines of a paper by their place; `joined` is number, mark and date in one line."""

    left: list[str]
    right: list[str]
    title: list[str]
    body: list[str]
    foot: list[str] = field(default_factory=lambda: list(_FOOT))
    before: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)  # at the foot of page 1
    second: list[str] = field(default_factory=list)  # at the head of page 2
    joined: str = ""


def _put(sheet: _Sheet, mark: str, place: str, rng: random.Random) -> None:
    """Put a mark on its place."""
    own = mark.split("\n") if mark else []
    lists = {
        "first": (sheet.before, 0),
        "below number": (sheet.left, 3),
        "above number": (sheet.left, 2),
        "below date": (sheet.right, 3),
        "above title": (sheet.title, 0),
        "below title": (sheet.title, 2),
        "last": (sheet.foot, len(sheet.foot)),
        "page 2": (sheet.second, 0),
        "every page": (sheet.second, 0),
        "foot of page 1": (sheet.below, 0),
    }
    if place in lists:
        lines, at = lists[place]
        lines[at:at] = own
    if place == "every page":
        sheet.before = own
    if place == "page 2 beside number":
        sheet.second = [f"2    {mark}"]
    if place == "between number and date":
        sheet.joined = f"{sheet.left[2]} {mark} {sheet.right[2]}"
    if place == "notation":
        code = sheet.left[2]
        sheet.left[2] = rng.choice((f"{code}(M)", f"{code} (M)", "Số: 12(M)/KH-SYT"))
    if place == "archive line":
        sheet.foot[2] = rng.choice(("- Lưu: VT, NVY (MẬT).", "- Lưu: VT (Mật), NVY.", "- Lưu: VT, NVY, bản mật."))
    _put_beside(sheet, mark, place, rng)


def _put_beside(sheet: _Sheet, mark: str, place: str, rng: random.Random) -> None:
    """Put a mark into a line that says something else."""
    if place == "beside title":
        sheet.title[0] = rng.choice((f"KẾ HOẠCH    {mark}", f"{mark}    KẾ HOẠCH", f"KẾ HOẠCH {mark}"))
    beside = {
        "beside agency": (sheet.left, 1, "{} " + mark),
        "before agency": (sheet.left, 1, mark + " {}"),
        "beside number": (sheet.left, 2, "{} " + mark),
        "before nation": (sheet.right, 0, mark + " {}"),
        "after nation": (sheet.right, 0, "{} " + mark),
        "before motto": (sheet.right, 1, mark + " {}"),
        "before date": (sheet.right, 2, mark + " {}"),
        "after date": (sheet.right, 2, "{} " + mark),
        "beside subject": (sheet.title, 1, "{}    " + mark),
        "beside recipients": (sheet.foot, 0, "{}    " + mark),
    }
    if place in beside:
        lines, at, form = beside[place]
        lines[at] = form.replace("{}", lines[at], 1)


def _document(
    mark: str, place: str, shape: str, rng: random.Random, subject: str = "", more: Sequence[str] = ()
) -> Document:
    parent, agency = rng.choice(_AGENCIES)
    code, date = rng.choice(_CODES), rng.choice(_DATES)
    body = list(_BODY)
    for line in more:
        body.insert(rng.randrange(3, len(body) + 1), line)
    sheet = _Sheet(
        [parent, agency, f"Số: {code}"],
        [_NATION, _MOTTO, date],
        ["KẾ HOẠCH", subject or rng.choice(_SUBJECTS)],
        body,
    )
    if place == "bound":
        whole = [*_head(sheet, "pages", rng), *sheet.title, *body, *sheet.foot]
        second = [*_head(sheet, "pages", rng), "", *mark.split("\n"), *sheet.title, "", *body[:4], *sheet.foot]
        return _of_pages([whole, second], [])
    _put(sheet, mark, place, rng)
    first = [*sheet.before, *_head(sheet, shape, rng), "", *sheet.title, "", *body[:5], *sheet.below]
    last = [*sheet.second, *body[5:], "", *sheet.foot]
    if shape == "pages":
        return _of_pages([first, last], mark.split("\n") if place in ("stamp", "watermark") else [])
    breaks = "\f" if sheet.second or sheet.below else "\n"
    return _of_text("\n".join([*first, breaks + last[0], *last[1:]]))


def _head(sheet: _Sheet, shape: str, rng: random.Random) -> list[str]:
    """The letterhead: side by side, one column below the other, or as a table."""
    left, right = sheet.left, sheet.right
    if sheet.joined:
        return [f"{left[0]}    {right[0]}", f"{left[1]}    {right[1]}", sheet.joined, *left[3:]]
    if shape == "one column":
        return [*left, "", *right]
    rows = max(len(left), len(right))
    pairs = zip(left + [""] * (rows - len(left)), right + [""] * (rows - len(right)), strict=True)
    if shape == "markdown":
        return ["| " + " | ".join(pair) + " |" for pair in pairs]
    gap = "    " if shape == "pages" else rng.choice((" ", "    ", "\t"))
    return [gap.join(pair) if all(pair) else "".join(pair) for pair in pairs]


def _of_text(text: str) -> Document:
    text = unicodedata.normalize("NFC", text)
    data = text.encode()
    source = Source(Path("giấy.txt"), MediaKind.TEXT, hashlib.sha256(data).hexdigest(), len(data), 1)
    lines = arrange_text(text.split("\n"))
    numbers = sorted({line.page for line in lines})
    pages = [Page(page, tuple(line for line in lines if line.page == page), method=Method.TEXT) for page in numbers]
    return Document(source, tuple(pages))


def _of_pages(pages: list[list[str]], stamp: list[str]) -> Document:
    """Pages as a reader of images gives them, with boxes; `stamp` was lifted off the first as a seal's text."""
    made = []
    for number, texts in enumerate(pages, 1):
        flat = [part for text in texts for part in unicodedata.normalize("NFC", text).replace("\t", "    ").split("\n")]
        drawn = [_drawn(text, number, row) for row, text in enumerate(flat, 1) if text.strip()]
        laid = arrange_page(drawn, 700, 990, number, [])
        extra = tuple(Line(one, number, 90 + at, role=Role.STAMP) for at, one in enumerate(stamp) if number == 1)
        extra = tuple(replace(one, text=unicodedata.normalize("NFC", one.text)) for one in extra)
        lines = (*laid.lines, *extra)
        made.append(Page(number, lines, tuple(laid.tables), 700.0, 990.0, Unit.PIXEL, Method.OCR))
    source = Source(Path("giấy.pdf"), MediaKind.PDF, "0" * 64, 1, len(made))
    return Document(source, tuple(made))


def _drawn(text: str, page: int, row: int) -> Line:
    """A line as a reader gives it: words with boxes, wide gaps kept as distance."""
    words, x, top = [], 60.0, 30.0 + 20 * row
    for part in text.split(" "):
        if part:
            words.append(Word(part, Box(x, top, x + 6.0 * len(part), top + 12), 0.9))
        x += 6.0 * (len(part) + 1)
    box = Box.around(word.box for word in words if word.box)
    return Line(" ".join(text.split()), page, row, box, tuple(words))
