"""`doubts.json`: the lines whose words the readers were least sure of, with their places; the report shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.export.files import write_text

if TYPE_CHECKING:
    from kehoach.pipeline.document import Box, Document, Line, Word

SURE = 0.8
"""A word below it is in doubt: on the samples' scans 3 % of the words are, among them nearly all that were misread."""

_MOST = 20  # lines a document: one bad scan does not fill the report


def write_doubts(document: Document, target: Path) -> list[Path]:
    """Write the most doubtful lines of a document, worst first; nothing where there are none. Raises FileAccess."""
    lines = [line for page in document.pages for line in page.lines if line.box and not line.role.is_marginalia]
    doubtful = sorted(((doubt(line), line) for line in lines), key=lambda pair: -pair[0])
    found = [_record(line, share) for share, line in doubtful[:_MOST] if share > 0]
    if not found:
        return []
    sizes = {page.number: (page.width, page.height) for page in document.pages}
    content = {
        "pages": {str(number): sizes[number] for number in sorted({one["page"] for one in found})},
        "lines": found,
    }
    write_text(target, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
    return [target]


def doubt(line: Line) -> float:
    """How much of a line is in doubt: what its words' confidences lack to SURE, added up."""
    return sum(max(0.0, SURE - word.confidence) for word in line.words if word.confidence is not None)


def _record(line: Line, share: float) -> dict[str, Any]:
    words = [_word(word) for word in line.words if word.confidence is not None and word.confidence < SURE]
    box = _corners(line.box) if line.box else None
    return {"page": line.page, "doubt": round(share, 3), "box": box, "text": line.text, "words": words}


def _word(word: Word) -> dict[str, Any]:
    return {
        "text": word.text,
        "box": _corners(word.box) if word.box else None,
        "confidence": round(word.confidence or 0.0, 3),
        "alternatives": list(word.alternatives),
    }


def _corners(box: Box) -> list[float]:
    return [round(value, 1) for value in (box.left, box.top, box.right, box.bottom)]
