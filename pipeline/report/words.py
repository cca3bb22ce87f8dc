"""The report's words in Vietnamese and English, and the names of what the program's codes stand for."""

from __future__ import annotations

from typing import Final

from kehoach.pipeline.report.markup import escape

STATES: Final = {
    "done": ("xong", "done"),
    "done-with-issues": ("cần xem lại", "needs a look"),
    "failed": ("không đọc được", "failed"),
}

METHODS: Final = {
    "text-layer": ("lớp văn bản có sẵn", "text layer"),
    "ocr": ("nhận dạng từ ảnh", "read from the image"),
    "text": ("tệp văn bản", "text file"),
    "repaired": ("văn bản đã sửa", "text, repaired"),
    "converted": ("chuyển từ bảng mã cũ", "converted from a legacy encoding"),
    "none": ("không có chữ", "nothing to read"),
}

STAGES: Final = {
    "open": ("mở tệp", "opening"),
    "read": ("đọc trang", "reading pages"),
    "gather": ("gom trang", "gathering pages"),
    "parse": ("phân tích", "parsing"),
    "write": ("ghi tệp", "writing"),
}

CAUSES: Final = {
    "bad-input": ("tệp rỗng, hỏng hoặc không thuộc loại đọc được", "empty, broken, or of a kind that is not read"),
    "bad-arguments": ("tham số không hợp lệ", "bad arguments"),
    "no-document": ("thuộc loại không đọc được", "of a kind that is not read"),
    "no-regular-file": ("không phải tệp thông thường", "no regular file"),
    "missing-dependency": ("thiếu chương trình hoặc gói phần mềm", "a program or package is missing"),
    "file-access": ("không đọc hoặc không ghi được tệp", "a file cannot be read or written"),
    "child-process": ("chương trình con bị lỗi", "a child process failed"),
    "timeout": ("quá thời gian cho phép", "it took longer than allowed"),
    "memory": ("thiếu bộ nhớ", "memory ran short"),
    "worker-died": ("tiến trình đọc tệp bị dừng đột ngột", "its worker process died"),
    "disk-full": ("hết chỗ trên đĩa", "the disk is full"),
    "encrypted": ("PDF có mật khẩu", "the PDF wants a password"),
    "damaged": ("kết quả đã ghi bị hỏng hoặc mất", "results are damaged or missing"),
    "other": ("lỗi khác", "something else"),
}

SKIPPED: Final = {
    "hidden": ("tệp ẩn", "hidden"),
    "unfinished": ("tệp tạm hoặc chưa tải xong", "temporary or unfinished"),
    "system-file": ("tệp của hệ thống hoặc chương trình", "left by the system or a program"),
    "side-file": ("dữ liệu đi kèm, không phải văn bản", "data or text beside documents"),
    "results": ("kết quả của một lần chạy", "results of a run"),
    "sample-truth": ("văn bản đúng của mẫu thử", "the true text of a sample"),
    "leads-out": ("liên kết không được đi theo", "a link that is not followed"),
    "same-file": ("trùng với tệp đã có", "the same as one before"),
    "no-regular-file": ("không phải tệp thông thường", "no regular file"),
    "no-document": ("thuộc loại không phải văn bản", "of a kind that is no document"),
    "holds-nothing": ("không chứa tệp nào", "holds nothing"),
    "short-text": ("lời thư ngắn", "a mail's own few words"),
}

