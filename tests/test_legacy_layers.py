"""PDF layers in the old fonts, from the file's bytes to the mended lines: .VnTime, and .VnTimeH that draws capitals."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from kehoach.diacritics.encodings import encode_bytes
from kehoach.pipeline.ingest import Input, PdfPage, open_input
from kehoach.pipeline.options import IngestOptions
from kehoach.pipeline.repair.mend import Mended, mend_layer

BODY = (
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật năm 2015",
    "Thực hiện chỉ đạo của Bộ trưởng Bộ Y tế về việc truyền thông",
    "các đơn vị trực thuộc có trách nhiệm báo cáo kết quả",
)


def legacy_pdf(path: Path, lines: list[list[tuple[str, str]]]) -> Path:
    """A page of lines, each of runs (font name, text); the text's bytes are TCVN3, the font claims WinAnsi."""
    pdf = pikepdf.new()
    names = sorted({font for line in lines for font, _ in line})
    fonts = {
        f"/F{i}": pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name("/" + name),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=32,
            LastChar=255,
            Widths=pikepdf.Array([500] * 224),
        )
        for i, name in enumerate(names)
    }
    drawn = b""
    for number, line in enumerate(lines):
        drawn += b"BT 1 0 0 1 60 %d Tm " % (760 - 30 * number)
        for font, text in line:
            coded = encode_bytes(text, "tcvn3").hex().encode()
            drawn += b"/F%d 12 Tf <%s> Tj " % (names.index(font), coded)
        drawn += b"ET\n"
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    page.obj.Contents = pdf.make_stream(drawn)
    pdf.save(path)
    return path


def read(path: Path) -> PdfPage:
    with open_input(Input((path,), Path(path.name)), IngestOptions()) as document:
        return document.page(1)


def mended(folder: Path, *lines: list[tuple[str, str]]) -> Mended:
    body = [[(".VnTime", text)] for text in BODY]
    return mend_layer(read(legacy_pdf(folder / "a.pdf", [*lines, *body])).layer)


@pytest.mark.parametrize("name", [".VnTimeH", "ABCDEF+.VnTimeH", ".VnArialH,Bold"])
def test_small_letters_of_a_font_of_capitals_come_out_as_drawn(tmp_path: Path, name: str) -> None:
    found = mended(tmp_path, [(name, "kế hoạch truyền thông")], [(name, "thi trung nam")])
    assert [line.text for line in found.lines] == ["KẾ HOẠCH TRUYỀN THÔNG", "THI TRUNG NAM", *BODY]
    assert [word.text for word in found.lines[0].words] == ["KẾ", "HOẠCH", "TRUYỀN", "THÔNG"]
    assert [edit.after for edit in found.edits if edit.applied] == ["KẾ HOẠCH TRUYỀN THÔNG", *BODY]


def test_capitals_are_told_word_by_word(tmp_path: Path) -> None:
    found = mended(tmp_path, [(".VnTime", "Số 12 của "), (".VnTimeH", "bộ y tế"), (".VnTime", " về truyền thông")])
    assert found.lines[0].text == "Số 12 của BỘ Y TẾ về truyền thông"


def test_other_fonts_keep_their_case_and_the_doubt_is_said(tmp_path: Path) -> None:
    found = mended(tmp_path, [(".VnTime", "kế hoạch truyền thông")])
    assert found.lines[0].text == "kế hoạch truyền thông"
    assert any(not e.applied and e.reason == "encoding:case-unknown" for e in found.edits)


def test_unicode_text_in_such_a_font_is_left_as_it_is(tmp_path: Path) -> None:
    layer = read(legacy_pdf(tmp_path / "a.pdf", [[(".VnTimeH", "plain words without marks")]])).layer
    assert layer[0].words[0].capitals
    assert mend_layer(layer).lines == layer
