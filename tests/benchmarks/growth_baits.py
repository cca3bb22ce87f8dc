"""Inputs that can be made as long as one likes, each of one thing very often, and the entry points that read them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH\nSỞ Y TẾ\nSố: 04/KH-SYT\n\nBình Định, ngày 12 tháng 3 năm 2020\n\nKẾ HOẠCH\n"
    "Truyền thông y tế năm 2020\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức của người dân về phòng, chống dịch bệnh.\n"
)
FOOT = "II. TỔ CHỨC THỰC HIỆN\n- Trung tâm Y tế các huyện báo cáo trước ngày 10/4/2020./.\n"
PROSE = "Các đơn vị trong ngành tổ chức thực hiện kế hoạch này và báo cáo kết quả về Sở Y tế theo quy định"
PLAIN = "Cac don vi trong nganh to chuc thuc hien ke hoach nay va bao cao ket qua ve So Y te theo quy dinh"
ENGLISH = "The units of the sector shall carry out this plan and report to the Department of Health"
"""What the fonts that need not be embedded can say, and what is taken from a layer as it is."""
_WIDE = 90  # letters a printed line


@dataclass(frozen=True)
class Bait:
    """A thing that grows: `make` builds an input of a size, outside the clock; `run` reads it.

    `least`: the size from which it grows on, where the program looks at the whole of a thing up to a number and at no
    more (rows of what may be a table without rulings: `layout.unruled`).
    """

    entry: str
    name: str
    make: Callable[[int], Any]
    run: Callable[[Any], Any]
    least: int = 16


def baits() -> Iterator[Bait]:
    """All of them."""
    yield from _texts()
    yield from _strings()
    yield from _encodings()
    yield from _pages()
    yield from _searches()
    yield from _exports()
    yield from _pdfs()


def _lines(line: Callable[[int], str], count: int) -> str:
    """A plan with so many lines of their own in its middle."""
    return HEAD + "\n".join(map(line, range(count))) + "\n" + FOOT


def _wrapped(unit: Callable[[int], str], count: int) -> str:
    """A plan with one paragraph of so many units, wrapped as it would be printed."""
    rows, row = [], ""
    for part in map(unit, range(count)):
        if len(row) + len(part) > _WIDE:
            rows.append(row.rstrip())
            row = ""
        row += part
    return HEAD + "2. Nội dung gồm " + "\n".join([*rows, row]) + "\n" + FOOT


def _one_line(unit: Callable[[int], str], count: int) -> str:
    return HEAD + "".join(map(unit, range(count))) + "\n" + FOOT


def _whole(unit: Callable[[int], str], count: int) -> str:
    return HEAD + FOOT + "\n" + "\n".join(map(unit, range(count))) + "\n"


_IN_PARAGRAPH: dict[str, Callable[[int], str]] = {
    "dates": lambda i: f"trước ngày {i % 28 + 1}/{i % 12 + 1}/2020, ",
    "dates without year": lambda i: f"trước ngày {i % 28 + 1}/{i % 12 + 1}, ",
    "dates in words": lambda i: f"ngày {i % 28 + 1} tháng {i % 12 + 1} năm 2020 và ",
    "months": lambda i: f"tháng {i % 12 + 1}, ",
    "quarters": lambda i: f"quý {i % 4 + 1} năm 2020, ",
    "spans": lambda i: f"từ ngày {i % 14 + 1} đến ngày {i % 14 + 15}/{i % 12 + 1}/2020; ",
    "numbers": lambda i: f"{i * 37 % 9999} người, ",
    "shares": lambda i: f"đạt ≥ {i % 100}%, ",
    "amounts": lambda i: f"{i % 999}.000.000 đồng, ",
    "citations": lambda i: f"Quyết định số {i}/QĐ-UBND ngày {i % 28 + 1}/5/2019 của UBND tỉnh, ",
    "laws": lambda i: f"Luật Khám bệnh, chữa bệnh năm {2000 + i % 20}, ",
    "codes": lambda i: f"{i}/QĐ-BYT, ",
    "appendices": lambda i: f"(Phụ lục {i % 30 + 1} kèm theo), ",
    "actors": lambda i: f"giao Trung tâm Y tế huyện số {i} chủ trì, phối hợp với Phòng Y tế, ",
    "brackets": lambda i: "(xem ",
    "closing brackets": lambda i: "xem) ",
    "dashes": lambda i: "kinh tế - xã hội - ",
    "quotes": lambda i: "“theo quy định ",
    "quoted": lambda i: "“theo quy định” và ",
    "stars": lambda i: "**theo quy định ",
    "capitals": lambda i: "BỆNH VIỆN ",
    "semicolons": lambda i: "Sở Y tế; ",
    "colons": lambda i: "Nội dung: ",
    "stops": lambda i: "Thực hiện tốt. ",
    "labels": lambda i: f"{i % 20 + 1}) nội dung, ",
    "places": lambda i: f"khoản {i % 9 + 1} Điều {i} ",
    "ellipses": lambda i: "… ",
    "prose": lambda i: PROSE + " ",
}
_A_LINE: dict[str, Callable[[int], str]] = {
    "numbered": lambda i: f"{i + 2}. Nội dung thứ {i} của kế hoạch này.",
    "bullets": lambda i: f"- Đơn vị thứ {i} thực hiện.",
    "deep labels": lambda i: f"1.{i % 9 + 1}.{i % 7 + 1}. Nội dung {i}.",
    "letters": lambda i: f"{'abcdeghik'[i % 9]}) Nội dung {i}.",
    "articles": lambda i: f"Điều {i + 1}. Phạm vi áp dụng",
    "chapters": lambda i: f"Chương {'IVXLC'[i % 5]}\nQUY ĐỊNH CHUNG",
    "capitals": lambda i: f"KẾ HOẠCH SỐ {i}",
    "one letter": lambda i: "a",
    "short words": lambda i: "Sở Y tế",
    "blank lines": lambda i: "\n\n",
    "table rows, tabs": lambda i: f"{i + 1}\tTrung tâm Y tế huyện {i}\t{i * 3}\t{i * 5}",
    "table rows, pipes": lambda i: f"| {i + 1} | Trung tâm Y tế huyện {i} | {i * 3} |",
    "table rows, a sum": lambda i: f"Tổng cộng\t{i}\t{i}" if i % 9 == 8 else f"{i}\tMục {i}\t{i}",
    "columns of spaces": lambda i: f"{i + 1}     Trung tâm Y tế      {i * 3}       {i}",
    "tabs": lambda i: "\t\t\t\t",
    "underscores": lambda i: "________",
    "Markdown headings": lambda i: f"## {i + 2}. Nội dung\n\nThực hiện **tốt** nhiệm vụ.",
    "Markdown tables": lambda i: f"| a | b |\n|---|---|\n| {i} | 2 |\n",
    "footnotes": lambda i: f"{PROSE}{i % 9 + 1}\n{i % 9 + 1} Theo báo cáo số {i}/BC-SYT.",
    "page feeds": lambda i: f"\f{PROSE}.",
    "page feeds alone": lambda i: "\f",
    "page numbers": lambda i: f"{PROSE}.\n\f{i + 2}",
    "page marks": lambda i: f"{(PROSE + chr(10)) * 30} Sang trang {i}",
    "running heads": lambda i: f"\fSở Y tế Bình Định\n{PROSE}.\nTrang {i + 2}",
    "citations": lambda i: f"Căn cứ Quyết định số {i}/QĐ-UBND ngày 1/2/2019 của UBND tỉnh;",
    "agencies": lambda i: f"{i}. Trung tâm Y tế huyện {i}: chủ trì báo cáo trước ngày {i % 28 + 1}/5/2020.",
    "appendix heads": lambda i: f"PHỤ LỤC {i + 1}\nDANH MỤC\nNội dung.",
    "quốc hiệu": lambda i: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    "quotes": lambda i: "> “Theo quy định”",
}
_BEHIND: dict[str, Callable[[int], str]] = {
    "recipients": lambda i: ("Nơi nhận:\n" if i == 0 else "") + f"- UBND huyện {i};",
    "recipients for": lambda i: ("Nơi nhận:\n" if i == 0 else "") + f"- Sở số {i} (để b/c);",
    "signatures": lambda i: f"KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNguyễn Văn {'ABCDE'[i % 5]}",
    "signature dumps": lambda i: f"Người ký: Sở Y tế\nEmail: syt{i}@x.vn\nThời gian ký: 12.03.2020 08:{i % 60:02}:00",
    "whole plans": lambda i: HEAD + FOOT + "Nơi nhận:\n- Như trên;\nGIÁM ĐỐC\n\nNguyễn Văn A\n",
}
_ON_ONE_LINE: dict[str, Callable[[int], str]] = {
    "long words": lambda i: "kếhoạch",
    "spaces": lambda i: " ",
    "dots": lambda i: ".",
    "slashes": lambda i: "1/1/",
    "digits": lambda i: "1",
    "Roman": lambda i: "I. ",
    "marks": lambda i: "a\u0301\u0323",
    "zero width": lambda i: "a\u200b",
    "tabs": lambda i: "a\t",
    "pipes": lambda i: "a | ",
}


def _texts() -> Iterator[Bait]:
    from kehoach.pipeline.api import parse

    shapes = ((_wrapped, _IN_PARAGRAPH, "in a paragraph"), (_lines, _A_LINE, "by the line"))
    others = ((_whole, _BEHIND, "at the foot"), (_one_line, _ON_ONE_LINE, "in a line"))
    for shape, units, where in (*shapes, *others):
        for name, unit in units.items():
            yield Bait("parse", f"{name} {where}", partial(shape, unit), parse)


def _strings() -> Iterator[Bait]:
    from kehoach.pipeline.api import judge, normalise, restore

    def plain(count: int) -> str:
        return "\n".join(f"{PLAIN} {i}" for i in range(count))

    def one_line(count: int) -> str:
        return f"{PLAIN} " * count

    def unknown(count: int) -> str:
        return " ".join(f"xqz{i}" for i in range(count))

    def misread(count: int) -> str:
        return "\n".join(f"K3 ho4ch ph0ng, ch0ng d!ch b3nh nâm {i}, Đièu l. Sờ Y té" for i in range(count))

    for name, text in (("lines", plain), ("one line", one_line), ("unknown words", unknown), ("misread", misread)):
        yield Bait("restore", name, text, restore)
    yield Bait("restore", "«ocr», misread", misread, lambda text: restore(text, "ocr"))
    good = [("lines", lambda n: f"{PROSE}\n" * n), ("one line", lambda n: f"{PROSE} " * n), ("misread", misread)]
    for name, text in good:
        yield Bait("normalise", name, text, normalise)
        yield Bait("judge", name, text, judge)
    yield Bait("normalise", "marks", lambda n: "a\u0323\u0302 " * n, normalise)
    yield Bait("normalise", "spaces", lambda n: " \u00a0" * n + "a", normalise)
    yield Bait("normalise", "dashes and quotes", lambda n: "“a” – " * n, normalise)


def _encodings() -> Iterator[Bait]:
    from kehoach.diacritics.encodings import Encoding, convert_document
    from kehoach.diacritics.encodings.encoders import encode

    for encoding in Encoding:
        try:
            encode(PROSE, encoding)
        except (KeyError, ValueError, LookupError, NotImplementedError):
            continue  # what cannot be made on purpose
        yield Bait("encodings", f"{encoding.value}, lines", partial(_in_encoding, encoding), convert_document)
    yield Bait("encodings", "tcvn3, one line", lambda n: [encode(f"{PROSE} " * n, Encoding.TCVN3)], convert_document)


def _in_encoding(encoding: Any, count: int) -> list[str]:
    from kehoach.diacritics.encodings.encoders import encode

    return [encode(f"{PROSE} {i}.", encoding) for i in range(count)]


def _line(text: str, number: int, left: float, top: float) -> Any:
    from kehoach.pipeline.document import Box, Line, Word

    words, x = [], left
    for part in text.split():
        words.append(Word(part, Box(x, top, x + 5 * len(part), top + 10)))
        x += 5 * len(part) + 4
    return Line(text, 1, number, Box.around([word.box for word in words if word.box]), tuple(words))


def _pages() -> Iterator[Bait]:
    from kehoach.pipeline.document import Box
    from kehoach.pipeline.layout import arrange_page

    def arranged(page: tuple[Sequence[Any], float, Sequence[Any]]) -> Any:
        lines, height, rulings = page
        return arrange_page(lines, 600, height, 1, rulings)

    def running(count: int) -> Any:
        return [_line(PROSE[:70], i, 60, 40 + 14 * i) for i in range(count)], 80 + 14 * count, ()

    def narrow(count: int) -> Any:
        cells = [_line(f"mục {i}", i, 60 + 100 * (i % 5), 40 + 14 * (i // 5)) for i in range(count)]
        return cells, 80 + 14 * (count // 5 + 1), ()

    def spaced(count: int) -> Any:
        names = [_line("Họ và tên", i, 60 + 120 * (i % 4), 40 + 14 * (i // 4)) for i in range(count)]
        return names, 80 + 14 * (count // 4 + 1), ()

    def dense(count: int) -> Any:
        level = [Box(58, 40 + i * 7.9 % 760, 558, 40.5 + i * 7.9 % 760) for i in range(count)]
        upright = [Box(58 + i * 11.3 % 500, 40, 58.5 + i * 11.3 % 500, 800) for i in range(count)]
        words = [_line("số", i, 60 + i * 17 % 480, 42 + i * 7 % 750) for i in range(count)]
        return words, 842, [*level, *upright]

    def foot(count: int) -> Any:
        signed = [_line("KT. GIÁM ĐỐC", i, 350, 60 + 14 * i) for i in range(count)]
        return [_line("Nơi nhận:", 0, 60, 60), *signed], 80 + 14 * count, ()

    def ruled(count: int) -> Any:
        height, rows = 80 + 14 * count, range(count + 1)
        level = [Box(58, 38 + 14 * i, 558, 38.5 + 14 * i) for i in rows]
        upright = [Box(58 + 100 * i, 38, 58.5 + 100 * i, 38 + 14 * count) for i in range(6)]
        return narrow(5 * count)[0], height, [*level, *upright]

    def rulings_alone(count: int) -> Any:
        return [_line(PROSE[:70], 0, 60, 40)], 80 + 4 * count, [Box(58, 4 * i, 558, 4 * i + 0.5) for i in range(count)]

    def shreds(count: int) -> Any:
        return [], 800, [Box(i % 590, i * 7 % 790, i % 590 + 6, i * 7 % 790 + 0.5) for i in range(count)]

    def one_row(count: int) -> Any:
        return [_line("số", i, 60 + 0.02 * i, 40) for i in range(count)], 800, ()

    def boxes(count: int) -> Any:
        frames = [b for i in range(count) for b in _frame(60 + 60 * (i % 8), 40 + 30 * (i // 8))]
        return [_line("mục", i, 62 + 60 * (i % 8), 44 + 30 * (i // 8)) for i in range(count)], 80 + 4 * count, frames

    for name, page in {
        "lines": running, "spaced rows": spaced, "columns": narrow, "a ruled table": ruled,
        "rulings alone": rulings_alone,
        "shreds of rulings": shreds, "lines in one row": one_row, "frames": boxes,
        "rulings on rulings": dense, "signatures": foot,
    }.items():  # fmt: skip
        # Rows without rulings: up to 150 lines every piece meets every other (600 pieces: 0.4 s a page), more lines are
        # no such table. What is measured is what lies beyond that bound.
        yield Bait("layout", name, page, arranged, 4096 if page is spaced else 16)
    yield Bait("layout", "pages with running heads", _many_pages, _joined)


def _frame(left: float, top: float) -> list[Any]:
    from kehoach.pipeline.document import Box

    right, bottom = left + 50, top + 20
    level = [Box(left, y, right, y + 0.5) for y in (top, bottom)]
    return [*level, *(Box(x, top, x + 0.5, bottom) for x in (left, right))]


def _many_pages(count: int) -> list[Any]:
    from kehoach.pipeline.document import Page

    lines = tuple(_line(PROSE[:70], i, 60, 40 + 14 * i) for i in range(12))
    return [Page(number, lines, width=600, height=800) for number in range(1, count + 1)]


def _joined(pages: list[Any]) -> Any:
    from kehoach.pipeline.layout import find_borders, join_tables, mark_running_heads

    found = join_tables(mark_running_heads(pages))
    return find_borders(found)


def _searches() -> Iterator[Bait]:
    from kehoach.pipeline.search.query import MOST_WORDS, search
    from kehoach.pipeline.search.snippet import snippet

    yield Bait("snippet", "matches", lambda n: f"{PROSE} " * n, lambda text: snippet(text, ["kế hoạch", "y te"]))
    phrases = [f"từ {i}" for i in range(MOST_WORDS)]
    yield Bait("snippet", "many phrases", lambda n: f"{PROSE} từ 7 " * n, lambda text: snippet(text, phrases))
    folder = Path(tempfile.mkdtemp())
    _small_index(folder)
    yield Bait(
        "search", "words of a query", lambda n: " ".join(f"từ{i}" for i in range(n)), partial(_asked, search, folder)
    )
    yield Bait("search", "one word again", lambda n: "kế " * n, partial(_asked, search, folder))
    yield Bait("search", "a phrase", lambda n: f'"{PROSE * n}"', partial(_asked, search, folder))


def _asked(search: Callable[..., Any], folder: Path, query: str) -> Any:
    from kehoach.pipeline.errors import BadArguments

    try:
        return search(folder, query)
    except BadArguments:
        return []


def _small_index(folder: Path) -> None:
    from kehoach.pipeline.api import parse
    from kehoach.pipeline.export import plan_json
    from kehoach.pipeline.search import build_index

    for number in range(5):
        place = folder / f"{number}.txt"
        place.mkdir(parents=True)
        text = _lines(lambda i: f"{i + 2}. {PROSE}.", 20)
        (place / "plan.json").write_text(plan_json(parse(text)), "utf-8")
    build_index(folder)


def _plan_of_issues(count: int) -> Any:
    from kehoach.pipeline.api import parse
    from kehoach.pipeline.plan import Issue, RepairEdit

    plan = parse(HEAD + FOOT)
    issues = [Issue(code="page-problem", message=f"page {i} is missing", severity=1) for i in range(count)]
    edits = [
        RepairEdit(before="hoach", after="hoạch", reason="marks", confidence=0.5, alternatives=["hoách"], page=i)
        for i in range(count)
    ]
    return plan.model_copy(update={"issues": issues, "edits": edits})


def _exports() -> Iterator[Bait]:
    from kehoach.pipeline.export import write_document
    from kehoach.pipeline.options import ExportFormat, ExportOptions
    from kehoach.pipeline.report import Ended, write_report

    def exported(plan: Any) -> None:
        formats = (ExportFormat.JSON, ExportFormat.TEXT, ExportFormat.RECORD)
        with tempfile.TemporaryDirectory() as out:
            write_document(plan, Path(out), ExportOptions(formats))

    def written(plan: Any) -> None:
        with tempfile.TemporaryDirectory() as out:
            write_document(plan, Path(out) / "a.txt", ExportOptions())
            write_report(Path(out), [Ended("a.txt", "done-with-issues", 1.0, 1)])

    def documents(count: int) -> Path:
        out = Path(tempfile.mkdtemp())
        plan = _plan_of_issues(3)
        for i in range(count):
            write_document(plan, out / f"{i}.txt", ExportOptions())
        return out

    def reported(out: Path) -> None:
        write_report(out, [Ended(p.name, "done", 1.0, 1) for p in sorted(out.iterdir()) if p.is_dir()])

    def alto(page: Any) -> None:
        from kehoach.pipeline.document import Document, MediaKind, Method, Page, Source, Unit
        from kehoach.pipeline.export.alto import write_alto

        source = Source(Path("a.pdf"), MediaKind.PDF, "0" * 64, 1, 1)
        one = Page(1, tuple(page), (), 600, 14 * len(page) + 80, Unit.POINT, Method.OCR)
        with tempfile.TemporaryDirectory() as out:
            write_alto(Document(source, (one,)), Path(out) / "alto.xml")

    yield Bait("export", "issues and edits", _plan_of_issues, exported)
    yield Bait("report", "issues and edits", _plan_of_issues, written)
    yield Bait("report", "documents", documents, reported)
    yield Bait("export", "ALTO, lines", lambda n: [_line(PROSE[:70], i, 60, 14 * i) for i in range(n)], alto)
    yield Bait("export", "searchable PDF, pages", _scan_pages, _searchable)


def _scan_pages(count: int) -> Path:
    import pikepdf

    pdf = pikepdf.new()
    for _ in range(count):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(b"0 0 100 100 re f\n" * 20)
    path = Path(tempfile.mkdtemp()) / "a.pdf"
    pdf.save(path)
    return path


def _searchable(path: Path) -> None:
    import pikepdf

    from kehoach.pipeline.api import parse
    from kehoach.pipeline.document import Document, MediaKind, Method, Page, Source, Unit
    from kehoach.pipeline.export.original import Original
    from kehoach.pipeline.export.searchable_pdf import write_pdf

    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    lines = tuple(_line(PROSE[:70], i, 60, 40 + 14 * i) for i in range(12))
    pages = tuple(Page(n, lines, (), 595, 842, Unit.POINT, Method.OCR) for n in range(1, count + 1))
    source = Source(path, MediaKind.PDF, "0" * 64, 1, count)
    write_pdf(parse(HEAD), Original(Document(source, pages), (path,), None), path.with_name("out.pdf"))


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def text_pdf(pages: Sequence[bytes], annotations: int = 0) -> bytes:
    """A PDF with these contents as pages, each with so many notes."""
    import pikepdf

    pdf = pikepdf.new()
    font = pdf.make_indirect(pikepdf.Object.parse(_FONT))
    for content in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(content)
        if annotations:
            note = b"<</Type/Annot/Subtype/FreeText/Rect[10 10 90 30]/Contents(ghi chu %d)/DA(/F 9 Tf)>>"
            page.obj.Annots = pikepdf.Array([pikepdf.Object.parse(note % i) for i in range(annotations)])
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def text_page(lines: int = 40, number: int = 1) -> bytes:
    """The content of a page of printed text."""
    rows = b" ".join(b"(%s %d %d) Tj T*" % (ENGLISH[:70].encode(), number, i) for i in range(lines))
    return b"BT /F 10 Tf 60 800 Td %.3f TL %s ET" % (min(14.0, 740 / max(lines, 1)), rows)


def _shown(operators: Iterable[bytes]) -> bytes:
    return b"BT /F 9 Tf 60 800 Td 12 TL " + b" ".join(operators) + b" ET"


def _place(number: int) -> tuple[int, int]:
    """Where a letter stands: 98 in a line, 72 lines on a page, then over the first ones."""
    return 20 + number % 98 * 5, 820 - number // 98 % 72 * 11


def _letter(number: int) -> bytes:
    """A letter of text that is taken as it is: a layer of nonsense is read from the page's picture."""
    return f"{ENGLISH} "[number % (len(ENGLISH) + 1)].encode()


