import json

import jsonschema

from kehoach.pipeline.plan import Plan, SourceInfo
from kehoach.pipeline.schema import committed, schema_json


def test_the_committed_schema_is_that_of_the_models() -> None:
    assert committed() == schema_json(), "the file is stale: write schema_json() to it"


def test_an_empty_plan_is_valid() -> None:
    source = SourceInfo(path="a.txt", sha256="0" * 64, media_type="text/plain", size=0, pages=0)
    plan = json.loads(Plan(source=source).model_dump_json())
    jsonschema.validate(plan, json.loads(committed()))


def test_an_unknown_key_is_refused_by_the_schema() -> None:
    rules = json.loads(committed())
    assert rules["additionalProperties"] is False
