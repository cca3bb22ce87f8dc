"""Text that XML can hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def allowed_text(text: str) -> str:
    """The text without the characters that XML 1.0 forbids.

    >>> allowed_text("Kế hoạch\\x0c 2025")
    'Kế hoạch 2025'
    """
    return _FORBIDDEN.sub("", text)
