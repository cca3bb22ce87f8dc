"""The source documents that the program exists for: what a good archivist would note of each."""

import json

import pytest
from parse_documents import SHARED, arranged, plain, seed

from kehoach.pipeline.parse import parse

if not (SHARED / "seeds").is_dir():  # test_parse_traps.py has composed documents of the same kinds
    pytest.skip("the real plans are not beside this checkout", allow_module_level=True)


@pytest.fixture(params=[plain, arranged], ids=["plain", "arranged"])
def read(request):
    return lambda number: parse(request.param(seed(number)))


def values(plan, *names):
    return [getattr(plan.metadata, name).value for name in names]


def outline(sections):
    return [(s.id, outline(s.children)) if s.children else s.id for s in sections]


def due(plan):
    return {(t.section, t.period.start, t.period.end) for t in plan.tasks if t.period}


def test_000_clean_without_letterhead(read):
    plan = read("000")
    assert values(plan, "doc_type", "number", "notation", "date", "place", "agency") == [
        "Kế hoạch", None, "KH-SYT", "2026-02", "Bắc Ninh", "Sở Y tế Bắc Ninh",
    ]  # fmt: skip
    signer = plan.metadata.signer.value
    assert (signer.authority, signer.on_behalf_of, signer.position, signer.name) == (
        "KT.", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Từ Quốc Hiệu",
    )  # fmt: skip
    bases = [(b.number, b.date) for b in plan.legal_bases]
    assert bases == [("213/KH-BYT", "2026-01-30"), ("195/KH-SYT", "2026-01-13")]
    assert outline(plan.sections) == [
        ("I", ["I.1", "I.2"]),
        ("II", ["II.1", "II.2", "II.3"]),
        ("III", ["III.1", "III.2"]),
    ]
    assert [len(s.items) for s in plan.sections[1].children] == [4, 4, 4]
    assert len(plan.sections[1].children[1].items[0].items) == 6
    assert len(plan.metadata.recipients.value) == 8
    assert {(f"II.{n}", "2026-02-01", "2026-03-31") for n in (1, 2, 3)} <= due(plan)
    assert plan.closing[0].endswith("./.")


def test_001_with_the_exploded_appendix(read):
    plan = read("001")
    assert values(plan, "number", "notation", "date", "agency", "place") == [
        None, "KH-SYT", "2022-01", "Sở Y tế tỉnh Sơn La", None,
    ]  # fmt: skip
    assert plan.metadata.signer.value.name == "Trần Đắc Thắng"
    assert [c.number for c in plan.citations] == ["2310/KH-BYT", "20", "21", "128/NQ-CP", "4800/QĐ-BYT"]
    third = plan.sections[2]
    assert (third.label_printed, third.id, third.title) == ("BI.", "III", "NỘI DUNG VÀ PHƯƠNG THỨC HOẠT ĐỘNG")
    assert [len(c.children) for c in third.children] == [10, 0]
    assert outline(plan.sections[3].children) == ["IV.1", ("IV.2", ["IV.2.1", "IV.2.2", "IV.2.3"])]
    assert ("IV.1", "2022-01-01", "2022-03-30") in due(plan)
    assert ("IV.2.2", None, "2022-03-10") in due(plan)
    assert len(plan.metadata.recipients.value) == 7


def test_001_table_is_rebuilt():
    table = parse(arranged(seed("001"))).tables[0]
    assert "|".join(table.header) == (
        "Thời gian|Hoạt động sự kiện|Đơn vị đầu mối|Đơn vị liên quan|Hoạt động truyền thông"
    )
    assert [row.group for row in table.rows] == [True] + [False] * 8
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert all(row[3] == "Các đơn vị trực thuộc" for row in rows)
    assert [row[1][:12] for row in rows] == [
        "Tuyên truyền", "Nêu bật sự h", "Tôn vinh nhữ", "Cập nhật tìn",
        "Truyền thông", "Phổ biến các", "Các giải phá", "Phát động ph",
    ]  # fmt: skip
    assert rows[4][1].endswith("QĐ số 4800/QĐ-BYT ngày 12/10/2021 của Bộ Y tế.")
    assert rows[2][4].startswith("- Thực hiện tuyên truyền")
    assert rows[7][2] == "- Phòng Tổ chức cán bộ, Sở Y tế."


