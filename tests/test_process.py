"""The way of a page: where its text is taken from, and what is said about it. The reader is scripted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kehoach.diacritics.encodings import Encoding, encode, encode_bytes
from kehoach.pipeline import imaging, process
from kehoach.pipeline.document import Box, Line, MediaKind, Method, PageImage, Role, Source, Word
from kehoach.pipeline.errors import BadInput, KehoachError, OutOfMemory, OutOfTime, PageError, PageMemory, PageTimeout
from kehoach.pipeline.ingest import BrokenPage, Input, PdfPage, RawPage
from kehoach.pipeline.ocr import ScriptedEngine
from kehoach.pipeline.options import OcrMode, OcrOptions, Options
from kehoach.pipeline.plan import Plan

BODY = (
    "Thực hiện chỉ đạo của Bộ Y tế về công tác truyền thông phòng, chống dịch bệnh",
    "Sở Y tế xây dựng kế hoạch truyền thông năm 2024 với các nội dung như sau",
    "Nâng cao nhận thức của người dân về các biện pháp phòng, chống dịch bệnh",
)
GARBLED = (
    "Thuc hién chi dao cua BO Y té vé cong tac truyén thong phong, chéng dich bénh",
    "S¢ Y té xay dung ké hoach truyén thong nam 2024 véi cac ndi dung nhu sau",
    "Nang cao nhan thtrc cia ngudi dan vé cac bién phap phong, chéng dich bénh",
)
OPTIONS = OcrOptions()


def lines(texts: tuple[str, ...]) -> tuple[Line, ...]:
    found = []
    for number, text in enumerate(texts, 1):
        top = 100.0 + 20 * number
        parts = text.split()
        step = 440 / len(parts)
        boxes = [Box(80 + step * i, top, 78 + step * (i + 1), top + 12) for i in range(len(parts))]
        words = [Word(part, box, 0.9) for part, box in zip(parts, boxes, strict=True)]
        found.append(Line(text, 1, number, Box(80, top, 520, top + 12), tuple(words)))
    return tuple(found)


def page(texts: tuple[str, ...] = (), **more: object) -> PdfPage:
    def draw(dpi: float) -> PageImage:
        paper = np.full((1100, 800, 3), 255, np.uint8)
        paper[200:900:30, 100:700] = 0
        return PageImage(paper, 1, dpi, (0.5, 0, 0, 0, 0.5, 0))

    images = (Box(0, 0, 595, 842),)
    return PdfPage(1, 595, 842, draw, lines(texts), images, **more)  # type: ignore[arg-type]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedEngine]:
    engine = ScriptedEngine({1: lines(("Trang này được đọc lại từ ảnh chụp của bản giấy",))})
    monkeypatch.setattr(process, "_engine", lambda options: engine)
    yield engine


def read(raw: RawPage, mode: OcrMode = OcrMode.AUTO) -> process.Page:
    (found,) = process.read_page(raw, OcrOptions(mode=mode))
    return found


def test_a_good_layer_is_taken_with_its_boxes(reader: ScriptedEngine) -> None:
    found = read(page(BODY))
    assert found.method is Method.TEXT_LAYER
    assert "clean" in found.reason
    assert [line.text for line in found.lines] == list(BODY)
    assert all(line.box for line in found.lines)


def test_a_garbled_layer_is_read_again_and_boxes_are_in_page_units(reader: ScriptedEngine) -> None:
    found = read(page(GARBLED))
    assert (found.method, found.engine) == (Method.OCR, "scripted")
    assert "garbled" in found.reason
    (line,) = found.lines
    assert line.box
    assert line.box.right <= 297.5  # the picture has two pixels a point


def test_a_page_without_a_layer_is_read(reader: ScriptedEngine) -> None:
    assert read(page()).method is Method.OCR


def test_reading_can_be_forced(reader: ScriptedEngine) -> None:
    found = read(page(BODY), OcrMode.FORCE)
    assert (found.method, found.reason) == (Method.OCR, "reading the image was asked for")


def test_where_no_image_is_read_the_text_is_repaired(reader: ScriptedEngine) -> None:
    found = read(page(GARBLED), OcrMode.SKIP)
    assert found.method is Method.REPAIRED
    assert found.edits
    assert "dịch bệnh" in found.lines[0].text
    assert all(len(line.words) == len(line.text.split()) for line in found.lines)


def test_a_layer_in_an_old_encoding_is_converted_not_read(reader: ScriptedEngine) -> None:
    found = read(page(tuple(encode(text, Encoding.TCVN3) for text in BODY)))
    assert found.method is Method.CONVERTED
    assert [line.text for line in found.lines] == list(BODY)
    assert {edit.reason for edit in found.edits} == {"encoding:tcvn3"}


def test_a_partial_layer_is_merged_with_what_is_read(reader: ScriptedEngine) -> None:
    head = Line("CÔNG BÁO/Số 12/Ngày 05-3-2024", 1, 1, Box(60, 20, 400, 34), (Word("CÔNG", Box(60, 20, 400, 34)),))
    misread = Line("CÔNG BÂO/Sô 12/Ngay 05-3-2024", 1, 1, Box(120, 42, 798, 66))  # in pixels, two a point
    body = Line("Trang này được đọc lại từ ảnh chụp của bản giấy", 1, 2, Box(120, 400, 1000, 424))
    reader.pages = {1: [misread, body]}
    found = read(replace(page(), layer=(head,)))
    assert "partial" in found.reason
    assert [line.text for line in found.lines] == [head.text, body.text]


def test_a_number_that_readers_give_differently_comes_into_the_plan(reader: ScriptedEngine) -> None:
    texts = ("Thực hiện từ ngày 15/4/2020 theo kế hoạch", "Sở Y tế tổng hợp và báo cáo kết quả")
    first, second = lines(texts)
    doubtful = replace(first.words[4], confidence=0.5, alternatives=("16/4/2020",))
    reader.pages = {1: [replace(first, words=(*first.words[:4], doubtful, *first.words[5:])), second]}
    found = read(page())
    source = Source(Path("a.pdf"), MediaKind.PDF, "0" * 64, 1, 1)
    plan = process.put_together(Input((Path("a.pdf"),), Path("a.pdf")), source, [found]).plan
    (edit,) = plan.edits
    assert (edit.before, edit.alternatives, edit.applied, edit.page) == ("15/4/2020", ["16/4/2020"], False, 1)
    assert edit.offset is not None
    assert plan.text.faithful[edit.offset :].startswith("15/4/2020 theo")
    assert edit.box is not None
    assert edit.box[2] <= 297.5  # page units: the picture has two pixels a point
    (issue,) = (issue for issue in plan.issues if issue.code == "numbers-in-doubt")
    assert "15/4/2020" in issue.message
    assert "16/4/2020" in issue.message


def test_a_page_that_cannot_be_read_is_data(reader: ScriptedEngine) -> None:
    reader.pages = {1: PageError("page 1: did not finish in time")}
    assert read(page()).problem == "page 1: did not finish in time"
    assert read(BrokenPage(1, "its stream is broken")).problem == "its stream is broken"


def test_a_blank_page_is_named_as_such(reader: ScriptedEngine) -> None:
    def white(dpi: float) -> PageImage:
        return PageImage(np.full((1100, 800, 3), 255, np.uint8), 1, dpi)

    found = read(PdfPage(1, 595, 842, white, images=(Box(0, 0, 595, 842),)))
    assert found.blank
    assert not found.lines


def test_comments_are_marginalia_and_form_fields_text(reader: ScriptedEngine) -> None:
    comment = Line("Đề nghị xem lại", 1, 1, Box(10, 10, 60, 20), role=Role.HANDWRITING)
    found = read(page(BODY, annotations=(comment,)))
    assert found.lines[-1].text == "Đề nghị xem lại"
    assert comment.text not in [line.text for line in found.text_lines()]


def read_file(path: Path) -> Plan:
    return process.read_document(Input((path,), Path(path.name)), Options())


def test_original_bytes_stay_findable(tmp_path: Path) -> None:
    data = encode_bytes("\n".join(BODY), Encoding.TCVN3)
    (tmp_path / "cu.txt").write_bytes(data)
    plan = read_file(tmp_path / "cu.txt")
    assert plan.source.reading[0].method == "converted"
    assert "\n".join(edit.before for edit in plan.edits).encode("latin-1") == data
    assert plan.text.faithful.splitlines() == list(BODY)


def test_a_document_without_one_readable_page_fails_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("\n".join(BODY), "utf-8")

    def broken(*_: object) -> list[process.Page]:
        return [process.Page(1, problem="its stream is broken")]

    monkeypatch.setattr(process, "read_page", broken)
    with pytest.raises(BadInput, match=r"a\.txt: no page could be read: its stream is broken"):
        read_file(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("error", "fails_as", "advice"),
    [
        (PageTimeout("page 1: tesseract did not finish in time"), OutOfTime, "--page-timeout"),
        (PageMemory("a.png: not enough memory for the picture"), OutOfMemory, "--memory"),
        (PageError("page 1 is broken"), BadInput, "is the file damaged?"),
    ],
)
def test_a_page_that_ran_short_of_something_is_not_called_damaged(
    error: PageError,
    fails_as: type[KehoachError],
    advice: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    reader: ScriptedEngine,
) -> None:
    reader.pages[1] = error
    (failed,) = process.read_page(page(), OPTIONS)
    assert failed.problem_code == error.code
    (tmp_path / "a.txt").write_text("\n".join(BODY), "utf-8")
    monkeypatch.setattr(process, "read_page", lambda *_: [process.Page(1, problem="its stream is broken"), failed])
    with pytest.raises(fails_as, match=r"a\.txt: no page could be read") as caught:
        read_file(tmp_path / "a.txt")
    assert advice in str(caught.value)
    assert ("damaged" in str(caught.value)) is (fails_as is BadInput)


def test_what_no_line_was_read_of_is_noted_with_the_page(
    reader: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Box]] = []
    monkeypatch.setattr(imaging, "unread_share", lambda _, boxes: asked.append(list(boxes)) or 0.77)
    assert read(page(), OcrMode.FORCE).unread_share == 0.77
    assert asked == [[line.box for line in reader.pages[1]]]  # type: ignore[union-attr]


def _pictured(pixels: np.ndarray) -> PdfPage:  # type: ignore[type-arg]
    """A page that is a picture and nothing else."""
    return replace(page(), draw=lambda dpi: PageImage(pixels, 1, dpi, (0.5, 0, 0, 0, 0.5, 0)))


BLACK_PAGE = np.full((1100, 800, 3), 6, np.uint8)
NOISE_PAGE = np.repeat(np.random.default_rng(7).integers(0, 256, (1100, 800, 1), np.uint8), 3, axis=2)


@pytest.mark.parametrize(
    ("pixels", "why"), [(BLACK_PAGE, process.BLACK), (NOISE_PAGE, process.NO_WORD)], ids=["black", "noise"]
)
def test_a_page_full_of_ink_that_says_nothing_is_an_issue(
    pixels: np.ndarray,  # type: ignore[type-arg]
    why: str,
    reader: ScriptedEngine,
) -> None:
    reader.pages = {1: []}
    found = read(_pictured(pixels))
    assert (found.unread, found.blank) == (why, False)
    source = Source(Path("a.png"), MediaKind.PDF, "0" * 64, 1, 1)
    plan = process.put_together(Input((Path("a.png"),), Path("a.png")), source, [found]).plan
    (issue,) = (one for one in plan.issues if one.code == "page-unreadable")
    assert issue.severity == 1
    assert why in issue.message
    assert issue.evidence is not None
    assert issue.evidence.page == 1


def test_white_paper_is_blank_and_no_issue(reader: ScriptedEngine) -> None:
    reader.pages = {1: []}
    found = read(_pictured(np.full((1100, 800, 3), 255, np.uint8)))
    assert found.blank
    assert found.unread is None


def test_words_of_a_good_layer_are_let_go_but_those_of_tables_and_scans(reader: ScriptedEngine) -> None:
    layer = read(page(BODY))
    first, *others = layer.lines
    layer = replace(layer, lines=(replace(first, role=Role.TABLE), *others))
    bare = process.without_words(layer)
    assert [line.text for line in bare.lines] == [line.text for line in layer.lines]
    assert [line.box for line in bare.lines] == [line.box for line in layer.lines]
    assert bare.lines[0].words == first.words != ()
    assert not any(line.words for line in bare.lines[1:])
    scan = read(page(GARBLED))
    assert process.without_words(scan) is scan
