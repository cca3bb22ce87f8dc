"""The same plan from every office program: to a Plan with its number, date, sections, table and recipients."""

from __future__ import annotations

import subprocess
from pathlib import Path

import office_files as made
import pytest
from ingest_files import as_input

from kehoach.pipeline.ingest.office.soffice import program
from kehoach.pipeline.options import Options
from kehoach.pipeline.plan import Plan
from kehoach.pipeline.process import read_document

needs_soffice = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")


def parsed(path: Path) -> Plan:
    return read_document(as_input(path), Options())


def assert_is_the_plan(plan: Plan) -> None:
    about = plan.metadata
    assert (about.number.value, about.notation.value) == ("112", "KH-SYT")
    assert about.date.value == "2024-03-05"
    assert about.place.value == "Bình Định"
    assert about.agency.value == "Sở Y tế"
    assert about.doc_type.value == "Kế hoạch"
    assert about.subject.value is not None
    assert "sốt xuất huyết năm 2024" in about.subject.value
    assert [node.label_printed for node in plan.sections] == ["I.", "II."]
    assert [node.label_printed for node in plan.sections[0].children] == ["1.", "2."]
    assert [node.label_printed for node in plan.sections[1].children[0].children] == ["a)", "b)"]
    (table,) = plan.tables
    assert table.header == list(made.TABLE[0])
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(row) for row in made.TABLE[1:]]
    assert [entry.text for entry in about.recipients.value or []] == ["Như trên", "UBND tỉnh (b/c)", "Lưu: VT, NVY"]
    assert about.signer.value is not None
    assert (about.signer.value.authority, about.signer.value.name) == ("KT.", "Nguyễn Văn Minh")
    assert any(task.period.end == "2024-04-10" for task in plan.tasks if task.period)


@pytest.mark.parametrize("write", [made.word, made.writer, made.page, made.rich])
def test_a_plan_from_each_program(tmp_path, write):
    assert_is_the_plan(parsed(write(tmp_path / "ke-hoach")))


def test_a_plan_in_an_old_font(tmp_path):
    plan = parsed(made.word(tmp_path / "cu.docx", ".VnTime"))
    assert_is_the_plan(plan)
    assert plan.source.reading[0].method == "converted"
    assert "fonts of tcvn3" in plan.source.reading[0].reason
    edit = next(edit for edit in plan.edits if "Nâng cao" in edit.after)
    assert edit.reason == "encoding:tcvn3"
    assert made.legacy("Nâng cao nhận thức") in edit.before


def test_markdown_is_what_it_was(tmp_path):
    path = tmp_path / "van-xuoi.md"
    prose = "# Ghi chép\n\nHôm qua, tôi đi chợ mua 3 kg gạo <ngon>. From: chợ Bến Thành.\n\n## Chuyện\n\nTrời mưa.\n"
    path.write_text(prose, "utf-8")
    plan = parsed(path)
    assert plan.source.media_type == "text/plain"
    assert "Hôm qua, tôi đi chợ mua 3 kg gạo <ngon>. From: chợ Bến Thành." in plan.text.faithful


def test_a_workbook(tmp_path):
    plan = parsed(made.workbook(tmp_path / "phu-luc.xlsx"))
    assert (plan.metadata.number.value, plan.metadata.date.value) == ("112", "2024-03-05")
    (table,) = plan.tables
    assert table.header == list(made.TABLE[0])
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(row) for row in made.TABLE[1:]]


@needs_soffice
@pytest.mark.parametrize(("to", "write"), [("doc", made.word), ("ods", made.workbook), ("xls", made.workbook)])
def test_old_kinds_by_libreoffice(tmp_path, to, write):
    new = write(tmp_path / f"a.{'docx' if to == 'doc' else 'xlsx'}")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(program()), "--headless", profile, "--convert-to", to, "--outdir", str(tmp_path), str(new)]
    subprocess.run(command, check=True, capture_output=True)
    plan = parsed(tmp_path / f"a.{to}")
    if to == "doc":
        assert_is_the_plan(plan)
    assert (plan.metadata.number.value, plan.metadata.date.value) == ("112", "2024-03-05")
    assert "LibreOffice" in plan.source.reading[-1].reason
