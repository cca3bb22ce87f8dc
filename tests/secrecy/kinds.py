"""The ways in which a paper bears a secrecy mark, and what only looks like one, as tables that papers are made from.

Written down before the recogniser was. `RULES` are the kinds that its rules were made with, `MEASURE` those that were
kept apart and are only counted; a paper is of one side alone. Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (ô 10a, 10b),
Thông tư 24/2020/TT-BCA (forms 02–11), and what readers and converters do to such marks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kinds:
    """One side: spellings of the mark, frames around it, neighbours in its line, places on the paper, and its like."""

    spellings: tuple[str, ...]  # in capitals, as on a stamp
    small: tuple[str, ...]  # in small letters: only where they stand by themselves in the head
    frames: tuple[str, ...]  # `{}` is the mark
    neighbours: tuple[str, ...]
    stamps: tuple[str, ...]  # other stamps that only secret papers bear
    places: tuple[str, ...]  # `papers` knows them
    subjects: tuple[str, ...]  # of unmarked papers
    lines: tuple[str, ...]  # in the body of unmarked papers
    heads: tuple[str, ...]  # beside the letterhead of unmarked papers


RULES = Kinds(
    spellings=(
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "T Ố I   M Ậ T",
        "M Ậ T",
        "MÂT",
        "MAT",
        "M4T",
        "TỐI MẠT",
        "TOI MAT",
        "TUYET MAT",
    ),
    small=("Mật", "Tối mật", "Độ mật: Mật", "Độ mật: Tuyệt mật"),
    frames=("{}", "[{}]", "| {} |", "*{}*", "**{}**", "({})", "┌──────┐\n│ {} │\n└──────┘"),
    neighbours=(
        "{}",
        "{} – HỎA TỐC",
        "HỎA TỐC - {}",
        "Độ mật: {}",
        "TÀI LIỆU {}",
        "{}    KHẨN",
        "{} Số: 05",
    ),
    stamps=("TÀI LIỆU THU HỒI", "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ"),
    places=(
        "first",
        "below number",
        "below date",
        "above title",
        "beside agency",
        "beside number",
        "page 2",
    ),
    subjects=(
        "Thực hiện công tác bảo vệ bí mật nhà nước năm 2025",
        "Phẫu thuật nội soi sỏi mật tại tuyến huyện",
        "Tăng cường bảo mật thông tin trong hệ thống y tế",
        "Triển khai Luật Bảo vệ bí mật nhà nước trong ngành y tế",
    ),
    lines=(
        "Căn cứ Luật Bảo vệ bí mật nhà nước ngày 15 tháng 11 năm 2018;",
        "Danh mục bí mật nhà nước độ Tối mật trong lĩnh vực y tế do Thủ tướng Chính phủ ban hành.",
        "1. Tổ chức quán triệt các quy định về bảo vệ bí mật nhà nước.",
        "- Người dùng phải đổi mật khẩu ba tháng một lần và giữ bí mật tuyệt đối.",
        "Tài liệu đóng dấu MẬT, TỐI MẬT, TUYỆT MẬT không gửi qua thư điện tử.",
        "Mật độ dân số của huyện là 120 người trên một ki-lô-mét vuông.",
        "II. CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "b) Siêu âm gan, mật, tụy cho người trên 60 tuổi.",
        "STT\tGan\tMật\tTụy",
    ),
    heads=("HỎA TỐC", "KHẨN", "", "", "Độ mật: Thường", "BẢN SAO"),
)

MEASURE = Kinds(
    spellings=(
        "T U Y Ệ T  M Ậ T",
        "TUYỆT  MẬT",
        "TỐIMẬT",
        "M.Ậ.T",
        "М\u1eac\u0422",  # Cyrillic М and Т around Ậ, as some readers give them
        "MẬ7",
        "MẶT",
        "TUYÊT MÂT",
        "TỚI MẬT",
        "MA\u0323\u0302T",  # not composed
        "TỐI-MẬT",
        "NIẬT",
        "M  Ậ  T",
        "TUYỆT\nMẬT",
        "TUYỆT M\u1ea0T",
        "T.Ố.I M.Ậ.T",
    ),
    small=("Tuyệt mật", "Tuyệt Mật", "Độ mật : mật", "Mức độ mật: Tối mật", "Độ mật: Tối mật; Độ khẩn: Hỏa tốc"),
    frames=(
        "{}",
        "<<{}>>",
        "«{}»",
        "“{}”",
        "_{}_",
        "{{{}}}",
        "+---------+\n| {} |\n+---------+",
        "-- {} --",
        "***{}***",
        "# {}",
        "> {}",
        "<b>{}</b>",
        "![{}](dau.png)",
        "==={}===",
        "`{}`",
    ),
    neighbours=(
        "{}",
        "{} / KHẨN",
        "THƯỢNG KHẨN; {}",
        "ĐỘ MẬT - {}",
        "{} (Bản số 3)",
        "VĂN BẢN {}",
        "Bản số: 02    {}",
        "{}, HỎA TỐC HẸN GIỜ",
        "Dấu chỉ độ mật: {}",
        "{} - Trang 1",
        "{}    TÀI LIỆU THU HỒI",
    ),
    stamps=(
        "Chỉ người có tên mới được bóc bì",
        "TÀI LIỆU THU HỒI. THỜI HẠN: 30/6/2025",
        "BẢN SAO BÍ MẬT NHÀ NƯỚC",
        "THỜI HẠN BẢO VỆ BÍ MẬT NHÀ NƯỚC: 10 NĂM",
        "GIẢI MẬT",
    ),
    places=(
        "before nation",
        "after nation",
        "before agency",
        "between number and date",
        "beside title",
        "below title",
        "archive line",
        "notation",
        "last",
        "every page",
        "stamp",
        "bound",
    ),
    subjects=(
        "Kiểm tra công tác quản lý tài liệu mật tại các đơn vị",
        "KIỂM TRA VIỆC BẢO VỆ BÍ MẬT NHÀ NƯỚC NĂM 2025",
        "TẦM SOÁT BỆNH GAN MẬT",
        "Rà soát, giải mật tài liệu bí mật nhà nước của ngành y tế",
        "VỀ VIỆC QUẢN LÝ VĂN BẢN MẬT NĂM 2025",
        "Bảo đảm an toàn thực phẩm đối với mật ong",
    ),
    lines=(
        "Quyết định số 1295/QĐ-TTg về danh mục bí mật nhà nước độ Tuyệt mật, độ Tối mật;",
        "3. Phân loại độ mật: mật, tối mật, tuyệt mật theo quy định.",
        "III. QUẢN LÝ TÀI LIỆU MẬT",
        "- Thông tin này là tuyệt mật và không được tiết lộ dưới mọi hình thức.",
        "a) Mật",
        "Gan, mật: nhu mô đều; túi mật không có sỏi.",
        "1.1. Văn bản mật đi, văn bản mật đến được đăng ký vào sổ riêng.",
        "Mật mã và cơ yếu do Ban Cơ yếu Chính phủ hướng dẫn.",
        "KHOA NGOẠI GAN MẬT",
        "Ký hiệu độ mật được đóng bằng mực đỏ ở ô số 10a.",
        "- Ống mật chủ, túi mật, đường mật trong và ngoài gan.",
        "BỆNH VIỆN RĂNG HÀM MẶT",
        "- Sở Nội vụ: kiểm tra việc đóng dấu «MẬT».",
        "STT\tNội dung\tĐộ mật\tGhi chú",
    ),
    heads=("THƯỢNG KHẨN", "HỎA TỐC HẸN GIỜ", "LƯU HÀNH NỘI BỘ", "Độ mật: Không; Độ khẩn: Thường", "BẢN CHÍNH", ""),
)

FRESH = Kinds(
    spellings=(
        "TÔI MẬT",
        "TUYỆTMẬT",
        "TUYỆT - MẬT",
        "M_Ậ_T",
        "МẬТ",  # Cyrillic М and Т
        "MẬ1",
        "M@T",
        "MẬT.",
        "TUYỆ7 MẬT",
        "IVIẬT",
        "T0I MẬT",
        "TỐI\nMẬT",
        "TUYET  MAT",
        "MẬT MẬT",
    ),
    small=("mức độ: Mật", "Độ Mật: Tối Mật", "ĐỘ MẬT: Mật", "Độ bảo mật: Tối mật", "Độ mật\tMật"),
    frames=(
        "{}",
        "‹{}›",
        "[[{}]]",
        "||{}||",
        "╔════╗\n║ {} ║\n╚════╝",
        "__{}__",
        "__________ {} __________",
        "* * * {} * * *",
        "## **{}**",
        "<u>{}</u>",
        "<center><b>{}</b></center>",
        "[{}]{{.underline}}",
        "\\[{}\\]",
        "・{}・",
        "●{}",
    ),
    neighbours=(
        "{}",
        "{} + HỎA TỐC",
        "{}/HỎA TỐC",
        "KHẨN {}",
        "HỎA TỐC HẸN GIỜ 14 giờ ngày 05/8 – {}",
        "{} Bản số: 02/10",
        "ĐỘ {}",
        "Độ khẩn: Khẩn    Độ mật: {}",
        "CÔNG VĂN {}",
        "{} (3 bản)",
        "2/5    {}",
        "(Đóng dấu {})",
    ),
    stamps=(
        "Tài liệu thu hồi",
        "CHỈ NGƯỜI CÓ TÊN\nMỚI ĐƯỢC BÓC BÌ",
        "BẢN SAO SỐ: 02 BÍ MẬT NHÀ NƯỚC",
        "BÍ MẬT NHÀ NƯỚC",
        "Giải mật từ ngày 01/01/2024",
    ),
    places=(
        "before date",
        "after date",
        "before motto",
        "foot of page 1",
        "beside subject",
        "above number",
        "beside recipients",
        "watermark",
        "below title",
        "page 2 beside number",
        "last",
        "first",
    ),
    subjects=(
        "Về việc bảo vệ bí mật nhà nước trong lĩnh vực y tế, dân số",
        "PHÒNG, CHỐNG LỘ, LỌT TÀI LIỆU TUYỆT MẬT",
        "Nâng cao chất lượng phẫu thuật cắt túi mật nội soi",
        "Bồi dưỡng kiến thức cơ yếu, mật mã và bảo mật thông tin",
        "ĐIỀU TRỊ VIÊM ĐƯỜNG MẬT",
    ),
    lines=(
        "- Văn bản có độ mật được chuyển giao riêng, không scan vào phần mềm.",
        "2.1. Tài liệu mật",
        "Cơ quan có trách nhiệm xác định độ mật: Tuyệt mật, Tối mật hoặc Mật đối với từng văn bản.",
        "| 1 | Báo cáo quân y | Tối mật | Bản giấy |",
        "IV. BÍ MẬT NHÀ NƯỚC TRONG NGÀNH Y TẾ",
        "SỎI MẬT",
        "TẮC MẬT",
        "1. Viêm túi mật cấp; 2. Sỏi ống mật chủ; 3. Rò mật.",
        "Mật",
        "MẮT",
        "- Mở lớp tập huấn nghiệp vụ bảo vệ bí mật nhà nước (02 lớp).",
        "Mẫu số 05: Dấu giải mật.",
        "Mất trật tự tại khu vực tiêm chủng phải được xử lý ngay.",
        "Người bệnh chi trả: phí xét nghiệm men gan, mật.",
        "GAN\tMẬT\tTỤY\tLÁCH",
    ),
    heads=("KHẨN", "DỰ THẢO", "Mức độ: Thường", "Độ mật:", "HỎA TỐC HẸN GIỜ 14 giờ ngày 05/8", "BẢN SAO SỐ: 02", ""),
)
"""Written after the rules were first measured on `MEASURE` and before its misses were looked at; counted once, at the
end."""
