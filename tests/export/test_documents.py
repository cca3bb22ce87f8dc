import json
from pathlib import Path

from kehoach.pipeline.document import MediaKind, Page
from kehoach.pipeline.export import Original, plan_json, write_document
from kehoach.pipeline.export.doubts import SURE
from kehoach.pipeline.options import ExportFormat, ExportOptions
from tests.export import scans


def test_everything_that_is_asked_for_is_written_and_the_plan_last(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(scans.jpeg(scans.picture()))
    document = scans.document(path, MediaKind.JPEG, [scans.image_page()])
    files = write_document(
        scans.a_plan(path, MediaKind.JPEG),
        tmp_path / "out",
        ExportOptions(tuple(ExportFormat)),
        Original(document, (path,)),
    ).files
    names = ["alto.xml", "document.pdf", "faithful.txt", "text.txt", "record.xml", "record.csv", "plan.json"]
    assert [file.name for file in files] == names
    assert all(file.is_file() for file in files)


def test_without_the_original_only_what_the_plan_gives_is_written(tmp_path: Path) -> None:
    files = write_document(scans.a_plan(Path("a.pdf")), tmp_path, ExportOptions(tuple(ExportFormat))).files
    assert [file.name for file in files] == ["faithful.txt", "text.txt", "record.xml", "record.csv", "plan.json"]


def test_lines_in_doubt_are_noted_the_worst_first(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(scans.jpeg(scans.picture()))
    page = scans.image_page()
    shaken = tuple(
        type(line)(
            line.text,
            1,
            line.number,
            line.box,
            tuple(type(word)(word.text, word.box, 0.2 * line.number, ("khác",)) for word in line.words),
            line.role,
        )
        for line in page.lines
    )
    document = scans.document(path, MediaKind.JPEG, [Page(1, shaken, (), page.width, page.height, page.unit)])
    plan = scans.a_plan(path, MediaKind.JPEG)
    write_document(plan, tmp_path / "out", ExportOptions(), Original(document, (path,)))
    content = json.loads((tmp_path / "out" / "doubts.json").read_text("utf-8"))
    assert [line["text"] for line in content["lines"]] == [line.text for line in page.lines[:2]]
    assert all(word["confidence"] < SURE for line in content["lines"] for word in line["words"])
    assert content["pages"] == {"1": [scans.WIDTH, scans.HEIGHT]}


def test_a_file_of_which_no_pdf_can_be_made_keeps_its_plan(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4 cut off")
    plan = scans.a_plan(path)
    original = Original(scans.document(path, MediaKind.PDF, [scans.pdf_page()]), (path,))
    written = write_document(plan, tmp_path / "out", ExportOptions((ExportFormat.JSON, ExportFormat.PDF)), original)
    assert [file.name for file in written.files] == ["plan.json"]
    assert written.files[0].read_text("utf-8") == plan_json(written.plan)
    assert plan.issues == []
    (issue,) = json.loads(written.files[0].read_text("utf-8"))["issues"]
    assert (issue["code"], issue["severity"]) == ("pdf-not-made", 1)
