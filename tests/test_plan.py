"""A Plan is whole when it is made: nobody changes it afterwards, nor any part of it."""

import ast
from pathlib import Path

import pytest
from pydantic import ValidationError

from kehoach.pipeline import plan as models
from kehoach.pipeline.api import parse
from kehoach.pipeline.export import write_document
from kehoach.pipeline.options import ExportFormat, ExportOptions
from kehoach.pipeline.plan import Issue, Model, Plan
from kehoach.pipeline.plan_look import reasons_to_look
from kehoach.pipeline.search.tables import document_fields
from kehoach.pipeline.secrecy import whole_file_secrecy

ROOT = Path(__file__).parent.parent
TEXT = """SỞ Y TẾ
Số: 12/KH-SYT
KẾ HOẠCH
Truyền thông phòng, chống dịch bệnh năm 2025
Căn cứ Quyết định số 122/QĐ-TTg ngày 28 tháng 01 năm 2022;
I. MỤC TIÊU
1. Trên 95% trẻ em được tiêm chủng.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Nghiệp vụ Y chủ trì, phối hợp với các đơn vị báo cáo trước ngày 30/6/2025.
Nơi nhận:
- Bộ Y tế (b/c);
- Lưu: VT, NVY.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Lê Văn An
"""
CHANGERS = {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "update", "setdefault"}


@pytest.fixture
def plan() -> Plan:
    return parse(TEXT)


@pytest.mark.parametrize("part", [m for m in vars(models).values() if isinstance(m, type) and issubclass(m, Model)])
def test_every_part_is_frozen(part: type[Model]) -> None:
    assert part.model_config["frozen"]


def test_nothing_is_put_into_a_plan(plan: Plan) -> None:
    for owner, name in ((plan, "confidence"), (plan.source, "pages"), (plan.metadata, "date"), (plan.tasks[0], "lead")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(owner, name, None)


def test_who_writes_looks_and_judges_leaves_the_plan_as_it_is(plan: Plan, tmp_path: Path) -> None:
    before = plan.model_dump_json()
    formats = (ExportFormat.JSON, ExportFormat.TEXT, ExportFormat.RECORD)
    written = write_document(plan, tmp_path, ExportOptions(formats))
    reasons_to_look(plan)
    whole_file_secrecy(plan)
    document_fields(plan, "a.txt")
    assert plan.model_dump_json() == written.plan.model_dump_json() == before


def test_a_plan_with_one_more_issue_is_another_plan(plan: Plan) -> None:
    issue = Issue(code="pdf-not-made", message="a.pdf: the PDF is broken", severity=1)
    other = plan.with_issue(issue)
    assert (other.issues[-1], issue in plan.issues) == (issue, False)
    assert other.model_dump(exclude={"issues"}) == plan.model_dump(exclude={"issues"})


def _changes(tree: ast.AST) -> list[str]:
    """Places where something is put into what is called `plan`, or taken out of it."""
    found = []
    for node in ast.walk(tree):
        targets = [node.func.value] if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else []
        if targets and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            targets = targets if node.func.attr in CHANGERS else []
        elif isinstance(node, ast.Assign):
            targets = [target for target in node.targets if isinstance(target, ast.Attribute | ast.Subscript)]
        elif isinstance(node, ast.AugAssign | ast.Delete):
            named = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            targets = [target for target in named if isinstance(target, ast.Attribute | ast.Subscript)]
        found += [ast.unparse(target) for target in targets if ast.unparse(target).startswith("plan.")]
    return found


def test_changes_are_seen() -> None:
    code = "plan.issues.append(1); plan.text = 2; plan.source.reading[0] = 3; plan.edits += []; del plan.tasks[0]"
    assert len(_changes(ast.parse(f"{code}; plan = 4"))) == 5


@pytest.mark.parametrize("path", sorted((ROOT / "pipeline").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_changes_a_plan(path: Path) -> None:
    assert _changes(ast.parse(path.read_text("utf-8"))) == []
