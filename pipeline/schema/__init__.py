"""The JSON Schema of the Plan: made from the models, committed beside this file, tested to agree."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the Plan as the models now define it."""
    from kehoach.pipeline.plan import SCHEMA_VERSION, Plan

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "version": SCHEMA_VERSION,
        **Plan.model_json_schema(mode="serialization"),
    }


def schema_json() -> str:
    """The schema as the text that is committed in `plan.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def committed() -> str:
    """The committed schema's text."""
    return files(__package__).joinpath("plan.schema.json").read_text("utf-8")
