"""Documents composed for the parser's tests, in the manner of real ones; no sentence is taken from any."""

DECISION = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
-------
Số: 0412/QĐ-UBND

CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Lào Cai, ngày 09
tháng 9 năm 2025

QUYẾT ĐỊNH

VỀ VIỆC BAN HÀNH KẾ HOẠCH PHÒNG, CHỐNG SỐT XUẤT HUYẾT
TRÊN ĐỊA BÀN TỈNH LÀO CAI

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI

Căn
cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

Căn cứ Thông tư số 17/2023/TT-BYT ngày 25 tháng 9 năm 2023 của Bộ trưởng Bộ Y
tế sửa đổi, bổ sung một số điều của Thông tư số 54/2015/TT-BYT; Căn cứ Chỉ thị
số 11/CT-TTg ngày 02/5/2025 của Thủ tướng Chính phủ về việc phòng bệnh;

Theo đề nghị của Sở Y tế tại Tờ trình số 88/TTr-SYT ngày 01 tháng 9 năm 2025.

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế
hoạch phòng, chống sốt xuất huyết trên địa bàn tỉnh.

Điều 2. Chánh Văn phòng, Giám đốc Sở Y tế chịu trách
nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- Bộ Y tế (b/c);
- VPUB: + CVP, các PCVP;
+ Cổng TTĐT tỉnh (đưa tin);
- Lưu: VT, VX.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Hoàng Thị Minh Khuê

KẾ HOẠCH

PHÒNG, CHỐNG SỐT XUẤT HUYẾT TRÊN ĐỊA BÀN TỈNH LÀO CAI

(Kèm theo Quyết định số: 0412/QĐ-UBND ngày 09/9/2025 của Chủ tịch UBND tỉnh)

I. MỤC TIÊU

1.
Mục tiêu chung: Khống chế số người mắc, không để
dịch lớn xảy ra trên địa bàn.

2.
Chỉ tiêu

a) Ít nhất 90% số xã
có đội xung kích diệt bọ gậy;

b) Dưới 5% ổ dịch kéo dài quá 14 ngày.

II. NỘI DUNG

1.
Giám sát

1.1.
Sở Y tế

- Hướng dẫn giám sát ca bệnh theo Quyết định số
3711/QĐ-
BYT ngày 19/9/2014 của Bộ Y tế.

Thời gian hoàn thành: Trước ngày 30/9/2025.

- Phối hợp với Sở Giáo dục và Đào tạo tổ chức diệt bọ gậy trong trường học.

Thời gian thực hiện: Tháng 10 - 11/2025.

1.2.
Ủy ban nhân dân các xã, phường

- Thành lập đội xung kích.

2.
Kinh phí: 1.250.000.000 đồng từ ngân sách tỉnh.

III. TỔ CHỨC THỰC HIỆN

1. Giao Sở Y tế theo dõi, đôn đốc; báo cáo kết quả trước ngày 15 hằng
tháng.

2. Các sở, ngành căn cứ Kế hoạch này tổ chức thực hiện./.
"""

SPACED = """        I. MỤC TIÊU

- Nâng cao nhận thức của người dân về phòng bệnh không lây nhiễm, tăng số người

được khám sàng lọc tại trạm y tế, góp phần giảm gánh nặng bệnh tật cho gia đình

và xã hội trong những năm tới.

- Củng cố mạng lưới cộng tác viên ở thôn, bản; nâng cao năng lực tư vấn của cán

bộ y tế cơ sở theo hướng dẫn tại Quyết định số 5904/QĐ-

BYT ngày 20/12/2019 của Bộ Y tế.

         II. TỔ CHỨC THỰC HIỆN

         2.1. Bệnh viện Đa khoa tỉnh

Là đầu mối chuyên môn, tổ chức tập huấn cho các trạm y tế và gửi báo cáo về Sở

Y tế trước ngày 20/6/2025.

         2.2. Các Trung tâm Y tế huyện

- Khám sàng lọc tăng huyết áp, đái tháo đường cho người từ 40 tuổi trở lên tại



3


các xã trên địa bàn; lập hồ sơ theo dõi sức khỏe cho từng người.

Phụ lục 1: Mẫu báo cáo quý.

        Trên đây là Kế hoạch Truyền thông phòng bệnh không lây nhiễm năm 2025, Sở Y tế yêu

cầu các đơn vị triển khai thực hiện./.


Nơi nhận:
- Cục Phòng bệnh;   (Để báo cáo)

