"""The five real plans that the project began with, where they are at hand: the outlines of an archivist."""

from pathlib import Path

import pytest

from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import Options
from kehoach.pipeline.plan import Plan
from kehoach.pipeline.process import read_document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real plans are not beside this checkout")

FIELDS = {
    "000": {"doc_type": "Kế hoạch", "number": None, "notation": "KH-SYT", "date": "2026-02", "place": "Bắc Ninh"},
    "002": {"doc_type": "Kế hoạch", "number": None, "date": "2025-04-03", "place": None},
    "004": {"doc_type": "Kế hoạch", "number": "04", "notation": "KH-SYT", "date": "2020-01-10", "place": "Bình Định"},
}
SIGNERS = {"000": "Từ Quốc Hiệu", "001": "Trần Đắc Thắng", "002": "Phạm Nam Thái", "004": "Lê Quang Hùng"}
SECTIONS = {
    "000": ["I.", "II.", "III."],
    "001": ["I.", "II.", "BI.", "IV."],
    "002": ["I.", "II.", "III.", "IV.", "V."],
    "004": ["I.", "III.", "III.", "IV.", "V.", "VI."],
}


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    found = {}
    for path in SEEDS.glob("00[0-4]_*.txt"):
        if "truth" not in path.name:
            found[path.name[:3]] = read_document(Input((path,), Path(path.name)), Options())
    return found


def test_all_five_give_a_valid_plan(plans: dict[str, Plan]) -> None:
    assert sorted(plans) == ["000", "001", "002", "003", "004"]
    for plan in plans.values():
        assert Plan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize("seed", FIELDS)
def test_metadata(seed: str, plans: dict[str, Plan]) -> None:
    metadata = plans[seed].metadata
    assert {name: getattr(metadata, name).value for name in FIELDS[seed]} == FIELDS[seed]


@pytest.mark.parametrize("seed", SIGNERS)
def test_signers(seed: str, plans: dict[str, Plan]) -> None:
    signer = plans[seed].metadata.signer.value
    assert signer
    assert signer.name == SIGNERS[seed]


@pytest.mark.parametrize("seed", SECTIONS)
def test_first_level_sections_keep_their_printed_labels(seed: str, plans: dict[str, Plan]) -> None:
    sections = plans[seed].sections
    assert [section.label_printed for section in sections] == SECTIONS[seed]
    assert [section.ordinal_resolved for section in sections] == list(range(1, len(sections) + 1))
    assert len({section.id for section in sections}) == len(sections)


def test_misprinted_labels_are_flagged(plans: dict[str, Plan]) -> None:
    assert plans["001"].sections[2].issues
    assert plans["004"].sections[1].issues


def test_signature_dumps_are_found_and_are_no_text(plans: dict[str, Plan]) -> None:
    signatures = plans["002"].metadata.digital_signatures.value or []
    assert len(signatures) == 5
    assert signatures[0].time == "2025-04-03T10:24:19+07:00"
    assert plans["002"].metadata.date.method == "signature"


def test_the_garbled_plan_is_repaired_and_says_so(plans: dict[str, Plan]) -> None:
    plan = plans["003"]
    assert {reading.method for reading in plan.source.reading} == {"repaired"}
    assert (plan.metadata.number.value, plan.metadata.notation.value) == ("2951", "KH-SYT")
    assert plan.metadata.date.value == "2025-07-02"
    assert any(edit.applied for edit in plan.edits)
