"""What office programs hide, number by rule, box, note or track: what is printed is read, in its order."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import office_files as made
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from ingest_files import as_input, page_picture
from office_files import WD_BREAK, numbered, repacked, run

from kehoach.pipeline.document import Role
from kehoach.pipeline.errors import BadInput, Encrypted, MissingDependency, OutOfTime
from kehoach.pipeline.ingest import open_input
from kehoach.pipeline.ingest.office import soffice
from kehoach.pipeline.ingest.pages import TextPage
from kehoach.pipeline.options import IngestOptions, Options
from kehoach.pipeline.process import read_document


def raw(path: Path) -> TextPage:
    with open_input(as_input(path), IngestOptions()) as document:
        (page,) = document.pages()
    return page


def lines(path: Path) -> list[str]:
    return [line for line in raw(path).text.split("\n") if line.strip()]


def saved(document, path: Path) -> Path:
    document.save(str(path))
    return path


def test_numbers_are_counted_as_word_counts_them(tmp_path):
    document = docx.Document()
    forms = (("upperRoman", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"))
    first = made.number(document, forms, level1="<w:isLgl/>")
    for text, level in (("A", 0), ("B", 1), ("C", 1), ("D", 2), ("E", 0), ("F", 1), ("G", 2)):
        numbered(document, text, first, level)
    document.add_paragraph("không số")
    numbered(document, "H", first, 1)
    bullets = made.number(document, (("bullet", "\uf0b7"),))
    numbered(document, "gạch", bullets, 0)
    assert lines(saved(document, tmp_path / "a.docx")) == [
        *("I. A", "1.1. B", "1.2. C", "a) D", "II. E", "2.1. F", "a) G", "không số", "2.2. H", "- gạch"),
    ]


def test_tracked_changes_hidden_text_and_page_breaks(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("Giao ")
    name = f'{nsdecls("w")} w:id="1" w:author="x"'
    paragraph._p.append(parse_xml(f"<w:del {name}><w:r><w:delText>Phòng cũ</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {name}><w:r><w:t>Phòng Nghiệp vụ Y</w:t></w:r></w:ins>"))
    run(paragraph, " bí mật", vanish=True)
    run(paragraph, " chủ trì")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("trang hai")
    page = raw(saved(document, tmp_path / "a.docx"))
    assert (page.text or "").split("\n")[0] == "Giao Phòng Nghiệp vụ Y chủ trì"
    assert (page.text or "").index("\f") < (page.text or "").index("trang hai")
    assert page.notes == ("1 tracked deletion left out", "1 hidden passage left out")
    assert [(line.role, line.text) for line in page.beside] == [(Role.HIDDEN, "Phòng cũ"), (Role.HIDDEN, "bí mật")]


def test_merged_cells_stand_once(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "rộng"
    table.cell(0, 2).text = "c"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "cao"
    for row, column, text in ((1, 1, "d"), (1, 2, "e"), (2, 1, "g"), (2, 2, "h")):
        table.cell(row, column).text = text
    assert lines(saved(document, tmp_path / "a.docx")) == ["rộng\t\tc", "cao\td\te", "\tg\th"]


def test_heads_notes_and_boxes_are_not_lost(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kế hoạch năm 2024"
    document.sections[0].footer.paragraphs[0].text = "3"
    paragraph = document.add_paragraph("Trước hộp")
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    page = raw(saved(document, tmp_path / "a.docx"))
    assert (page.text or "").split("\n") == ["Trước hộp", "HỎA TỐC"]
    assert [(line.role, line.text) for line in page.beside] == [
        (Role.RUNNING_HEAD, "Kế hoạch năm 2024"),
        (Role.PAGE_NUMBER, "3"),
    ]


def test_fonts_tell_run_by_run_what_letters_are(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    run(paragraph, made.legacy("ủy ban nhân dân"), ".VnTimeH")
    run(paragraph, made.legacy(" tỉnh Bình Đị"), ".VnTime")
    run(paragraph, made.legacy("nh"), ".VnTime", b=True)
    run(paragraph, " và café, Sở Y tế", "Times New Roman")
    unicode = document.add_paragraph()
    run(unicode, "Chữ Việt đã là Unicode dù phông ghi nhầm", ".VnTime")
    page = raw(saved(document, tmp_path / "a.docx"))
    assert (page.text or "").split("\n") == [
        "ỦY BAN NHÂN DÂN tỉnh Bình Định và café, Sở Y tế",
        "Chữ Việt đã là Unicode dù phông ghi nhầm",
    ]
    assert [(number, encoding) for number, _, encoding in page.originals] == [(1, "tcvn3")]


def test_groups_of_rtf_restore_the_font(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi\uc1{\fonttbl{\f0 Arial;}{\f1 .VnTime;}{\f2 VNI-Times;}}\f1 K\'d5 {\f0 caf\'e9 }ho\'b9ch"
        rb"{\f2  y te\'e1}\par \f0 Qu\u7853?n {\v \f1 \'e8n}{\*\unknown kh\'f4ng}{\deleted b\'ecm}1\par}"
    )
    assert lines(path) == ["Kế café hoạch y tế", "Quận 1"]


def test_pictures_that_nobody_reads_are_an_issue(tmp_path):
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_picture(picture())
    plan = read_document(as_input(saved(document, tmp_path / "a.docx")), Options())
    assert [issue.message for issue in plan.issues if issue.code == "pictures-unread"] == [
        "1 picture in the document not read"
    ]
    assert plan.source.reading[-1].unread_pictures == 1


def picture() -> io.BytesIO:
    data = io.BytesIO()
    page_picture(310, 438).save(data, "PNG")
    data.seek(0)
    return data


def test_scans_pasted_into_word_are_pages(tmp_path):
    document = docx.Document()
    for _ in range(2):
        document.add_picture(picture())
    path = saved(document, tmp_path / "quet.docx")
    with open_input(as_input(path), IngestOptions()) as opened:
        assert (opened.source.pages, opened.source.path) == (2, path)
        pages = list(opened.pages())
        assert [page.render(200).pixels.shape for page in pages] == [(438, 310)] * 2


def test_hidden_rows_and_sheets_stand_beside(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("TT", "Việc", "Ngày"), (1, "ẩn", "x"), (2, "hiện", 0.125)):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet["C3"].number_format = "0.0%"
    other = book.create_sheet("Nháp")
    other.append(["không in"])
    other.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    page = raw(tmp_path / "a.xlsx")
    assert lines(tmp_path / "a.xlsx") == ["TT\tViệc\tNgày", "2\thiện\t12.5%"]
    assert [line.text for line in page.beside if line.role is Role.HIDDEN] == ["1 ẩn x", "không in"]


def test_a_table_of_two_columns_with_data_stays_one(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in (("Hồ sơ", "Nơi nhận hồ sơ"), ("Đơn", "Một cửa"), ("Bản sao", "Văn thư")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    assert lines(saved(document, tmp_path / "a.docx"))[0] == "Hồ sơ\tNơi nhận hồ sơ"


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("write", "part"),
    [
        (made.word, "word/document.xml"),
        (made.word, "word/styles.xml"),
        (made.writer, "content.xml"),
        (made.workbook, "xl/worksheets/sheet1.xml"),
    ],
)
def test_entities_and_bombs_are_refused(tmp_path, monkeypatch, write, part):
    whole = write(tmp_path / "a")
    path = tmp_path / "b"
    path.write_bytes(repacked(whole, part, BOMB + b"<x>&b;</x>"))
    with pytest.raises(BadInput, match="declares entities"):
        open_input(as_input(path), IngestOptions())
    path.write_bytes(repacked(whole, part, b"<x>" + b" " * 2_000_000 + b"</x>"))
    monkeypatch.setattr("kehoach.pipeline.ingest.office.package.OFFICE_XML", 1_000_000)
    with pytest.raises(BadInput, match="unpacks to more"):
        open_input(as_input(path), IngestOptions())
    monkeypatch.setattr("kehoach.pipeline.ingest.office.package.OFFICE_MEMBERS", 3)
    with pytest.raises(BadInput, match="parts in one document"):
        open_input(as_input(whole), IngestOptions())


@pytest.mark.parametrize(
    ("name", "limit"), [("OFFICE_BYTES", "over 0 MB"), ("OFFICE_UNPACKED", "unpacks to more than 0 MB")]
)
def test_sizes_of_packages_are_bounded(tmp_path, monkeypatch, name, limit):
    monkeypatch.setattr(f"kehoach.pipeline.ingest.office.package.{name}", 100)
    with pytest.raises(BadInput, match=limit):
        open_input(as_input(made.word(tmp_path / "a")), IngestOptions())


def test_cells_of_a_workbook_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.office.xlsx.SHEET_CELLS", 20)
    with pytest.raises(BadInput, match="over 20 cells"):
        open_input(as_input(made.workbook(tmp_path / "a")), IngestOptions())


def test_tables_within_tables_are_read_to_a_depth(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html>" + "<table><tr><td>sâu " * 3000 + "</html>", "utf-8")
    assert 1 <= raw(path).text.count("sâu") <= 3000


def ole(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return path


def test_a_broken_ole_file_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="broken"):
        open_input(as_input(ole(tmp_path / "a.doc")), IngestOptions())


def test_without_libreoffice_that_is_said(tmp_path, monkeypatch):
    from kehoach.pipeline.document import MediaKind

    monkeypatch.setattr(soffice, "program", lambda: None)
    with (
        pytest.raises(MissingDependency, match="LibreOffice") as caught,
        soffice.converted(tmp_path / "a.doc", MediaKind.DOC, "docx"),
    ):
        pass
    assert "docx" in caught.value.advice


def test_a_converter_that_hangs_is_killed_with_its_children(tmp_path, monkeypatch):
    from kehoach.pipeline.document import MediaKind

    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/child\nwait\n", "utf-8")
    script.chmod(0o755)
    (tmp_path / "a.doc").write_bytes(b"x")
    monkeypatch.setattr(soffice, "program", lambda: str(script))
    monkeypatch.setattr(soffice, "SECONDS", 1)
    with pytest.raises(OutOfTime), soffice.converted(tmp_path / "a.doc", MediaKind.DOC, "docx"):
        pass
    import psutil

    child = int((tmp_path / "child").read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_a_locked_document_wants_its_password(tmp_path, monkeypatch):
    import olefile

    class Locked:
        def __init__(self, file: object) -> None:
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def exists(self, name: str) -> bool:
            return name == "EncryptedPackage"

    monkeypatch.setattr(olefile, "OleFileIO", Locked)
    with pytest.raises(Encrypted):
        open_input(as_input(ole(tmp_path / "a.docx")), IngestOptions())


def unseen(path) -> list[str]:
    return [line.text for line in raw(path).beside if line.role is Role.HIDDEN]


def test_what_a_file_has_and_shows_to_nobody_stands_beside_and_is_counted(tmp_path):
    """Deleted, hidden and struck-out passages of RTF, HTML and OpenDocument, as those of Word."""
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi Giao {\deleted phong cu }phong {\v bi mat }moi.\par}")
    assert raw(path).text.strip() == "Giao phong moi."
    assert unseen(path) == ["phong cu", "bi mat"]
    assert raw(path).notes == ("2 hidden passages left out",)
    path = tmp_path / "a.html"
    path.write_text("<html><p>Giao <del>phòng cũ</del>phòng <span hidden>bí mật</span>mới.</p></html>", "utf-8")
    assert raw(path).text.strip() == "Giao phòng mới."
    assert unseen(path) == ["phòng cũ", "bí mật"]
    assert raw(path).notes == ("1 struck-out passage left out", "1 hidden passage left out")


def test_a_deleted_row_of_a_table_is_no_row_and_is_not_lost(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("Sở Y tế", "quý I"), ("Sở cũ", "quý II")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    about = table.rows[1]._tr.get_or_add_trPr()
    about.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="x"/>'))
    path = saved(document, tmp_path / "a.docx")
    assert "Sở cũ" not in raw(path).text
    assert unseen(path) == ["Sở cũ quý II"]
