"""What a reader of images makes of a plan: boxes, lost marks, hurt labels and signatures."""

from pathlib import Path

from kehoach.pipeline.document import Box, Document, Line, MediaKind, Method, Page, Role, Source, Unit, Word
from kehoach.pipeline.parse import parse

TEXT = [
    "UBND TÌNH LẠNG SƠN",
    "SỞY TẼ",
    "Số: /KH-SYT",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Lạng Sơn, ngày 21 tháng 4 năm 2025",
    "- KẼ HOẠCH",
    "Phòng bệnh Dại năm 2025",
    "Căn cứ Quyết định số 2151/QĐ-TTg ngày 21/12/2021 của Thủ tướng Chính",
    "phủ phê duyệt Chương trình quốc gia phòng, chống bệnh Dại;",
    "L MỤC TIÊU",
    "l. Giảm số người tử vong do bệnh Dại trong năm so với trung bình các năm",
    "trước; không để xảy ra ổ dịch lớn.",
    "2, Tăng tỷ lệ tiêm vắc xin.",
    "II NỘI DUNG",
    "a) Giám sát;",
    "b) Truyền thông;",
    "c) Tập huấn;",
    "d) Cấp phát vắc xin;",
    "d) Kiểm tra.",
    "Vụ. TỔ CHỨC THỰC HIỆN",
    "Giao các đơn vị thực hiện./.",
    "Nơi nhận:",
    "- UBND tỉnh(b/c);",
    ".- Lưu:VT,NVY.",
    "KT. GIÁM ĐŨC",
    "PHÉGIÁM ĐỐC",
    "Lương Đình Khiêm",
]


def scan(method: Method) -> Document:
    lines = []
    for number, text in enumerate(TEXT, start=1):
        words = tuple(Word(word, confidence=0.9) for word in text.split())
        width = 60.0 + 5.0 * len(text)
        lines.append(Line(text, 1, number, Box(60.0, 20.0 * number, width, 20.0 * number + 14.0), words))
    hand = Line("118", 1, 99, Box(75.0, 58.0, 95.0, 76.0), role=Role.HANDWRITING)
    page = Page(1, (*lines, hand), (), 600.0, 800.0, Unit.POINT, method)
    return Document(Source(Path("scan.pdf"), MediaKind.PDF, "0" * 64, 1, 1), (page,))


def test_letterhead_and_signature_are_read_through_slips():
    found = parse(scan(Method.OCR)).metadata
    assert (found.agency.value, found.parent_agency.value) == ("Sở Y tế", "UBND tỉnh Lạng Sơn")
    assert (found.doc_type.value, found.subject.value) == ("Kế hoạch", "Phòng bệnh Dại năm 2025")
    signer = found.signer.value
    assert (signer.authority, signer.on_behalf_of, signer.position, signer.name) == (
        "KT.",
        "GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Lương Đình Khiêm",
    )
    assert signer.lines == ["KT. GIÁM ĐŨC", "PHÉGIÁM ĐỐC"]
    assert [r.text for r in found.recipients.value] == ["UBND tỉnh (b/c)", "Lưu: VT, NVY"]


def test_a_number_written_by_hand_fills_the_blank():
    plan = parse(scan(Method.OCR))
    assert (plan.metadata.number.value, plan.metadata.number.method) == ("118", "inferred")
    assert [part.kind for part in plan.marginalia] == ["handwriting"]


def test_labels_of_a_scan_are_those_of_the_sequence():
    sections = parse(scan(Method.OCR)).sections
    assert [s.label_printed for s in sections] == ["I.", "II.", "III."]
    assert [s.label_printed for s in sections[0].children] == ["1.", "2,"]
    assert [s.label_printed for s in sections[1].children] == ["a)", "b)", "c)", "d)", "đ)"]
    assert "label-misread" in sections[2].issues


def test_labels_of_a_text_stay_as_printed():
    assert [s.label_printed for s in parse(scan(Method.TEXT)).sections] == ["L", "II", "Vụ."]


def test_evidence_has_boxes():
    plan = parse(scan(Method.OCR))
    assert plan.sections[1].evidence.box[1] == 20.0 * 15
    assert plan.metadata.date.evidence.lines == (6, 6)
