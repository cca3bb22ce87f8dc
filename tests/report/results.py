"""An OUT folder as a run leaves it, made for the tests of the report."""

import json
from pathlib import Path
from typing import Any

from kehoach.pipeline.document import Document, MediaKind
from kehoach.pipeline.export import Original, plan_json, write_document
from kehoach.pipeline.files.out_names import DOUBTS
from kehoach.pipeline.options import ExportOptions
from kehoach.pipeline.plan import Plan
from kehoach.pipeline.plan_look import Reason
from kehoach.pipeline.report import Ended
from tests.export import scans

EVIL = '<img src=x onerror="alert(1)"><script>document.title="evil"</script>&"\''


def a_plan(path: str = "a.pdf", text: str = "", confidence: float = 0.9, **metadata: Any) -> Plan:
    values = {"doc_type": "Kế hoạch", "subject": "Tiêm chủng", "agency": "Sở Y tế"} | metadata
    fields = {name: {"value": value, "method": "printed"} for name, value in values.items()}
    reading = [{"page": 1, "method": "ocr", "reason": "no text layer, only a picture", "engine": "tesseract"}]
    source = {"path": path, "sha256": "0" * 64, "media_type": "image/jpeg", "size": 1, "pages": 1, "reading": reading}
    return Plan.model_validate(
        {"source": source, "metadata": fields, "confidence": confidence, "text": {"faithful": text, "normalised": text}}
    )


def evil_plan() -> Plan:
    plan = a_plan(EVIL, EVIL, subject=EVIL, agency=EVIL, number=EVIL).model_dump()
    edit = {"before": EVIL, "after": EVIL, "reason": EVIL, "confidence": 0.5, "alternatives": [EVIL], "page": 1}
    issue = {"code": EVIL, "message": EVIL, "severity": 1}
    plan["source"]["reading"][0]["reason"] = EVIL
    return Plan.model_validate(plan | {"edits": [edit], "issues": [issue]})


def a_scan(out: Path, folder: str) -> Ended:
    """A read photograph with its Plan and doubtful lines; the file itself lies beside OUT."""
    path = out.parent / "in" / folder
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(scans.jpeg(scans.picture()))
    page = scans.image_page()
    shaken = tuple(
        type(line)(line.text, 1, line.number, line.box, tuple(shake(word) for word in line.words), line.role)
        for line in page.lines
    )
    page = type(page)(1, shaken, (), page.width, page.height, page.unit, page.method, "tesseract")
    document: Document = scans.document(path, MediaKind.JPEG, [page])
    write_document(a_plan(str(path)), out / folder, ExportOptions(), Original(document, (path,)))
    return Ended(folder, "done", 2.5, 1, stages={"read": 2.0, "parse": 0.5}, paths=(path,))


def shake(word: Any) -> Any:
    return type(word)(word.text, word.box, 0.4, ("khác",)) if word.text in ("tiêm", "2025") else word


def a_run(out: Path) -> list[Ended]:
    """Three documents: a scan, one whose text is HTML, one that failed."""
    ended = [a_scan(out, "ảnh/trang 1.jpg")]
    folder = "b <b>.txt"
    write_document(evil_plan(), out / folder, ExportOptions())
    doubts = {"pages": {"1": [10, 10]}, "lines": [a_doubt()]}
    (out / folder / DOUBTS).write_text(json.dumps(doubts), "utf-8")
    look = (Reason("date-absent", f"date {EVIL}"), Reason(EVIL, EVIL))
    ended.append(Ended(folder, "done-with-issues", 0.5, 1, stages={"parse": 0.5}, look=look))
    ended.append(Ended("hỏng.pdf", "failed", 0.1, 0, "bad-input", f"hỏng.pdf: broken {EVIL}", "open and save it"))
    return ended


def a_doubt() -> dict[str, Any]:
    word = {"text": EVIL.split(maxsplit=1)[0], "box": [1, 1, 5, 2], "confidence": 0.1, "alternatives": [EVIL]}
    return {"page": 1, "doubt": 0.7, "box": [1, 1, 9, 2], "text": EVIL, "words": [word]}


def put_many(out: Path, count: int) -> list[Ended]:
    """So many documents of 3 pages with 40 edits, 5 issues and 3 doubtful lines each."""
    edit = {"before": "Péc", "after": "Độc", "reason": "misread-shape", "confidence": 0.99, "page": 1}
    issue = {"code": "number-absent", "message": "no number is printed", "severity": 2}
    plan = a_plan().model_dump() | {"edits": [edit] * 40, "issues": [issue] * 5}
    text = plan_json(Plan.model_validate(plan))
    doubts = json.dumps({"pages": {"1": [10, 10]}, "lines": [a_doubt()] * 3})
    names = [f"{number:04d}.pdf" for number in range(count)]
    for name in names:
        (out / name).mkdir(parents=True)
        (out / name / "plan.json").write_text(text, "utf-8")
        (out / name / DOUBTS).write_text(doubts, "utf-8")
    return [Ended(name, "done", 1.0, 3, stages={"read": 1.0}) for name in names]
