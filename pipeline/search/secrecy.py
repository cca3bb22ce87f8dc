"""Documents with a secrecy mark (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 10a): kept out of every search output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kehoach.diacritics.alphabet import fold

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan

_MARK = re.compile(r"\W*(?:DO\s+)?(?:MAT|TOI\s*MAT|TUYET\s*MAT)\W*")


def is_secret(plan: Plan) -> bool:
    """Whether a document of a file bears «MẬT», «TỐI MẬT» or «TUYỆT MẬT»: as a field, a stamp, or alone on a line.

    A mark that was read with wrong diacritics counts too: rather one file too many is held back.
    """
    if any(one.metadata.secrecy.value for one in plan.documents()):
        return True
    stamps = (part.text for one in plan.documents() for part in (*one.marginalia, *one.furniture))
    pieces = (piece for line in plan.text.faithful.splitlines() for piece in line.split("\t"))
    return any(map(is_mark, stamps)) or any(map(is_mark, pieces))


def is_mark(text: str) -> bool:
    """Whether a text is a secrecy mark and nothing else; marks are printed in capitals.

    >>> [is_mark(text) for text in ("MẬT", "[TỐI MẬT]", "TUYỆT MẠT", "Mật", "MẬT ONG", "BỀ MẶT")]
    [True, True, True, False, False, False]
    """
    return text.isupper() and _MARK.fullmatch(fold(text)) is not None
