"""Whether the closing formula names the plan that the subject names: where not, it was copied from an older plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.plan import Contents, FieldMethod, Issue

_TITLE = re.compile(r"tren day la (?:noi dung )?\w+ \w+ (?P<title>[^.;]{10,300})")
_END = re.compile(
    r",? (?:cua (?:so|uy ban|ubnd|trung tam|benh vien|chi cuc|bo|tram|phong)|yeu cau|de nghi|kinh)\b|, (?:so|cac)\b"
)
"""Where the plan's name ends in the formula: its office, or what the office asks."""
_FORM = re.compile(
    r"(?:va|cac|ve|tren|dia|ban|tinh|thanh|pho|huyen|xa|phuong|nam|cua|cho|nganh|y|te|so|ke|hoach|thuc|hien|trien|khai"
    r"|to|chuc|cong|tac|theo|tai|cap|uy|nhan|dan|ubnd|don|vi|trong|voi|den|tu|thang|ngay|quy|noi|dung|cu|the)"
)
"""Words of the form: that the closing has them and the subject has not says nothing."""
LIKE = 70.0
"""rapidfuzz token_set_ratio under which the two name different plans: 55 on a closing left over from another plan, 86
and more where it names the plan with other words."""
STRANGE = 3
"""So many words that the subject lacks, words of the form apart, are another plan's: 4 («thi đua, khen thưởng») on a
closing left over from the year before, at most 1 on fourteen others."""


def _strange(subject: str, named: str) -> list[str]:
    known = set(re.findall(r"\w+", subject))
    return [word for word in re.findall(r"[^\W\d]+", named) if word not in known and not _FORM.fullmatch(word)]


def _spelt_out(named: str, subject: str) -> str:
    """A closing's name of the plan with the subject's words for their initials.

    >>> _spelt_out("hoat dong csskss nam 2022", "hoat dong cham soc suc khoe sinh san nam 2022")
    'hoat dong cham soc suc khoe sinh san nam 2022'
    """
    words = re.findall(r"\w+", subject)
    initials = "".join(word[0] for word in words)

    def spelt(match: re.Match[str]) -> str:
        at = initials.find(match[0])
        return " ".join(words[at : at + len(match[0])]) if at >= 0 else match[0]

    return re.sub(r"\b[a-z]{3,}\b", spelt, named)


def differs(subject: str, named: str) -> bool:
    """Whether a closing's name of the plan, as a key, is not that of the subject, as a key.

    >>> differs("truyen thong ngay thay thuoc 2022", "cac hoat dong truyen thong ngay thay thuoc nam 2022")
    False
    >>> differs("truyen thong ngay thay thuoc", "truyen thong va thi dua, khen thuong ngay thay thuoc")
    True
    >>> differs("phong benh dai nam 2026", "phong benh dai nam 2025"), differs("phong benh dai", "benh dai nam 2026")
    (True, False)
    """
    from rapidfuzz import fuzz

    named = _spelt_out(named, subject)
    if fuzz.token_set_ratio(subject, named) < LIKE or len(_strange(subject, named)) >= STRANGE:
        return True
    years, others = (set(re.findall(r"\b20\d{2}\b", text)) for text in (subject, named))
    return bool(years and others) and not years & others


def closing_names_another(plan: Contents) -> Iterator[Issue]:
    """«Trên đây là Kế hoạch …» with another name than the subject's."""
    subject = plan.metadata.subject
    if not subject.value or subject.method is not FieldMethod.PRINTED:
        return
    for text in plan.closing:
        match = _TITLE.match(key(text))
        if match is None or match["title"].startswith(("cua ", "nham ", "de ")):
            continue
        named = _END.split(match["title"])[0]
        if len(named.split()) > 3 and differs(key(subject.value), named):
            start = match.start("title")
            message = f"the closing names another plan: «{text[start : start + len(named)]}»"
            yield Issue(code="subject-differs-from-closing", message=message, evidence=subject.evidence)