def _pdfs() -> Iterator[Bait]:
    from kehoach.pipeline.api import read

    def on_disk(make: Callable[[int], bytes]) -> Callable[[int], Path]:
        def made(count: int) -> Path:
            path = Path(tempfile.mkdtemp()) / "a.pdf"
            path.write_bytes(make(count))
            return path

        return made

    inline = b"q 3 0 0 3 %d %d cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"
    kinds: dict[str, Callable[[int], bytes]] = {
        "pages": lambda n: text_pdf([text_page(40, i) for i in range(n)]),
        "words on a page": lambda n: text_pdf([text_page(n)]),
        "drawings on a page": lambda n: text_pdf(
            [text_page() + b"\n" + b"\n".join(b"%d %d 5 5 re S" % (i % 590, i * 7 % 830) for i in range(n))]
        ),
        "rulings on a page": lambda n: text_pdf(
            [text_page() + b"\n" + b"\n".join(b"20 %d m 500 %d l S" % (i % 830, i % 830) for i in range(n))]
        ),
        "inline pictures": lambda n: text_pdf(
            [text_page() + b"\n" + b"\n".join(inline % (i % 590, i * 7 % 830) for i in range(n))]
        ),
        "annotations": lambda n: text_pdf([text_page()], n),
        "fonts chosen": lambda n: text_pdf([_shown(b"/F %d Tf (health plan) Tj T*" % (i % 9 + 4) for i in range(n))]),
        "letters one by one": lambda n: text_pdf(
            [_shown(b"1 0 0 1 %d %d Tm (%s) Tj" % (*_place(i), _letter(i)) for i in range(n))]
        ),
        "unseen words": lambda n: text_pdf([b"BT 3 Tr /F 9 Tf 60 800 Td 1 TL " + b"(unseen words) Tj T* " * n + b"ET"]),
    }
    for name, make in kinds.items():
        yield Bait("PDF", name, on_disk(make), read)
