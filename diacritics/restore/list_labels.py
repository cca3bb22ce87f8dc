"""Labels of list items that lost the bar of their Đ: the d) that follows d) is đ).

Points are numbered a, b, c, d, đ, e … (Nghị định 30/2020/NĐ-CP, Phụ lục I). In the corpus's official texts 6,097 labels
d) are followed by đ), 47 by another d), 137 by e).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.diacritics.language.lines import TextLine

CONFIDENCE = 0.98
"""That the second of two labels d) is đ); by the counts above."""

_LABEL = re.compile(r"(?P<lead>[-+(]?)(?P<letter>[a-zđ])(?P<stop>[.)])")


def lost_bars(texts: Sequence[TextLine]) -> Iterator[int]:
    """The lines whose label d) should be đ).

    >>> lines = ["c) Thuốc;", "d) Vắc-xin;", "trong nước", "d) Hóa chất;", "e) Khác.", "a) Một", "d) Hai"]
    >>> list(lost_bars([TextLine.cut(line) for line in lines]))
    [3]
    """
    last = ("", "", "")
    for number, text in enumerate(texts):
        found = _LABEL.fullmatch(text.tokens[0]) if len(text.tokens) > 1 else None
        if found:
            label = (found["lead"], found["letter"], found["stop"])
            if label == last and found["letter"] == "d":
                yield number
                label = (found["lead"], "đ", found["stop"])
            last = label