- Các đơn vị trực thuộc;

- Lưu VT, NVY.

KT.GIÁM ĐỐC

PHÓ GIÁM ĐỐC


Lê Thị Hồng Gấm


\t\tCỤC CHỨNG THỰC SỐ VÀ BẢO MẬT THÔNG TIN - ĐT: 0240.0000000; Email: ca@vidu.vn
\t2025-03-11T08:05:09+0700
\tỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH
\tLê Thị Hồng Gấm<lthgam@vidu.vn> đã ký lên văn bản này!


\t\tCỤC CHỨNG THỰC SỐ VÀ BẢO MẬT THÔNG TIN - ĐT: 0240.0000000; Email: ca@vidu.vn
\t2025-03-11T09:30:00+0700
\tỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH
\tSỞ Y TẾ<syt@vidu.vn> đã ký lên văn bản này!


\t\tCỤC CHỨNG THỰC SỐ VÀ BẢO MẬT THÔNG TIN - ĐT: 0240.0000000; Email: ca@vidu.vn
\t2025-03-11T09:30:00+0700
\tỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH
\tSỞ Y TẾ<syt@vidu.vn> đã ký lên văn bản này!
"""

MISNUMBERED = """Số: 19 /KH-SYT

Bình Dương, ngày 05 tháng 02 năm 2024

KẾ HOẠCH

Tổ chức Tháng Thanh niên ngành Y tế năm 2024

Thực hiện Kế hoạch số 30/KH-BYT ngày 15/01/2024 của Bộ Y tế về Tháng Thanh niên;

Sở Y tế xây dựng Kế hoạch như sau:

I. MỤC ĐÍCH

- Phát huy vai trò của thanh niên ngành.

III. YÊU CẦU

- Thiết thực, tiết kiệm.

BI. NỘI DUNG HOẠT ĐỘNG 1. Hiến máu tình nguyện

- Nội dung: Vận động đoàn viên hiến máu, gắn với Nghị quyết 20.
- Thời gian thực hiện: tháng 3/2024.
- Đơn vị thực hiện: Bệnh viện Đa khoa tỉnh phối hợp với Hội Chữ thập đỏ tỉnh.

2. Khám bệnh cho người cao tuổi

+ Tại xã;
+ Tại nhà.

IV. TỔ CHỨC THỰC HIỆN

(có Phụ lục kèm theo)

- Phòng Tổ chức cán bộ Sở làm đầu mối phối hợp với các phòng chức năng theo dõi thực hiện.
- Các đơn vị báo cáo kết quả về Sở Y tế **trước ngày 05/4/2024**.

Trong quá trình thực hiện nếu có khó khăn, vướng mắc, các đơn vị báo cáo Sở Y tế để xem xét./.

Nơi nhận:

- Bộ Y tế;
- Công đoàn Ngành; (phối hợp)
- Các đơn vị trực thuộc Sở;
- Lưu: VT, TCCB.

} (báo
cáo)

} (thực
hiện)

GIÁM ĐỐC

Nguyễn Hồng Chương
"""

TABLED = """SỞ Y TẾ AN GIANG
TRUNG TÂM KIỂM SOÁT BỆNH TẬT
Số: 77/KH-KSBT

An Giang, ngày 02 tháng 01 năm 2026

KẾ HOẠCH
Tiêm chủng mở rộng năm 2026

I. NỘI DUNG

1. Tiêm chủng

STT\tNội dung\tThời gian\tĐơn vị chủ trì\tĐơn vị phối hợp\tKinh phí
1\tTiêm sởi\tTháng 3/2026\tTrạm Y tế xã\tTrường học, UBND xã\t10.000.000
2\tTiêm bạch hầu\tQuý II/2026\tTrạm Y tế xã\tTrường học\t15.000.000
Tổng cộng\t\t\t\t\t26.000.000

2. Truyền thông./.

Nơi nhận:
- Sở Y tế;
- Lưu: VT.

GIÁM ĐỐC
TS.BS. Trần Quốc Bảo

PHỤ LỤC
DANH SÁCH ĐIỂM TIÊM
(Kèm theo Kế hoạch số 77/KH-KSBT ngày 02/01/2026)

1\tTrạm Y tế xã Một\tẤp Đông
2\tTrạm Y tế xã Hai\tẤp Tây
"""

ALL = {"decision": DECISION, "spaced": SPACED, "misnumbered": MISNUMBERED, "tabled": TABLED}
