import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kehoach.pipeline.errors import BadArguments, BadInput
from kehoach.pipeline.export import plan_json, write_text
from kehoach.pipeline.export.collection import read_plan
from kehoach.pipeline.export.csvs import write_csv
from kehoach.pipeline.export.file_facts import FileFacts, Scan
from kehoach.pipeline.export.record import Dossier, archive_record, issued_date
from kehoach.pipeline.export.record_check import lacks
from kehoach.pipeline.export.record_fields import ND30, TT05
from kehoach.pipeline.export.record_files import write_record, write_records
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import Options
from kehoach.pipeline.plan import Field, FieldMethod, Plan
from kehoach.pipeline.process import read_document
from tests.whole_documents import DOCUMENTS, RECORDS

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.parent for path in (ROOT / "samples").glob("*/expected.json"))
DOSSIER = Dossier.read("H49.64.33.2001.160")


def read(path: Path) -> Plan:
    return read_document(Input((path,), Path(path.name)), Options())


def a_plan(**metadata: object) -> Plan:
    source = {"path": "scan.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "size": 1, "pages": 3}
    return Plan.model_validate({"source": source, "metadata": metadata, "text": {"faithful": "Kế hoạch của Sở Y tế"}})


def field(value: object, method: str = "printed") -> dict[str, object]:
    return {"value": value, "method": method, "confidence": 0.9}


def day(iso: str) -> str:
    return "/".join(reversed(iso.split("-"))) if len(iso) == 10 else ""


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_records_of_the_samples_field_by_field(sample: Path) -> None:
    expected = json.loads((sample / "expected.json").read_text("utf-8"))["metadata"]
    record = archive_record(read(sample / "truth.txt"), None, DOSSIER, 7)
    assert record.tt05["docId"] == "H49.64.33.2001.160.7"
    assert record.tt05["typeName"] == "10"
    assert record.nd30["TypeName"] == "Kế hoạch"
    for names, value in (
        (("codeNumber", "CodeNumber"), expected["number"] or ""),
        (("codeNotation", "CodeNotation"), expected["notation"] or ""),
        (("issuedDate", "IssuedDate"), day(expected["date"] or "")),
        (("organName", "OrganName"), expected["agency"] or ""),
        (("subject", "Subject"), expected["subject"] or ""),
    ):
        assert (record.tt05[names[0]], record.nd30[names[1]]) == (value, value)
    assert record.nd30["SignerInfo/FullName"] == expected["signer"]["name"]
    assert (record.nd30["FileCode/OrganId"], record.nd30["FileCode/FileCatalog"]) == ("H49.64.33", "2001")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_records_of_whole_documents_field_by_field(name: str) -> None:
    record = archive_record(read(DOCUMENTS[name]))
    said = {rule.name: RECORDS[name].get(rule.name, "") for rule in ND30}
    assert record.nd30 == said
    same = {"codeNumber": "CodeNumber", "codeNotation": "CodeNotation", "issuedDate": "IssuedDate"}
    same |= {"organName": "OrganName", "subject": "Subject"}
    known = {"typeName": "10", "language": "01"} | {mine: said[theirs] for mine, theirs in same.items()}
    assert record.tt05 == {rule.name: known.get(rule.name, "") for rule in TT05}


@pytest.mark.parametrize(
    ("value", "method", "shown"),
    [
        ("2025-07-02", "printed", "02/07/2025"),
        ("2022-01-31", "inferred", "31/01/2022"),
        ("2026-02", "printed", ""),
        ("2025-04-03", "signature", ""),
        (None, "absent", ""),
        ("2025-02-30", "printed", ""),
    ],
)
def test_only_a_whole_day_that_the_document_says_is_a_date(value: str | None, method: str, shown: str) -> None:
    assert issued_date(Field[str](value=value, method=FieldMethod(method))) == shown


def test_what_the_document_does_not_say_stays_empty() -> None:
    record = archive_record(a_plan())
    filled = {name for name, value in (record.tt05 | record.nd30).items() if value}
    assert filled == {"language", "Language", "numberOfPage", "PageAmount"}


@pytest.mark.parametrize(
    ("scans", "signed", "level"),
    [
        ((Scan(200, 24),) * 3, False, "02"),
        ((Scan(200, 24), None, None), False, "03"),
        ((None,) * 3, True, "01"),
        ((None,) * 3, False, ""),
    ],
)
def test_the_level_of_trust_is_told_by_the_file(scans: tuple[Scan | None, ...], signed: bool, level: str) -> None:
    plan = a_plan(digital_signatures=field([{"signer": "SỞ Y TẾ", "intact": True}] if signed else None))
    assert archive_record(plan, FileFacts("", scans)).tt05["confidenceLevel"] == level


@pytest.mark.parametrize("code", ["160", "H49.160", "H49 2001 160", "", "H49.2001."])
def test_a_code_that_is_no_dossier_is_refused(code: str) -> None:
    with pytest.raises(BadArguments, match="dossier"):
        Dossier.read(code)


def test_the_check_names_every_lack_of_a_poor_scan() -> None:
    plan = a_plan(date=field("2026-02"), urgency=field("KHẨN"))
    facts = FileFacts("", (Scan(150, 8), Scan(199.6, 24), Scan(None, 24)))
    found = lacks(plan, archive_record(plan, facts, DOSSIER, 1), facts, DOSSIER)
    codes = {lack.code for lack in found}
    assert codes >= {"ten-tep", "pdf-a", "do-phan-giai", "do-sau-mau", "chu-ky-so", "can-ma", "thieu-truong"}
    messages = {lack.message for lack in found}
    assert "Ảnh quét dưới 200 dpi (thấp nhất 150): trang 1" in messages
    assert "Ảnh quét không phải ảnh màu 24 bit: trang 1" in messages
    assert any("văn bản chỉ ghi: 2026-02" in message for message in messages)


def test_a_good_file_with_all_fields_lacks_only_what_people_decide() -> None:
    plan = a_plan(
        doc_type=field("Kế hoạch"), number=field("04"), notation=field("KH-SYT"), date=field("2020-01-10"),
        agency=field("Sở Y tế"), subject=field("Phòng, chống dịch"),
        signer=field({"position": "GIÁM ĐỐC", "name": "Lê Văn A"}), recipients=field([{"text": "Bộ Y tế"}]),
        digital_signatures=field([{"signer": "SỞ Y TẾ", "intact": True}]),
    )  # fmt: skip
    source = plan.source.model_copy(update={"path": "in/H49.64.33.2001.160.1.pdf"})
    plan = plan.model_copy(update={"source": source})
    facts = FileFacts("2B", (Scan(200, 24),) * 3)
    found = lacks(plan, archive_record(plan, facts, DOSSIER, 1), facts, DOSSIER)
    assert [lack.field for lack in found] == ["maintenance", "mode"]


def test_a_subject_that_is_too_long_is_told_and_kept() -> None:
    plan = a_plan(subject=field("phòng bệnh " * 60))
    record = archive_record(plan)
    assert len(record.nd30["Subject"]) == len("phòng bệnh " * 60)
    assert {lack.field for lack in lacks(plan, record, None, None) if lack.code == "qua-dai"} == {"subject", "Subject"}


def test_spreadsheets_get_marks_and_no_formulas(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ("Trích yếu",), [("=1+1",), ('Kế hoạch, «phòng»\n"chống"',), ("@x",), ("-x",)])
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row[0] for row in csv.reader(file)]
    assert rows == ["Trích yếu", "'=1+1", 'Kế hoạch, «phòng»\n"chống"', "'@x", "'-x"]


