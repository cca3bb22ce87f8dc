"""Large and odd documents for the trials of small machines; each is written to a path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

PAGES, LINES = 3000, 40
HEAD = "ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH\nSỞ Y TẾ\nSố: 04/KH-SYT\n\nKẾ HOẠCH\nTruyền thông y tế năm 2020\n\n"
A0 = (9933, 14043)  # pixels at 300 dpi
A4 = (1654, 2339)  # pixels at 200 dpi
_PRINTED = "The units of the sector shall carry out this plan and report to the Department"
"""English: what fonts that need not be embedded can say, and what is taken from a layer as it is."""


def text_pages(path: Path) -> None:
    """3,000 pages of 40 lines, parted by form feeds."""
    said = "Các đơn vị tổ chức thực hiện, báo cáo ở dòng {} của trang {}."
    pages = ["\n".join(said.format(line, page) for line in range(LINES)) for page in range(PAGES)]
    path.write_text(HEAD + "\n\f".join(pages) + "\n", "utf-8")


def long_text(path: Path) -> None:
    """A plan of 2 MB: numbered parts with paragraphs, a deadline in each tenth of them."""
    told = (
        "- Các đơn vị trong ngành tổ chức thực hiện, hướng dẫn, kiểm tra và báo cáo Sở Y tế về kết quả theo quy định{}."
    )
    parts = ("\n".join(_part(number, told)) for number in range(1, 20_000))
    _up_to(path, parts)


def dear_text(path: Path) -> None:
    """A plan of 2 MB that asks the most of the rules: a task with a deadline on every second of its short lines."""
    part = "{0}. Nội dung mục {0}\n- Các đơn vị thực hiện, báo cáo Sở Y tế trước ngày 15/12/2020 theo quy định."
    _up_to(path, (part.format(number) for number in range(1, 20_000)))


def _part(number: int, told: str) -> list[str]:
    when = [" trước ngày 15/12/2020", *[""] * 9]
    return [f"{number}. Nội dung mục {number}", *(told.format(one) for one in when)]


def _up_to(path: Path, parts: Iterable[str], most: int = 2_000_000) -> None:
    """As many of the parts as there is room for, behind a head."""
    text, size = [HEAD], len(HEAD.encode())
    for one in parts:
        size += len(one.encode()) + 1
        if size > most:
            break
        text.append(one)
    path.write_text("\n".join(text) + "\n", "utf-8")


def layer_pages(path: Path) -> None:
    """A born-digital PDF of 3,000 pages."""
    _write(path, [_page([f"{_PRINTED}, line {line} of page {page}" for line in range(LINES)]) for page in range(PAGES)])


def inline_pictures(path: Path) -> None:
    """A page of text over which 100,000 dots are drawn, each a picture within the content."""
    dot = b"q 3 0 0 3 %d %d cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"
    dots = b"\n".join(dot % (i % 590, i * 7 % 830) for i in range(100_000))
    _write(path, [dots + b"\n" + _page(["Department of Health", "Plan for the year 2020", _PRINTED, _PRINTED])])


def actual_text(path: Path) -> None:
    """A page that shows one date and says another to whoever copies it."""
    lines = b"BT /F 11 Tf 72 760 Td 16 TL (%s) Tj T* (%s) Tj ET " % ((_PRINTED.encode(),) * 2)
    said = b"/Span <</ActualText (The units report before 01/01/2030)>> BDC BT /F 11 Tf 72 690 Td "
    _write(path, [lines + said + b"(The units report before 10/4/2020) Tj ET EMC"])


def a0(suffix: str) -> Callable[[Path], None]:
    """A grey scan of a poster with some lines of print."""

    def write(path: Path) -> None:
        from PIL import Image, ImageDraw

        image = Image.new("L", A0, 244)
        draw = ImageDraw.Draw(image)
        for line in range(24):
            draw.text((700, 900 + 480 * line), f"{_PRINTED} {line}", 30, font=_font(120))
        if suffix == ".pdf":
            image.save(path, "PDF", resolution=300.0, quality=85)
        else:
            image.save(path, dpi=(300, 300), **({"compression": "tiff_lzw"} if suffix == ".tif" else {}))

    return write


def all_black(path: Path) -> None:
    """A page as a scanner gives it whose lamp is dead."""
    from PIL import Image

    Image.new("L", A4, 6).save(path, dpi=(200, 200))


def noise(path: Path) -> None:
    """A page of snow."""
    import numpy as np
    from PIL import Image

    dots = np.random.default_rng(7).integers(0, 256, (A4[1], A4[0]), dtype=np.uint8)
    Image.fromarray(dots).save(path, dpi=(200, 200))


def _font(size: int) -> object:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _page(lines: list[str]) -> bytes:
    rows = b" ".join(b"(%s) Tj T*" % line.encode("latin-1") for line in lines)
    return b"BT /F 10 Tf 60 790 Td 18 TL " + rows + b" ET"


def _write(path: Path, contents: list[bytes]) -> None:
    import pikepdf

    pdf = pikepdf.new()
    about = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    font = pdf.make_indirect(pikepdf.Object.parse(about))
    for content in contents:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(content)
    pdf.save(path)


def one_line(path: Path) -> None:
    """A text of one line: what is left of a run when there is nothing to read."""
    path.write_text("KẾ HOẠCH\n", encoding="utf-8")
