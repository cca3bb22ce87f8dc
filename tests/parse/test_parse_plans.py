"""Composed plans of many kinds (offices, layouts, years) against what a careful reader notes of each.

The texts are invented in the manner of real ones. Each is parsed as it stands and, where it says so, with its lines
wrapped at a column and with the blank lines gone, as other exports and readers of images give them.
"""

import json
import re
import textwrap
from collections import Counter

import pytest
from parse_accounting import lost
from parse_documents import CASES, arranged, plain

from kehoach.pipeline.parse import parse

PLANS = sorted((CASES / "plans").glob("*.txt"))
_LEFT_ALONE = re.compile(r"\s|Số|SỞ|UBND|Kính gửi|(?s:.*)(?:^|\n)(?:Nơi nhận|KT\.|TM\.|TL\.|- Lưu)|(?s:.*)\t")


def wrapped(text, width, blank="\n\n"):
    """Paragraphs as lines of a width; letterhead, foot and tables, whose lines are short anyhow, stay."""
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        alone = _LEFT_ALONE.match(block) or lines[0].isupper() or (len(lines) > 1 and max(map(len, lines)) < 60)
        parts = lines if alone else [part for line in lines for part in textwrap.wrap(line, width)]
        blocks.append("\n".join(parts))
    return blank.join(blocks)


LAYOUTS = {
    "as is": lambda text: text,
    "wrapped": lambda text: wrapped(text, 82),
    "dense": lambda text: wrapped(text, 88, "\n"),
}


READERS = {"plain": plain, "arranged": arranged}
"""Columns that stand side by side and Markdown's marks are told apart by the layout alone."""


def _cases():
    for path in PLANS:
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        for layout in truth["layouts"]:
            readers = truth.get("readers", ["plain", "arranged"]) if layout == "as is" else ["arranged"]
            for read in (READERS[name] for name in readers):
                yield pytest.param(path, truth, layout, read, id=f"{path.stem}-{layout}-{read.__name__}")


def labels(sections, above=()):
    for section in sections:
        here = (*above, section.label_printed)
        yield "/".join(here)
        yield from labels(section.children, here)


def periods(plan):
    return {(t.period.start, t.period.end) for t in plan.tasks if t.period and (t.period.start or t.period.end)}


@pytest.fixture(scope="module")
def parsed():
    kept = {}

    def get(path, layout, read):
        if (path, layout, read) not in kept:
            document = read(LAYOUTS[layout](path.read_text("utf-8")))
            kept[path, layout, read] = document, parse(document)
        return kept[path, layout, read]

    return get


@pytest.mark.parametrize(("path", "truth", "layout", "read"), list(_cases()))
def test_plan(parsed, path, truth, layout, read):
    document, plan = parsed(path, layout, read)
    assert {name: getattr(plan.metadata, name).value for name in truth["metadata"]} == truth["metadata"]
    signer = plan.metadata.signer.value
    assert [signer.authority, signer.on_behalf_of, signer.position, signer.name] == truth["signer"]
    assert list(labels(plan.sections)) == truth["sections"]
    assert [entry.text for entry in plan.metadata.recipients.value] == truth["recipients"]
    assert [basis.number or basis.title for basis in plan.legal_bases] == truth["bases"]
    assert Counter(c.number for c in plan.citations if c.number) == Counter(truth["citations"])
    assert periods(plan) == set(map(tuple, truth["deadlines"]))
    assert not lost(document, plan)


def test_there_are_plans():
    assert len(PLANS) >= 14


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_sound_plan_raises_no_alarm(parsed, path):
    """None of these plans has a fault but for a blank number and what its truth names."""
    _, plan = parsed(path, "as is", arranged)
    known = json.loads(path.with_suffix(".json").read_text("utf-8")).get("issues", [])
    assert [issue.code for issue in plan.issues if issue.code != "number-absent"] == known