def test_records_of_a_folder_are_numbered_in_order(tmp_path: Path) -> None:
    for name, number in (("scan 10.pdf", "10"), ("scan 9.pdf", "9")):
        write_text(tmp_path / name / "plan.json", plan_json(a_plan(number=field(number), doc_type=field("Kế hoạch"))))
    files = write_records(tmp_path, DOSSIER).files
    assert all(file.is_file() for file in files)
    with (tmp_path / "records-tt05.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Thư mục"], row["docId"], row["codeNumber"]) for row in rows] == [
        ("scan 9.pdf", "H49.64.33.2001.160.1", "9"),
        ("scan 10.pdf", "H49.64.33.2001.160.2", "10"),
    ]
    assert list(rows[0])[1:] == [rule.name for rule in TT05]
    root = ElementTree.parse(tmp_path / "records.xml").getroot()
    assert [ead.findtext("typeName") for ead in root.iter("EAD_doc")] == ["10", "10"]


def test_each_addressee_stands_alone_in_xml(tmp_path: Path) -> None:
    recipients = [{"text": "UBND tỉnh (b/c)"}, {"text": "Bộ Y tế\x0c"}, {"text": "Lưu: VT", "archive_line": True}]
    write_record(a_plan(recipients=field(recipients)), tmp_path)
    outgoing = ElementTree.parse(tmp_path / "record.xml").getroot().find("record/OutgoingDocument")
    assert outgoing is not None
    assert [to.findtext("OrganName") for to in outgoing.iter("To")] == ["UBND tỉnh", "Bộ Y tế"]
    order = [child.tag for child in outgoing]
    assert order.index("SignerInfo") < order.index("To") < order.index("Priority")
    with (tmp_path / "record.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len([row for row in csv.reader(file) if row[1] in ("TT 05/2025/TT-BNV", "NĐ 30/2020/NĐ-CP")]) == 41


def test_each_document_bound_in_a_file_has_a_record_of_its_own(tmp_path: Path) -> None:
    def of_pages(first: int, last: int, number: str) -> Plan:
        plan = a_plan(number=field(number))
        return plan.model_copy(update={"source": plan.source.model_copy(update={"page_range": (first, last)})})

    plan = of_pages(1, 2, "12").model_copy(update={"bound": [of_pages(3, 3, "34")]})
    folder = tmp_path / "scan.pdf"
    write_text(folder / "plan.json", plan_json(plan))
    write_record(read_plan(folder), folder)
    with (folder / "record.csv").open(encoding="utf-8-sig", newline="") as file:
        numbers = [(row[0], row[4]) for row in csv.reader(file) if row[2] == "codeNumber"]
    assert numbers == [("scan.pdf", "12"), ("scan.pdf#page=3", "34")]
    write_records(tmp_path, DOSSIER)
    with (tmp_path / "records-tt05.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Thư mục"] for row in rows] == ["scan.pdf", "scan.pdf#page=3"]
    assert [row["docId"] for row in rows] == ["H49.64.33.2001.160.1", "H49.64.33.2001.160.2"]
    assert [row["numberOfPage"] for row in rows] == ["2", "1"]


def test_facts_of_a_bound_document_are_those_of_its_pages() -> None:
    scans = (Scan(300, 1), Scan(100, 8), None)
    assert FileFacts("2B", scans).of_pages(2, 3) == FileFacts("2B", scans[1:])


def test_a_folder_without_plans_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"plan\.json"):
        write_records(tmp_path)
