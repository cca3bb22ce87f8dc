"""Figures in papers are those that a benchmark has recorded, and README shows no other."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.benchmarks.measured import Result, load, record
from tests.tools import figures

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.vi.md")
RESULTS = load()

MEASURED = re.compile(
    r"\b\d[\d.,–]* ?%"  # a share
    r"|\b(?:CER|WER|F1|P@1)\b\D{0,12}\d"  # an error rate
    r"|\b\d[\d.,–]* (?:pages|trang|s|ms|seconds|giây)(?: a |/| mỗi )\w+"  # a speed
    r"|\b\d[\d.,–]* ?(?:KB|MB|GB|ms|µs|seconds|giây)\b"  # a size, a time
    r"|\b\d[\d.,–]* (?:times (?:faster|slower|less|more)|× (?:faster|slower)|lần)\b"
    r"|\b\d[\d.,]* (?:of|in|trên) \d[\d.,]*\b",  # so many of so many
    re.IGNORECASE,
)
ALLOWED = {
    "32 mã": "the number of codes in Thông tư 05/2025, not measured",
    "200 dpi": "what Thông tư 05/2025 asks of a scan",
}
"""What looks like a figure in the READMEs and is none, with the reason."""


def unmarked(text: str) -> str:
    """A paper without its marked places, its code and its links."""
    for marked in (figures.TABLE, figures.PLACE, re.compile(r"```.*?```", re.DOTALL), re.compile(r"\]\([^)]*\)")):
        text = marked.sub("", text)
    return text


def measured_figures(text: str) -> list[str]:
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    return [found[0] for found in MEASURED.finditer(unmarked(text))]


@pytest.mark.parametrize("paper", list(figures.papers()), ids=lambda paper: str(paper.relative_to(ROOT)))
def test_marked_places_say_what_was_measured(paper: Path) -> None:
    text = paper.read_text("utf-8")
    assert figures.wanted(paper, RESULTS) == text, "python tests/tools/figures.py writes them again"


@pytest.mark.parametrize("readme", READMES)
def test_readme_has_no_figure_that_no_command_writes(readme: str) -> None:
    assert measured_figures((ROOT / readme).read_text("utf-8")) == []


def test_readme_has_marked_figures() -> None:
    assert len(figures.TABLE.findall((ROOT / "README.md").read_text("utf-8"))) == 1
    assert all(figures.PLACE.search((ROOT / readme).read_text("utf-8")) for readme in READMES)


def test_what_is_allowed_stands_in_a_readme() -> None:
    both = "".join(unmarked((ROOT / readme).read_text("utf-8")) for readme in READMES)
    assert [one for one in ALLOWED if one not in both] == []


@pytest.mark.parametrize(
    "claim",
    [
        "96–97 % of single lines",
        "CER 0.004",
        "WER of 0.0138",
        "0.06 s a page",
        "1.3 pages/s",
        "1,3 trang mỗi giây",
        "takes 0.45 GB",
        "three times the speed, 3 times faster",
        "361 of 368 numbers",
    ],
)
def test_claims_are_recognised(claim: str) -> None:
    assert measured_figures(f"kehoach: {claim}.")
    assert not measured_figures(f"<!-- figure: any -->{claim}<!-- /figure -->")


@pytest.mark.parametrize("fact", ["less sure than 0.85", "Nghị định 30/2020/NĐ-CP", "Python 3.11 or newer", "code 13"])
def test_facts_are_no_claims(fact: str) -> None:
    assert not measured_figures(f"kehoach: {fact}.")


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_says_how_and_when_it_was_measured(name: str) -> None:
    one = RESULTS[name]
    assert (ROOT / one.command.split()[0]).is_file()
    assert "/" not in one.command.partition(" ")[2], "a path of one machine"
    assert date.fromisoformat(one.date) <= date.today()
    assert re.fullmatch(r"[0-9a-f]{7,}", one.commit), "measured on a program that is in no commit"
    assert one.shown.strip()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<!-- figure: cer -->0.1", "not closed"),
        ("<!-- figure: none -->0.1<!-- /figure -->", "no benchmark has recorded 'none'"),
        ("<!-- table: readme -->\n| CER |\n<!-- /table -->", "no benchmark has recorded"),
    ],
)
def test_places_that_cannot_be_filled_are_named(text: str, why: str) -> None:
    with pytest.raises(figures.Unfillable, match=why):
        figures.filled(text, {"cer": Result("0.004", "bench_pages.py", "abc", "2026-12-01")})


def test_a_place_that_differs_is_filled_and_the_rest_stays() -> None:
    results = {"lines": Result("20,000", "bench_encodings.py", "abc", "2026-12-01")}
    text = "on <!-- figure: lines -->10<!-- /figure --> lines, 10 of them"
    assert figures.filled(text, results) == text.replace("-->10<", "-->20,000<")
    assert figures.filled(text, results, vietnamese=True) == text.replace("-->10<", "-->20.000<")


def test_a_trial_records_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEHOACH_RECORD", raising=False)
    record("cer", "0.004", tmp_path / "figures.json")
    assert not any(tmp_path.iterdir())


def test_what_is_measured_again_takes_the_place_of_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("the commit is asked of git")
    path = tmp_path / "figures.json"
    monkeypatch.setenv("KEHOACH_RECORD", "1")
    monkeypatch.setattr("sys.argv", ["/here/bench_pages.py", "--shared", "/there"])
    for name, shown in (("wer", "0.02"), ("cer", "0.005"), ("cer", "0.004")):
        record(name, shown, path)
    known = load(path)
    assert list(known) == ["cer", "wer"]
    assert known["cer"].shown == "0.004"
    assert known["cer"].command == "tests/benchmarks/bench_pages.py --shared DIR"
