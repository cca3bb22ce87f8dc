"""Composed documents of the kinds of damage that real plans have, as the parser alone sees them."""

import pytest
from parse_documents import arranged, plain

from kehoach.pipeline.parse import parse
from tests.whole_documents import DOCUMENTS, GARBLED, OUTLINES, compared, outline, text_of

READERS = [plain, arranged]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in GARBLED])
def test_outline(name, read):
    found = list(compared(parse(read(text_of(name))), OUTLINES[name]))
    assert [(what, wanted, got) for what, wanted, got in found if wanted != got] == []


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", GARBLED)
def test_garbled_text_keeps_its_structure(name, read):
    """Marks and letters are lost, labels are misread: sections, numbers and codes are found all the same."""
    plan, wanted = parse(read(text_of(name))), OUTLINES[name]
    assert outline(plan.sections) == wanted["outline"]
    assert plan.metadata.number.value == wanted["fields"]["number"]
    assert plan.metadata.notation.value == wanted["fields"]["notation"]
    assert len(plan.metadata.recipients.value) == wanted["recipients"]


def test_an_exploded_table_is_rebuilt_row_by_row():
    table = parse(arranged(text_of("exploded_appendix"))).tables[0]
    assert [row.group for row in table.rows] == [True] + [False] * 4
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [row[0] for row in rows] == ["Tuần 1", "Tuần 2", "Tuần 3", "Tuần 4"]
    assert rows[1][1].startswith("Lấy mẫu nước đá, giò chả, bún tươi; thử nhanh hàn the")
    assert rows[3][1].endswith("chấm điểm thời gian gọi cấp cứu.")
    assert [row[3] for row in rows] == ["Ban quản lý chợ", "Trạm Y tế", "Trường học", "Công đoàn"]
    assert rows[2][4] == "- Truyền hình trực tiếp vòng chung kết."


ADDRESS = "TRUNG TÂM CHỨNG THỰC MẪU - ĐT: 0210.0000000; Fax: 0210.0000000; Email: chungthuc@example.vn"


@pytest.mark.parametrize("read", READERS)
def test_the_address_of_a_provider_of_any_name_is_no_agency(read):
    """The text as a program of another provider signs it; only the first line of each block differs."""
    for provider in (ADDRESS, ADDRESS.replace("TRUNG TÂM CHỨNG THỰC MẪU", "CÔNG TY CHỮ KÝ SỐ MẪU")):
        plan = parse(read(text_of("hard_wraps_signed").replace(ADDRESS, provider)))
        assert plan.metadata.parent_agency.value == "Ủy ban nhân dân tỉnh Phú Thọ"
        assert [a.label for a in plan.appendices] == ["Phụ lục 1", "Phụ lục 2"]
        assert {s.organisation for s in plan.metadata.digital_signatures.value} == {"ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ"}
        assert {s.issuer for s in plan.metadata.digital_signatures.value} == {provider.split(" - ")[0]}
