"""Plans made for the tests of search."""

from pathlib import Path
from typing import Any

from kehoach.pipeline.export import plan_json, write_text
from kehoach.pipeline.plan import Plan


def a_plan(subject: str, text: str = "", **metadata: Any) -> Plan:
    values = {"doc_type": "Kế hoạch", "agency": "Sở Y tế", "subject": subject} | metadata
    fields = {name: {"value": value, "method": "printed"} for name, value in values.items() if value is not None}
    source = {"path": "a.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "size": 1, "pages": 2}
    section = {"id": "I", "label_printed": "I.", "title": "NỘI DUNG", "paragraphs": [text], "evidence": {"page": 2}}
    whole = {"faithful": f"{subject}\n{text}\n", "normalised": f"{subject}\n{text}\n"}
    return Plan.model_validate(
        {"source": source, "metadata": fields, "sections": [section] if text else [], "text": whole}
    )


def put(out: Path, folder: str, plan: Plan) -> None:
    write_text(out / folder / "plan.json", plan_json(plan))
