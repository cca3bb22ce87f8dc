"""Lines that a letterhead alone has, and where it ends, whatever reads it: a scan, a text export, an office file."""

from __future__ import annotations

from kehoach.pipeline.form.about_line import begins_about
from kehoach.pipeline.form.date_line import is_date_line
from kehoach.pipeline.form.national import has_heading
from kehoach.pipeline.form.number_line import is_number_line
from kehoach.pipeline.form.text_key import is_capitals, key

_PROSE = 60  # letters of a line that is running text if it is not in capitals


def is_letterhead_line(text: str) -> bool:
    """Whether a line is one that letterheads alone have: quốc hiệu, tiêu ngữ, «Số: …», «…, ngày … tháng … năm …».

    >>> is_letterhead_line("Độc lập - Tự do - Hạnh phúc"), is_letterhead_line("Số: 12/KH-SYT")
    (True, True)
    >>> is_letterhead_line("Hà Nội, ngày 2 tháng 7 năm 2025")
    True
    >>> is_letterhead_line("SỞ Y TẾ"), is_letterhead_line("Thực hiện Kế hoạch số 12/KH-UBND ngày 02 tháng 7 năm 2025")
    (False, False)
    """
    folded = key(text).strip()
    return has_heading(text) or is_number_line(folded) or is_date_line(folded)


def is_running_text(text: str) -> bool:
    """Whether a line is running text, with which no letterhead goes on.

    >>> is_running_text("Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh về việc phòng, chống dịch")
    True
    >>> is_running_text("V/ triển khai Kế hoạch số 12/KH-UBND của UBND tỉnh về việc phòng, chống dịch")
    False
    >>> is_running_text("KẾ HOẠCH"), is_running_text("SỞ Y TẾ          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, Độc lập")
    (False, False)
    """
    if begins_about(key(text)):
        return False
    return len(text) > _PROSE and not is_capitals(text) and not is_letterhead_line(text)
