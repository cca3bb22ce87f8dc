"""What programs print where a document was signed digitally (VGCA, Adobe, iText): labels, times, addresses.

One table of its lines. Layout marks them, ingest tells them from a page's text, the parser reads them.
"""

from __future__ import annotations

import re

from kehoach.pipeline.form.text_key import key

CLOSING = re.compile(r"(?P<who>[^<>]*?)\s*<(?P<mail>[^<>\s]*)>\s*da ky len van ban nay")
"""«Sở Y tế <syt@…> đã ký lên văn bản này!», in a key."""
TIME = re.compile(
    r"(?P<y>(?:19|20)\d{2})-(?P<m>\d\d)-(?P<d>\d\d)[T ](?P<t>\d\d:\d\d:\d\d)\s*(?P<z>[+-]\d\d):?(?P<zz>\d\d)"
    r"|(?P<z0>(?P<y0>(?:19|20)\d{2})-(?P<m0>\d\d)-(?P<d0>\d\d)T(?P<t0>\d\d:\d\d:\d\d)Z)"
)
"""ISO 8601 with a zone."""
LOCAL_TIME = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>(?:19"
    r"|20)\d{2})[\s,]+(?P<t>\d{1,2}:\d{2}(?::\d{2})?)\s*(?:(?P<z>[+-]\d{1,2}):?(?P<zz>\d{2}))?"
)
LABELLED = re.compile(
    r"\s*(?:digitally signed by|(?P<signer>nguoi ky|ky boi|chu the ky|chu ky(?: cua)?|signed by)"
    r"|(?P<org>co quan|to chuc|don vi)"
    r"|(?P<mail>email|e-mail|thu dien tu)|(?P<time>thoi gian ky|ngay ky|ky ngay|signing time|date)"
    r"|(?P<issuer>nha cung cap|don vi cap|chung thu so))\s*:\s*"
)
"""A label of an entry, in a key."""
PROVIDER = re.compile(
    r"chung thuc so|chung thu so|certification authority|\bca\b.*dt:"
    r"|\b(?:dt|tel|dien thoai|fax)\s*:.*\be-?mail\s*:\s*\S+@\S+$"  # whatever the provider calls itself: its address
)
WHOLE = re.compile(
    r"(?:Người ký|Ký bởi)\s*:.{1,300}?(?:Thời gian ký|Ngày ký)\s*:\s*[\d./-]{8,10}\s+"
    r"\d\d:\d\d(?::\d\d)?(?:\s*[+-]\d\d:?\d\d)?"
)
"""A dump of VGCA's signing program on one line, as it stands on the first page of gazette files."""

_CLOCK = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}[ t]\s*\d\d:\d\d"
_SURE = re.compile(
    rf"da ky len van ban|^.{{0,40}}chung thuc so\b.*(email|dt|fax)\s*:|^(thoi gian ky|ngay ky|ky ngay)\s*:\s*{_CLOCK}|"
    r"digitally signed|^signature (not verified|valid)"
)
_ENTRY = re.compile(
    r"^(chuc vu|reason|location|dn)\s*:|"
    r"^.{3,90}\b(dt|tel|dien thoai|fax)\s*:.*\be-?mail\s*:\s*\S+@\S+$|"
    r"^\d{4}-\d\d-\d\dt\d\d:\d\d|^\d\d[./-]\d\d[./-]\d{4} \d\d:\d\d:\d\d|^[+-]\d\d[:']?\d\d'?$"
)
_OVERLAY = re.compile(
    r"(nguoi ky|ky boi|co quan|thoi gian ky|ngay ky|ky ngay|da ky len van ban|chung thuc so|chung thu so|thu dien tu|"
    r"digitally signed|signed by|signature not verified|e-?mail|date:|reason:|location:)|\d{4}-\d\d-\d\dt\d\d:|"
    r"[\w.+-]+@[\w-]+\.[\w.]+|[+-]\d\d[:'.]?00\b"
)


def is_sure_line(text_key: str) -> bool:
    """Whether a key is a line that only signing programs print.

    >>> is_sure_line("digitally signed by so y te"), is_sure_line("thoi gian ky: 03.04.2025 10:24:19 +07:00")
    (True, True)
    >>> is_sure_line("nguoi ky: so y te")
    False
    """
    return _SURE.search(text_key) is not None


def is_entry(text_key: str) -> bool:
    """Whether a key can be a line of a dump; beside a sure line it is one.

    >>> [is_entry(text) for text in ("nguoi ky: so y te", "ky ngay: 3/4/2025", "thu dien tu: a@b.vn", "muc dich: x")]
    [True, True, True, False]
    """
    return LABELLED.match(text_key) is not None or _ENTRY.search(text_key) is not None


def is_overlay(text: str) -> bool:
    """Whether a line of a PDF's layer is what a signing program has drawn over the page, and so none of its text.

    >>> is_overlay("Người ký: Sở Y tế"), is_overlay("Ký ngày: 3/4/2025"), is_overlay("Kế hoạch tiêm chủng")
    (True, True, False)
    """
    return _OVERLAY.search(key(text)) is not None
