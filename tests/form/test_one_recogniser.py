"""The form's facts as whole documents show them: what one reader of a fact takes, all take."""

from __future__ import annotations

import pytest

from kehoach.pipeline.bound import parse_all
from kehoach.pipeline.plan import Plan
from tests.parse.parse_documents import arranged

HEAD = (
    "UBND TỈNH LẠNG SƠN\n{agency}\n{number}\n{nation}\nĐộc lập - Tự do - Hạnh phúc\n{date}\n\n"
    "KẾ HOẠCH\nTiêm chủng mở rộng năm 2025\n\n"
)
BODY = (
    "Căn cứ Luật Khám bệnh, chữa bệnh;\n\nI. MỤC ĐÍCH\n{first}\n2. Bảo đảm an toàn.\n\n"
    "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Nghiệp vụ Y: tham mưu.\n\n"
)
FOOT = "{list_head}\n- Như trên;\n{archive}\n\n{signing}\n\n\n{name}\n"
USUAL = {
    "agency": "SỞ Y TẾ",
    "number": "Số: 12/KH-SYT",
    "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "date": "Lạng Sơn, ngày 02 tháng 7 năm 2025",
    "first": "1. Tiêm chủng cho trẻ em.",
    "list_head": "Nơi nhận:",
    "archive": "- Lưu: VT.",
    "signing": "GIÁM ĐỐC",
    "name": "Lê Văn An",
}


def plan_of(**said: str) -> Plan:
    return parse_all(arranged((HEAD + BODY + FOOT).format(**USUAL | said)))


@pytest.mark.parametrize("wrapped", ["nhân.", "nhân;", "Ninh.", "nhất.", "nhận;"])
def test_a_sentence_that_ends_in_a_word_like_the_lists_head_opens_no_list(wrapped: str) -> None:
    first = f"1. Tiêm chủng cho mọi người dân, tổ chức và cá\n{wrapped}"
    plan = plan_of(first=first)
    assert [node.label_printed for node in plan.sections] == ["I.", "II."]
    assert [entry.text for entry in plan.metadata.recipients.value or []] == ["Như trên", "Lưu: VT"]


@pytest.mark.parametrize("head", ["Nơi nhận:", "Nơinhận:", "Noi nhan:", "Moi nhận:", "Nơi nhận;", "Nơi nhận:"])
def test_the_head_of_the_list_is_no_recipient(head: str) -> None:
    recipients = plan_of(list_head=head).metadata.recipients.value or []
    assert [entry.text for entry in recipients] == ["Như trên", "Lưu: VT"]


@pytest.mark.parametrize("archive", ["- Lưu: VT.", "+ Lưu: VT.", "• Lưu: VT.", "* Lưu: VT.", "Lưu: VT."])
def test_the_archive_line_may_have_any_bullet(archive: str) -> None:
    about = plan_of(archive=archive).metadata
    assert about.archive_line.value == "Lưu: VT"


@pytest.mark.parametrize(
    "nation",
    [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "CQNG HOA XA HOI CHU NGHIA VI~T NAM",
        "CỘNG  HÒA  XÃ  HỘI  CHỦ  NGHĨA  VIỆT  NAM",
        "VIỆT NAM DÂN CHỦ CỘNG HÒA",
        "ĐẢNG CỘNG SẢN VIỆT NAM.",
    ],
)
def test_the_national_title_is_form_and_no_agency(nation: str) -> None:
    plan = plan_of(nation=nation)
    assert (plan.metadata.agency.value, plan.metadata.number.value) == ("Sở Y tế", "12")
    assert any(item.kind in ("national-title", "party-title") for item in plan.furniture)


@pytest.mark.parametrize(
    "date",
    ["Lạng Sơn, ngày 02/7/2025", "Lạng Sơn ngày 02 tháng 7 năm 2025", "Lạng Sơn, ngày 02 tháng 07 năm 20 25"],
)
def test_a_date_line_in_any_writing(date: str) -> None:
    about = plan_of(date=date).metadata
    assert (about.date.value, about.place.value) == ("2025-07-02", "Lạng Sơn")


@pytest.mark.parametrize("number", ["Số: 12/KH-SYT", "Số; 12/KH-SYT", "S6: 12/KH-SYT", "Số 12/KH-SYT", "Số. 12/KH-SYT"])
def test_a_number_line_in_any_writing(number: str) -> None:
    about = plan_of(number=number).metadata
    assert (about.number.value, about.notation.value) == ("12", "KH-SYT")


@pytest.mark.parametrize(
    ("signing", "authority", "on_behalf_of", "position"),
    [
        ("TRẠM TRƯỞNG", None, None, "TRẠM TRƯỞNG"),
        ("QUYỀN GIÁM ĐỐC", None, None, "QUYỀN GIÁM ĐỐC"),
        ("CHỦ NHIỆM", None, None, "CHỦ NHIỆM"),
        ("KT, GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT.", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("T/M UBND XÃ\nCHỦ TỊCH", "TM.", "UBND XÃ", "CHỦ TỊCH"),
        ("TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG", "TL.", "GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
        ("TƯQ. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", "TUQ.", "CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ],
)
def test_who_signs(signing: str, authority: str | None, on_behalf_of: str | None, position: str) -> None:
    about = plan_of(signing=signing).metadata
    assert [entry.text for entry in about.recipients.value or []] == ["Như trên", "Lưu: VT"]
    assert about.signer.value is not None
    signer = about.signer.value
    assert (signer.authority, signer.on_behalf_of, signer.position, signer.name) == (
        authority,
        on_behalf_of,
        position,
        "Lê Văn An",
    )


@pytest.mark.parametrize(
    "degrees", ["Ths.", "TS.BS.", "PGS.TS.", "BSCKII.", "BS.CKII", "BS.CK2", "Bác sĩ CKII.", "TTƯT.", "Đại tá", "DS."]
)
def test_degrees_before_the_name(degrees: str) -> None:
    about = plan_of(name=f"{degrees} Lê Văn An").metadata
    assert about.signer.value is not None
    assert about.signer.value.name == "Lê Văn An"
    assert len(about.recipients.value or []) == 2
