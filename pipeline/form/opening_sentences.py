"""The sentence with which a plan without «Căn cứ» opens below its trích yếu: «Sở Y tế xây dựng kế hoạch như sau:»."""

from __future__ import annotations

import re

from kehoach.pipeline.form.agencies import begins_agency
from kehoach.pipeline.form.text_key import is_capitals, key

_AS_FOLLOWS = re.compile(r"\b(?:nhu sau|sau day|cu the)\s*:$")
_DRAWS_UP = re.compile(
    r".{3,90}?\b(?:xay dung|ban hanh|lap|trien khai)\s+(?:va\s+[a-z ]{4,20}?)?(?:ke hoach|noi dung)\b"
)


def is_opening_sentence(text: str) -> bool:
    """Whether a line opens the text: it ends «như sau:», or says first that an agency draws up a plan.

    >>> is_opening_sentence("Sở Y tế xây dựng kế hoạch như sau:"), is_opening_sentence("nội dung cụ thể như sau:")
    (True, True)
    >>> is_opening_sentence("Trung tâm Y tế huyện ban hành Kế hoạch tiêm chủng năm 2025 trên địa bàn")
    True
    >>> is_opening_sentence("Phòng, chống bệnh dại năm 2025"), is_opening_sentence("SỞ Y TẾ XÂY DỰNG KẾ HOẠCH")
    (False, False)
    """
    folded = key(text).strip()
    if is_capitals(text):
        return False
    return _AS_FOLLOWS.search(folded) is not None or (begins_agency(text) and _DRAWS_UP.match(folded) is not None)
