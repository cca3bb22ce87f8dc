import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.pipeline.options import Segmenter
from kehoach.pipeline.search import build_index, search, write_documents_csv, write_ndjson, write_parquet
from kehoach.pipeline.search.parts import parts
from kehoach.pipeline.search.segment import segmented
from kehoach.pipeline.search.tables import DOCUMENT_FIELDS, SECTION_FIELDS
from tests.search.plans import a_plan, put

GOLD = json.loads((Path(__file__).parents[1] / "cases" / "segmentation.json").read_text("utf-8"))["sentences"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    signature = [{"signer": "SỞ Y TẾ", "email": "soyte@example.gov.vn", "time": "2025-04-03T10:24:19+07:00"}]
    plan = a_plan(
        "Tiêm chủng",
        "Tổ chức tiêm chủng tại Đắk Lắk; uỷ ban hoà giải.",
        date="2025-04",
        place="Đắk Lắk",
        digital_signatures=signature,
    )
    put(tmp_path, "a.pdf", plan)
    put(tmp_path, "kín.pdf", a_plan("Kín", "Nội dung", secrecy="TUYỆT MẬT"))
    return tmp_path


def records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_ndjson_has_one_record_a_document_and_a_section(out: Path) -> None:
    written = write_ndjson(out)
    assert (written.documents, written.held_back.folders) == (1, ["kín.pdf"])
    (document,), sections = (records(path) for path in written.files)
    assert tuple(document) == DOCUMENT_FIELDS
    assert (document["year"], document["place"], document["date"]) == (2025, "Đắk Lắk", "2025-04")
    section = next(one for one in sections if one["part"] == "section")
    assert tuple(section) == SECTION_FIELDS
    assert (section["page"], section["label"]) == (2, "I.")
    assert "uỷ ban hoà giải" in str(section["text_faithful"])
    assert "ủy ban hòa giải" in str(section["text"])
    assert "to chuc tiem chung tai dak lak" in str(section["text_folded"])
    assert "tiêm_chủng" in str(section["tokens"]).split()


def test_parquet_holds_the_same_with_types(out: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra «parquet» is not installed")
    ndjson, columns = write_ndjson(out), write_parquet(out)
    for lines, table in zip(ndjson.files, columns.files, strict=True):
        assert parquet.read_table(table).to_pylist() == records(lines)
    schema = parquet.read_schema(columns.files[0])
    assert [str(schema.field(name).type) for name in ("year", "confidence", "citations")] == [
        "int16", "double", "list<element: string>",
    ]  # fmt: skip


def test_secret_documents_come_only_when_asked_for(out: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra «parquet» is not installed")
    for write in (write_ndjson, write_parquet, write_documents_csv):
        assert write(out).held_back.folders == ["kín.pdf"]
        assert write(out, include_secret=True).documents == 2


def test_contacts_of_signatures_stay_in_the_plan(out: Path) -> None:
    for path in (*write_ndjson(out).files, *write_documents_csv(out).files):
        assert "example.gov.vn" not in path.read_text("utf-8-sig")


def test_the_table_of_documents_opens_in_a_spreadsheet(out: Path) -> None:
    path = write_documents_csv(out).files[0]
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["folder"], row["doc_type"], row["year"], row["signer_name"]) == ("a.pdf", "Kế hoạch", "2025", "")


def test_every_text_of_a_plan_is_in_a_part() -> None:
    section = {
        "id": "I",
        "label_printed": "I.",
        "title": "mục",
        "paragraphs": ["đoạn"],
        "items": [{"bullet": "-", "text": "gạch", "items": [{"bullet": "+", "text": "cộng"}]}],
        "children": [{"id": "I.1", "label_printed": "1.", "paragraphs": ["con"]}],
    }
    plan = a_plan("trích").model_dump() | {
        "sections": [section],
        "preamble": ["mở"],
        "closing": ["kết"],
        "tables": [{"header": ["đầu"], "rows": [{"cells": [{"text": "ô"}]}]}],
        "appendices": [
            {"label": "Phụ lục I", "title": "tên", "present": True, "paragraphs": ["phụ"]},
            {"label": "Phụ lục II", "announced": True},
        ],
    }
    found = parts(type(a_plan("")).model_validate(plan))
    text = " ".join(f"{part.title} {part.text}" for part in found)
    assert all(
        word in text for word in ("trích", "mục", "đoạn", "gạch", "cộng", "con", "mở", "kết", "đầu", "ô", "tên", "phụ")
    )
    assert [part.kind for part in found] == ["head", "preamble", "section", "section", "table", "appendix", "closing"]


def spans(sentence: str) -> set[tuple[int, int]]:
    found, at = set(), 0
    for word in sentence.split():
        found.add((at, at := at + len(word.replace("_", ""))))
    return found


@pytest.mark.parametrize(("by", "least"), [(Segmenter.PYVI, 0.93), (Segmenter.UNDERTHESEA, 0.89)])
def test_words_are_cut_as_people_cut_them(by: Segmenter, least: float) -> None:
    pairs = [(spans(gold.lower()), spans(segmented(gold.replace("_", " "), by))) for gold in GOLD]
    right = sum(len(gold & found) for gold, found in pairs)
    assert 2 * right / sum(len(gold) + len(found) for gold, found in pairs) >= least


@given(st.text("aăđêơ kếhoạch0123456789/-.,;:()“”%\t_\n", max_size=80))
def test_cutting_into_words_drops_no_letter(text: str) -> None:
    def letters(of: str) -> str:
        return "".join(char for char in of.lower() if not char.isspace() and char != "_")

    assert letters(segmented(text)) == letters(text)


def test_documents_bound_in_one_file_have_records_of_their_own(tmp_path):
    plan = a_plan("Tiêm chủng", "Tiêm vắc xin sởi")
    other = a_plan("Phòng bệnh dại", "Tiêm phòng cho chó", number="7", notation="KH-SYT")
    source = other.source.model_copy(update={"page_range": (3, 4)})
    put(tmp_path, "a.pdf", plan.model_copy(update={"bound": [other.model_copy(update={"source": source})]}))
    written = write_ndjson(tmp_path)
    found, sections = ([json.loads(line) for line in file.read_text("utf-8").splitlines()] for file in written.files)
    assert [(one["folder"], one["subject"]) for one in found] == [("a.pdf", "Tiêm chủng"), ("a.pdf", "Phòng bệnh dại")]
    assert [(one["part"], one["page"]) for one in sections] == [
        ("head", 1),
        ("section", 2),
        ("head", 3),
        ("section", 2),
    ]
    build_index(tmp_path)
    assert [hit.page for hit in search(tmp_path, "phong benh dai")] == [3]


def test_a_secret_document_holds_back_the_file_that_it_is_bound_in(tmp_path):
    bound = [a_plan("Tác chiến", secrecy="MẬT")]
    put(tmp_path, "a.pdf", a_plan("Tiêm chủng").model_copy(update={"bound": bound}))
    assert write_ndjson(tmp_path).held_back.folders == ["a.pdf"]
