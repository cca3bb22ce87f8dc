"""One plan, composed for these tests, as each office program writes it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import odfdo
import openpyxl
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from kehoach.diacritics.encodings import encode

LEFT = ("UBND TỈNH BÌNH ĐỊNH", "SỞ Y TẾ", "Số: 112/KH-SYT")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Bình Định, ngày 05 tháng 3 năm 2024")
TITLE = ("KẾ HOẠCH", "Truyền thông phòng, chống bệnh sốt xuất huyết năm 2024")
OUTLINE = (
    (0, "MỤC ĐÍCH, YÊU CẦU"),
    (1, "Nâng cao nhận thức của người dân về phòng, chống dịch bệnh."),
    (1, "Bảo đảm các hoạt động được triển khai đúng tiến độ."),
    (0, "TỔ CHỨC THỰC HIỆN"),
    (1, "Trung tâm Kiểm soát bệnh tật"),
    (2, "Chủ trì, phối hợp với Trung tâm Y tế các huyện thực hiện truyền thông trước ngày 10/4/2024."),
    (2, "Tổng hợp, báo cáo kết quả về Sở Y tế."),
)
LABELS = ("I.", "1.", "2.", "II.", "1.", "a)", "b)")
TABLE = (
    ("TT", "Nội dung", "Đơn vị thực hiện", "Thời gian"),
    ("1", "Phát thanh trên hệ thống cơ sở", "Trung tâm Y tế", "Tháng 4/2024"),
    ("2", "In tờ rơi", "Trung tâm Kiểm soát bệnh tật", "Tháng 5/2024"),
)
FOOT_LEFT = ("Nơi nhận:", "- Như trên;", "- UBND tỉnh (b/c);", "- Lưu: VT, NVY.")
FOOT_RIGHT = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Nguyễn Văn Minh")

_FORMS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))


def legacy(text: str) -> str:
    """A text as a program shows it that does not know its bytes are TCVN3."""
    return encode(text, "tcvn3")


def number(document: Any, levels: tuple[tuple[str, str], ...] = _FORMS, **more: str) -> str:
    """A list of its own in a Word document: its w:numId."""
    root = document.part.numbering_part.element
    kinds = str(900 + len(root))
    xml = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more.get(f"level{at}", "")}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kinds}">{xml}</w:abstractNum>'
    root.insert(0, parse_xml(abstract))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{kinds}"><w:abstractNumId w:val="{kinds}"/></w:num>'))
    return kinds


def numbered(document: Any, text: str, listed: str, level: int) -> Any:
    """A paragraph of a list."""
    paragraph = document.add_paragraph(text)
    about = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(about))
    return paragraph


def run(paragraph: Any, text: str, font: str = "", **tags: bool) -> Any:
    """A run in a font, with properties by their tag (vanish, caps)."""
    made = paragraph.add_run(text)
    if font:
        made.font.name = font
    for tag in tags:
        made._r.get_or_add_rPr().append(OxmlElement(f"w:{tag}"))
    return made


def word(path: Path, font: str = "") -> Path:
    """The plan as a Word document; in a font of TCVN3, capitals in its H, where `font` is one."""
    document = docx.Document()
    plain = legacy if font else str
    _columns(document, LEFT, RIGHT, font)
    for text in TITLE:
        run(document.add_paragraph(), plain(text), font)
    listed = number(document)
    for level, text in OUTLINE:
        made = numbered(document, "", listed, level)
        run(made, plain(text), font)
    table = document.add_table(rows=0, cols=len(TABLE[0]), style="Table Grid")
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            run(cell.paragraphs[0], plain(text), font)
    _columns(document, FOOT_LEFT, FOOT_RIGHT, font)
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    document.save(str(path))
    return path


def _columns(document: Any, left: tuple[str, ...], right: tuple[str, ...], font: str) -> None:
    """The borderless table that letterheads and feet are set in."""
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, texts in zip(cells, (left, right), strict=True):
        for at, text in enumerate(texts):
            paragraph = cell.paragraphs[0] if not at else cell.add_paragraph()
            large = font and text.isupper()
            shown = legacy(text.lower() if large else text) if font else text
            run(paragraph, shown, f"{font}H" if large else font)


def writer(path: Path) -> Path:
    """The plan as an OpenDocument text, its lists numbered by the program."""
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    style = odfdo.Element.from_tag(
        '<text:list-style style:name="KH">'
        '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="3" style:num-format="a" style:num-suffix=")"/>'
        "</text:list-style>"
    )
    document.insert_style(style, automatic=True)
    body.append(_odf_columns("dau", LEFT, RIGHT))
    for text in TITLE:
        body.append(odfdo.Paragraph(text))
    body.append(odfdo.Element.from_tag(_odf_list()))
    table = odfdo.Table("bang")
    for row in TABLE:
        table.append_row(odfdo.Row())
        table.set_row_values(len(table.rows) - 1, list(row))
    body.append(table)
    body.append(_odf_columns("cuoi", FOOT_LEFT, FOOT_RIGHT))
    document.save(str(path))
    return path


def _odf_list() -> str:
    """The outline as lists within lists."""
    xml, depth = '<text:list text:style-name="KH">', 0
    for at, (level, text) in enumerate(OUTLINE):
        while depth < level:
            xml, depth = xml + "<text:list>", depth + 1
        xml += f"<text:list-item><text:p>{text}</text:p>"
        after = OUTLINE[at + 1][0] if at + 1 < len(OUTLINE) else 0
        if after <= level:
            xml += "</text:list-item>"
        while depth > after:
            xml, depth = xml + "</text:list></text:list-item>", depth - 1
    return xml + "</text:list>"


def _odf_columns(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> Any:
    cells = "".join(
        "<table:table-cell>" + "".join(f"<text:p>{text}</text:p>" for text in texts) + "</table:table-cell>"
        for texts in (left, right)
    )
    return odfdo.Element.from_tag(
        f'<table:table table:name="{name}"><table:table-column table:number-columns-repeated="2"/>'
        f"<table:table-row>{cells}</table:table-row></table:table>"
    )


def page(path: Path) -> Path:
    """The plan as a web page."""

    def columns(left: tuple[str, ...], right: tuple[str, ...]) -> str:
        cells = "".join(f"<td>{'<br>'.join(texts)}</td>" for texts in (left, right))
        return f"<table><tr>{cells}</tr></table>"

    outline = "".join(f"<p>{label} {text}</p>" for label, (_, text) in zip(LABELS, OUTLINE, strict=True))
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    titles = "".join(f"<h1>{text}</h1>" for text in TITLE)
    path.write_text(
        f"<!DOCTYPE html><html><head><title>KH</title><script>var x = 'không đọc';</script></head><body>"
        f"{columns(LEFT, RIGHT)}{titles}{outline}<table border=1>{rows}</table>{columns(FOOT_LEFT, FOOT_RIGHT)}"
        f"<p style='display:none'>không ai thấy</p></body></html>",
        "utf-8",
    )
    return path


def rich(path: Path) -> Path:
    """The plan as RTF in a TCVN3 font, its letterhead and capitals in the H font."""

    def shown(text: str) -> str:
        return "".join(c if c.isascii() else f"\\'{c.encode('cp1252')[0]:02x}" for c in legacy(text))

    def para(text: str, *, table: bool = False) -> str:
        large = text.isupper()
        font, words = ("\\f2", text.lower()) if large else ("\\f1", text)
        within = "\\intbl" if table else ""
        return f"{{\\pard{within}{font} {shown(words)}}}"

    def row(*cells: tuple[str, ...]) -> str:
        edges = "".join(f"\\cellx{(at + 1) * 2000}" for at in range(len(cells)))
        texts = "".join("\\par ".join(para(text, table=True) for text in cell) + "\\cell " for cell in cells)
        return f"\\trowd{edges}\\pard\\intbl {texts}\\row\n"

    outline = "".join(
        f"{{\\listtext\\f0 {label}\\tab}}{para(text)}\\par\n" for label, (_, text) in zip(LABELS, OUTLINE, strict=True)
    )
    table = "".join(row(*((cell,) for cell in cells)) for cells in TABLE)
    path.write_text(
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}"
        "{\\f1\\fnil\\fcharset0{\\*\\panose 020b}.VnTime;}{\\f2\\fnil\\fcharset0 .VnTimeH;}}{\\info{\\title KH}}\n"
        f"{row(LEFT, RIGHT)}\\pard "
        + "".join(f"{para(text)}\\par\n" for text in TITLE)
        + f"{outline}{table}\\pard\\par {row(FOOT_LEFT, FOOT_RIGHT)}\\pard}}",
        "ascii",
    )
    return path


def workbook(path: Path) -> Path:
    """A table of tasks as a workbook: letterhead above it, in a TCVN3 font."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    for left, right in zip(LEFT, RIGHT, strict=True):
        sheet.append([left, None, right])
    sheet.append([])
    sheet.append([TITLE[0]])
    sheet.append([TITLE[1]])
    sheet.merge_cells("A5:D5")
    for row in TABLE:
        sheet.append([legacy(cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.font = openpyxl.styles.Font(name=".VnTime")
    sheet.append(["Người lập biểu"])
    book.save(path)
    return path


def repacked(path: Path, name: str, data: bytes) -> bytes:
    """An office document's bytes with one part put in its place."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return made.getvalue()


__all__ = ["WD_BREAK", "qn"]
