"""Papers made from the tables of `kinds`: a letterhead, a title, a body and a foot, with a mark or with its like."""

from __future__ import annotations

import hashlib
import random
import unicodedata
from dataclasses import dataclass, replace
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
_SUBJECTS = ("Bảo đảm y tế phục vụ diễn tập khu vực phòng thủ", "PHÒNG, CHỐNG DỊCH BỆNH MÙA HÈ", "Về tiêm chủng mở rộng")
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
    if place in ("stamp", "watermark", "archive line", "notation") or inline:
        mark = rng.choice([one for one in kinds.spellings if "\n" not in one])
    else:
        mark = _alone(kinds, place, rng)
    if place.startswith("beside") and "│" not in mark:
        mark = rng.choice([frame for frame in kinds.frames if "\n" not in frame and "#" not in frame and ">" not in frame
                           and "png" not in frame]).format(mark)
    shape = rng.choice(SHAPES)
    if place in ("stamp", "watermark", "bound") or place.startswith(("page 2", "every page", "foot of")):
        shape = "pages" if place in ("stamp", "watermark", "bound") else rng.choice(("pages", "text"))
    if "\n" in mark or "<b>" in mark or "![" in mark or mark.startswith(("#", ">")):
        shape = "text" if shape == "pages" else shape
    return Paper(f"{place} | {shape} | {mark!r}", _document(mark, place, shape, rng), True)


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


def _document(
    mark: str, place: str, shape: str, rng: random.Random, subject: str = "", more: list[str] | None = None
) -> Document:
    parent, agency = rng.choice(_AGENCIES)
    code, date = rng.choice(_CODES), rng.choice(_DATES)
    subject = subject or rng.choice(_SUBJECTS)
    body = list(_BODY)
    for line in more or []:
        body.insert(rng.randrange(3, len(body) + 1), line)
    left, right = [parent, agency, f"Số: {code}"], [_NATION, _MOTTO, date]
    title = ["KẾ HOẠCH", subject]
    foot = list(_FOOT)
    own = mark.split("\n")
    before: list[str] = []
    joined = ""
    if place == "first":
        before = own
    elif place == "below number":
        left += own if mark else []
    elif place == "below date":
        right += own
    elif place == "above title":
        title = [*own, *title]
    elif place == "below title":
        title += own
    elif place == "beside title":
        title[0] = rng.choice((f"KẾ HOẠCH    {mark}", f"{mark}    KẾ HOẠCH", f"KẾ HOẠCH {mark}"))
    elif place == "beside agency":
        left[1] += f" {mark}"
    elif place == "before agency":
        left[1] = f"{mark} {left[1]}"
    elif place == "beside number":
        left[2] += f" {mark}"
    elif place == "before nation":
        right[0] = f"{mark} {_NATION}"
    elif place == "after nation":
        right[0] = f"{_NATION} {mark}"
    elif place == "before date":
        right[2] = f"{mark} {date}"
    elif place == "after date":
        right[2] = f"{date} {mark}"
    elif place == "before motto":
        right[1] = f"{mark} {_MOTTO}"
    elif place == "above number":
        left[2:2] = own
    elif place == "beside subject":
        title[1] += f"    {mark}"
    elif place == "beside recipients":
        foot[0] += f"    {mark}"
    elif place == "between number and date":
        joined = f"Số: {code} {mark} {date}"
    elif place == "notation":
        left[2] = rng.choice((f"Số: {code}(M)", f"Số: {code} (M)", "Số: 12(M)/KH-SYT"))
    elif place == "archive line":
        foot[2] = rng.choice(("- Lưu: VT, NVY (MẬT).", "- Lưu: VT (Mật), NVY.", "- Lưu: VT, NVY, bản mật."))
    elif place == "last":
        foot += ["", *own]
    second = own if place in ("page 2", "every page") else []
    if place == "page 2 beside number":
        second = [f"2    {mark}"]
    if place == "every page":
        before = own
    head = _head(left, right, joined, shape, rng)
    first = [*before, *head, "", *title, "", *body[:5]]
    last = [*second, *body[5:], "", *foot]
    if place == "foot of page 1":
        first += own
    if place == "bound":
        stamp = ["", *own, *title, "", *body[:4]]
        return _of_pages([[*_head(left, right, "", "pages", rng), *title, *body, *foot],
                          [*_head(left, right, "", "pages", rng), *stamp, *foot]], [])  # fmt: skip
    if shape == "pages":
        return _of_pages([first, last], own if place in ("stamp", "watermark") else [])
    gap = [] if second or place == "foot of page 1" else [""]
    lines = [*first, *gap, *(["\f" + last[0]] if second or place == "foot of page 1" else last[:1]), *last[1:]]
    return _of_text("\n".join(lines))


def _head(left: list[str], right: list[str], joined: str, shape: str, rng: random.Random) -> list[str]:
    """The letterhead: side by side, one column below the other, or as a table."""
    if joined:
        return [f"{left[0]}    {right[0]}", f"{left[1]}    {right[1]}", joined, *left[3:]]
    if shape == "one column" or any("\n" in one for one in (*left, *right)):
        return [*left, "", *right]
    rows = max(len(left), len(right))
    pairs = zip(left + [""] * (rows - len(left)), right + [""] * (rows - len(right)), strict=True)
    if shape == "markdown":
        return ["| " + " | ".join(pair) + " |" for pair in pairs]
    gap = "    " if shape == "pages" else rng.choice((" ", "    ", "\t"))
    return [gap.join(filter(None, pair)) if all(pair) else " ".join(pair).strip() for pair in pairs]


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
