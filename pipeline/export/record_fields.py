"""The fields of an archive record, as two rules name them; a field's place here is its place in the files.

Sources: Thông tư 05/2025/TT-BNV, EAD_doc (21 fields of a text document); Nghị định 30/2020/NĐ-CP, Phụ lục VI,
Phần II, Mục I (fields of an outgoing document). Neither says which codes stand for urgency and secrecy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field: its name in the exchange format, its Vietnamese label, and the most characters that it may have.

    `needed`: every document has such a value (a day, an author, a term of keeping), so an empty field is a lack; the
    others are empty in most documents.
    """

    name: str
    label: str
    length: int
    needed: bool = False


TT05: Final = (
    FieldRule("docId", "Mã định danh tài liệu", 25, needed=True),
    FieldRule("docCode", "Mã lưu trữ tài liệu", 100),
    FieldRule("maintenance", "Thời hạn lưu trữ", 2, needed=True),
    FieldRule("typeName", "Tên loại tài liệu", 2, needed=True),
    FieldRule("codeNumber", "Số của tài liệu", 11, needed=True),
    FieldRule("codeNotation", "Ký hiệu của tài liệu", 30, needed=True),
    FieldRule("issuedDate", "Ngày, tháng, năm tài liệu", 10, needed=True),
    FieldRule("organName", "Tên cơ quan, tổ chức ban hành", 200, needed=True),
    FieldRule("subject", "Trích yếu nội dung", 500, needed=True),
    FieldRule("language", "Ngôn ngữ", 2, needed=True),
    FieldRule("numberOfPage", "Số lượng trang", 4, needed=True),
    FieldRule("inforSign", "Ký hiệu thông tin", 30),
    FieldRule("keyword", "Từ khóa", 100),
    FieldRule("mode", "Chế độ sử dụng", 2, needed=True),
    FieldRule("confidenceLevel", "Mức độ tin cậy", 2, needed=True),
    FieldRule("autograph", "Bút tích", 2000),
    FieldRule("format", "Tình trạng vật lý", 2),
    FieldRule("riskRecovery", "Tài liệu dự phòng", 2),
    FieldRule("riskRecoveryStatus", "Tình trạng tài liệu dự phòng", 2),
    FieldRule("process", "Quá trình xử lý", 500),
    FieldRule("description", "Ghi chú", 500),
)

ND30: Final = (
    FieldRule("FileCode/OrganId", "Mã định danh cơ quan lập danh mục hồ sơ", 13, needed=True),
    FieldRule("FileCode/FileCatalog", "Năm hình thành hồ sơ", 4, needed=True),
    FieldRule("FileCode/FileNotation", "Số và ký hiệu hồ sơ", 20, needed=True),
    FieldRule("DocOrdinal", "Số thứ tự văn bản trong hồ sơ", 3, needed=True),
    FieldRule("TypeName", "Tên loại văn bản", 100, needed=True),
    FieldRule("CodeNumber", "Số của văn bản", 11, needed=True),
    FieldRule("CodeNotation", "Ký hiệu của văn bản", 30, needed=True),
    FieldRule("IssuedDate", "Ngày, tháng, năm văn bản", 10, needed=True),
    FieldRule("OrganName", "Tên cơ quan, tổ chức ban hành văn bản", 200, needed=True),
    FieldRule("Subject", "Trích yếu nội dung", 500, needed=True),
    FieldRule("Language", "Ngôn ngữ", 30, needed=True),
    FieldRule("PageAmount", "Số trang của văn bản", 3, needed=True),
    FieldRule("Description", "Ghi chú", 500),
    FieldRule("SignerInfo/Position", "Chức vụ của người ký văn bản", 100, needed=True),
    FieldRule("SignerInfo/FullName", "Họ và tên người ký văn bản", 50, needed=True),
    FieldRule("To/OrganId", "Mã định danh cơ quan nhận văn bản", 13),
    FieldRule("To/OrganName", "Nơi nhận", 200, needed=True),
    FieldRule("Priority", "Mức độ khẩn, độ mật", 1),
    FieldRule("IssuedAmount", "Số lượng bản phát hành", 3),
    FieldRule("DueDate", "Hạn trả lời văn bản", 10),
)

TYPE_CODES: Final = {
    "Quyết định": "02",
    "Chỉ thị": "03",
    "Hướng dẫn": "08",
    "Chương trình": "09",
    "Kế hoạch": "10",
    "Báo cáo": "14",
    "Tờ trình": "15",
    "Công văn": "22",
}
"""TT 05/2025/TT-BNV, EAD_doc, `typeName`: the codes that are known for certain; the others stay open."""

VIETNAMESE_CODE: Final = "01"
SECRET_MODE: Final = "03"  # `mode`: 01 công khai, 02 có điều kiện, 03 mật
BORN_DIGITAL, DIGITISED, BOTH = "01", "02", "03"  # `confidenceLevel`: gốc điện tử, số hóa, hỗn hợp
