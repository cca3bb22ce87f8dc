"""The samples, read as a user would, against their truth. `make floors` raises the floors; lowering wants a reason."""

import json
import tomllib
from pathlib import Path

import pytest

from kehoach.diacritics.metrics import compare
from kehoach.pipeline.evaluation import score_plan
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import EngineName, OcrOptions, Options
from kehoach.pipeline.plan import Plan
from kehoach.pipeline.process import read_document

ROOT = Path(__file__).parents[2]
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
# the reader that needs no system package: the same everywhere
OPTIONS = Options(ocr=OcrOptions(engine=EngineName.TRUEOCR))


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return {}


def plan_of(name: str, plans: dict[str, Plan]) -> Plan:
    if name not in plans:
        folder = ROOT / "samples" / name
        file = folder / tomllib.loads((folder / "source.toml").read_text("utf-8"))["file"]
        plans[name] = read_document(Input((file,), Path(file.name)), OPTIONS)
    return plans[name]


@pytest.mark.parametrize("name", FLOORS)
def test_the_text_is_as_near_to_the_truth_as_it_was(name: str, plans: dict[str, Plan]) -> None:
    truth = (ROOT / "samples" / name / "truth.txt").read_text("utf-8")
    figures = compare(truth, plan_of(name, plans).text.faithful)
    assert figures.cer <= FLOORS[name]["cer"]
    assert figures.diacritics >= FLOORS[name]["diacritics"]


@pytest.mark.parametrize("name", FLOORS)
def test_the_fields_are_as_right_as_they_were(name: str, plans: dict[str, Plan]) -> None:
    gold = json.loads((ROOT / "samples" / name / "expected.json").read_text("utf-8"))
    score = score_plan(gold, json.loads(plan_of(name, plans).model_dump_json()), read=FLOORS[name].get("read", False))
    found = {part: tally.f1 for part, tally in score.parts.items()}
    assert all(found[part] >= floor for part, floor in FLOORS[name]["plan"].items()), (found, score.wrong)


@pytest.mark.parametrize("name", FLOORS)
def test_every_page_says_how_it_was_read(name: str, plans: dict[str, Plan]) -> None:
    plan = plan_of(name, plans)
    assert len(plan.source.reading) == plan.source.pages
    assert all(reading.reason for reading in plan.source.reading)
    assert {r.method for r in plan.source.reading} == set(FLOORS[name]["methods"])


def test_every_sample_has_its_floors() -> None:
    assert set(FLOORS) == {p.parent.name for p in (ROOT / "samples").glob("*/source.toml")}