def test_002_spaced_with_signatures(read):
    plan = read("002")
    assert values(plan, "number", "place", "date", "agency", "subject") == [
        None, None, "2025-04-03", "Sở Y tế", "Thông tin, truyền thông y tế năm 2025",
    ]  # fmt: skip
    assert plan.metadata.province_today.value == "Hưng Yên"
    assert [len(s.children) for s in plan.sections] == [0, 5, 8, 0, 2]
    assert len(plan.sections[3].items) == 4
    assert len(plan.metadata.digital_signatures.value) == 5
    assert [a.announced and not a.present for a in plan.appendices] == [True, True, True]
    numbers = {c.number for c in plan.citations}
    assert {
        "25-CT/TW", "20-NQ/TW", "21-NQ/TW", "44/2024/QH15", "51/2024/QH15", "15/2023/QH15", "41-CTr/TU",
        "31-CTr/TU", "02-NQ/TU", "02/CTHĐ-UBND", "1588/QĐ-TTg",
        "02/QĐ-BYT", "5924/QĐ-BYT", "92/KH-UBND", "115/KH-UBND", "56/QĐ-BYT", "104/2016/QH13", "09/2017/NĐ-CP",
    } <= numbers  # fmt: skip
    assert {("V.2", None, "2025-06-25"), ("V.2", None, "2025-12-15")} <= due(plan)
    assert any(t.period and t.period.recurrence == "quarterly" for t in plan.tasks)
    assert [r.text for r in plan.metadata.recipients.value][-1] == "Lưu VT, NVY"


def test_003_garbled_keeps_its_structure(read):
    plan = read("003")
    assert values(plan, "number", "notation", "date") == ["2951", "KH-SYT", "2025-07-02"]
    assert [(s.id, len(s.children)) for s in plan.sections] == [("I", 2), ("II", 6), ("III", 2), ("IV", 2)]
    assert [b.number for b in plan.legal_bases] == ["171/KH-UBND", "10-KH/DU"]
    assert plan.metadata.signer.value.name is None


def test_004_misnumbered(read):
    plan = read("004")
    assert values(plan, "number", "notation", "date", "place") == ["04", "KH-SYT", "2020-01-10", "Bình Định"]
    assert plan.metadata.province_today.value == "Gia Lai"
    assert [(s.label_printed, s.ordinal_resolved) for s in plan.sections] == [
        ("I.", 1), ("III.", 2), ("III.", 3), ("IV.", 4), ("V.", 5), ("VI.", 6),
    ]  # fmt: skip
    assert [b.number for b in plan.legal_bases] == ["12/KH-BYT"]
    assert {("V", "2020-01-06", "2020-03-31"), ("VI", None, "2020-04-10")} <= due(plan)
    assert [r.group for r in plan.metadata.recipients.value][:4] == ["báo cáo", "báo cáo", None, "thực hiện"]
    assert len(plan.metadata.recipients.value) == 8


GOLD = sorted((SHARED / "eval" / "plans").glob("*.json"))


def starts(nodes, label, title, path=()):
    for node in nodes:
        here = (*path, label(node).strip(" .").lower())
        yield here, " ".join(title(node).split())[:25].strip(" .;:,").lower()
        yield from starts(node["children"], label, title, here)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_plans(path):
    gold = json.loads(path.read_text("utf-8"))
    plan = parse(arranged(path.with_suffix(".txt").read_text("utf-8-sig")))
    out = plan.model_dump()
    wanted = list(starts(gold["sections"], lambda n: n["label"], lambda n: n["title"]))
    found = list(
        starts(out["sections"], lambda n: n["label_printed"], lambda n: " ".join([n["title"] or "", *n["paragraphs"]]))
    )
    assert [w[0] for w in wanted] == [f[0] for f in found]
    assert {c.number for c in plan.citations if c.number} == set(gold["citations"])
    assert [r.text for r in plan.metadata.recipients.value] == gold["recipients"]
    assert plan.metadata.signer.value.name == gold["metadata"]["signer"]["name"]
    deadlines = {(d["iso_start"], d["iso_end"]) for d in gold["deadlines"]} - {(None, None)}
    assert deadlines <= {(t.period.start, t.period.end) for t in plan.tasks if t.period}