ISSUES: Final = {
    "appendix-absent": ("thiếu phụ lục được nhắc đến", "an announced appendix is absent"),
    "changed-after-signing": ("bị sửa sau khi ký số", "changed after it was signed"),
    "citation-incomplete": ("viện dẫn thiếu số, ngày hoặc cơ quan", "a citation is incomplete"),
    "cited-later": ("viện dẫn văn bản ban hành sau", "cites a later document"),
    "day-impossible": ("ngày không có trong lịch", "a day that the calendar lacks"),
    "deadline-past": ("thời hạn trước ngày ban hành", "a deadline lies before the date"),
    "duplicate-label": ("trùng số thứ tự mục", "a label stands twice"),
    "duplicate-signature": ("khối chữ ký lặp lại", "a signature block stands twice"),
    "end-mark-absent": ("thiếu dấu kết thúc", "the end mark is absent"),
    "label-misread": ("số thứ tự mục đọc sai", "a label was misread"),
    "misnumbered": ("đánh số sai", "misnumbered"),
    "number-absent": ("chưa có số văn bản", "the number is absent"),
    "number-skipped": ("nhảy số thứ tự", "a number is skipped"),
    "number-year-differs": ("năm trong số và ngày không khớp", "years of number and date differ"),
    "numbers-in-doubt": ("con số chưa chắc chắn", "numbers are in doubt"),
    "page-mostly-lost": ("có trang gần như không đọc được", "most of a page was not read"),
    "page-nonsense": ("có trang đọc ra chữ vô nghĩa", "a page was read as nonsense"),
    "page-unreadable": ("có trang đen hoặc nhiễu, không đọc được chữ nào", "a page is full of ink and says nothing"),
    "pictures-unread": ("có hình trong văn bản chưa đọc", "pictures in the document were not read"),
    "page-problem": ("có trang không đọc được", "a page could not be read"),
    "pdf-not-made": ("không tạo được PDF tìm kiếm", "no searchable PDF could be made"),
    "plan-damaged": ("plan.json bị hỏng hoặc mất", "plan.json is damaged or missing"),
    "recipient-groups-uncertain": ("nhóm nơi nhận chưa rõ", "groups of recipients are uncertain"),
    "signed-before-date": ("ký số trước ngày ban hành", "signed before its date"),
    "signer-absent": ("không thấy người ký", "no signer found"),
    "signer-name-absent": ("không thấy tên người ký", "no signer's name found"),
    "subject-differs-from-closing": ("trích yếu khác phần kết", "subject and closing differ"),
    "text-differs": ("PDF ghi khác chữ nhìn thấy", "the PDF says other words than it shows"),
    "sum-differs": ("tổng cộng không khớp", "a sum differs"),
}

LOOK: Final = ISSUES | {
    "agency-absent": ("thiếu cơ quan ban hành", "the issuing agency is lost"),
    "date-absent": ("thiếu ngày tháng", "the date is lost"),
    "date-in-doubt": ("ngày tháng chưa chắc chắn", "the date is in doubt"),
    "number-absent": ("thiếu số văn bản", "the number is lost"),
    "number-in-doubt": ("số văn bản chưa chắc chắn", "the number is in doubt"),
    "several-documents": ("nhiều văn bản trong một tệp", "several documents in one file"),
    "subject-absent": ("thiếu tên loại và trích yếu", "kind and subject are lost"),
    "unsure": ("độ chắc chắn thấp", "low confidence"),
}
"""Why a person should look: the codes of `plan_look`, those of issues among them."""

REASONS: Final = {
    "actual-text": ("PDF ghi khác chữ nhìn thấy", "the PDF says other words than it shows"),
    "lost-marks": ("mất dấu", "lost marks"),
    "misread-shape": ("đọc sai hình chữ", "misread shape"),
    "digit-in-word": ("chữ số trong từ", "digit in a word"),
    "notation": ("ký hiệu văn bản", "notation"),
    "acronym": ("chữ viết tắt", "acronym"),
    "roman-numeral": ("số La Mã", "Roman numeral"),
    "case": ("chữ hoa, chữ thường", "case"),
    "encoding": ("bảng mã", "encoding"),
    "readers-disagree": ("hai bộ đọc khác nhau", "readers disagree"),
}


def both(vietnamese: str, english: str) -> str:
    """HTML that shows one of the two languages; both are escaped."""
    return f'<span lang="vi">{escape(vietnamese)}</span><span lang="en">{escape(english)}</span>'


def named(names: dict[str, tuple[str, str]], code: str) -> str:
    """The names of a code as HTML; one that is not known is shown as it is.

    >>> named(STATES, "new-state")
    'new-state'
    """
    found = names.get(code) or names.get(code.split(":", maxsplit=1)[0])
    return both(*found) if found else escape(code)
