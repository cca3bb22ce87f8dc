"""`kehoach evaluate` gives the common scorers' figures."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.evaluation import Flagged, Tally, evaluation_lines, find_pairs, flagged, score_plan

GOLD = {
    "metadata": {"doc_type": "Kế hoạch", "number": "12", "notation": "KH-SYT", "agency": "Sở Y tế", "place": "Nam Hải",
                 "date": "2024-03-05", "subject": "Truyền thông năm 2024",
                 "signer": {"authority": "KT.", "position": "PHÓ GIÁM ĐỐC", "name": "Trần Văn Mẫu"}},
    "sections": [{"label_printed": "I.", "title": "MỤC ĐÍCH", "paragraphs": [],
                  "children": [{"label_printed": "1.", "title": None, "paragraphs": ["Nâng cao hiểu biết"]}]}],
    "citations": ["20-NQ/TW", "12/KH-SYT"],
    "legal_bases": [{"number": "213/KH-BYT"}],
    "recipients": ["Bộ Y tế (b/c)", "Lưu: VT"],
    "deadlines": [{"iso_start": None, "iso_end": "2024-04-30"}],
}  # fmt: skip


def perfect() -> dict[str, object]:
    return {
        "metadata": {**{k: {"value": v} for k, v in GOLD["metadata"].items()},
                     "recipients": {"value": [{"text": "- Bộ Y tế (b/c);"}, {"text": "Lưu: VT."}]}},
        "sections": GOLD["sections"],
        "citations": [{"number": "20 - NQ/TW"}, {"number": "12/KH-SYT"}],
        "legal_bases": [{"number": "213/KH-BYT"}],
        "tasks": [{"period": {"start": None, "end": "2024-04-30"}}],
    }  # fmt: skip


def test_a_perfect_plan_scores_one_in_every_part() -> None:
    gold = {**GOLD, "citations": ["20-NQ/TW"]}
    score = score_plan(gold, perfect())
    assert {part: tally.f1 for part, tally in score.parts.items()} == dict.fromkeys(score.parts, 1.0)
    assert not score.wrong


def test_an_empty_plan_scores_nothing() -> None:
    score = score_plan(GOLD, {})
    assert {tally.hits for tally in score.parts.values()} == {0}
    assert "signer.name" in score.wrong


def test_wrong_fields_are_named_and_tone_style_is_not_wrong() -> None:
    plan = perfect()
    plan["metadata"] = {**plan["metadata"], "number": "13", "subject": {"value": "TRUYỀN THÔNG NĂM 2024."}}
    assert score_plan(GOLD, plan).wrong == ("number",)


def test_many_wrong_deadlines_cost() -> None:
    plan = {**perfect(), "deadlines": [{"start": f"2024-01-{day:02d}", "end": None} for day in range(1, 9)]}
    assert score_plan(GOLD, plan).parts["deadlines"] == Tally(1, 1, 8)


def test_a_section_out_of_its_place_is_not_found() -> None:
    plan = {**perfect(), "sections": GOLD["sections"][0]["children"]}
    assert score_plan(GOLD, plan).parts["sections"].hits == 0


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_folders_are_paired_by_name_and_a_missing_output_is_empty(tmp_path: Path) -> None:
    truth = write(tmp_path / "truth", {"a.txt": "Sở Y tế", "b.txt": "Kế hoạch"})
    out = write(tmp_path / "out", {"a.pdf/faithful.txt": "Sở Y tế\n"})
    rows = list(evaluation_lines(truth, out))
    assert [row.split()[0] for row in rows] == ["a", "b", "ALL"]
    assert "CER  0.0000" in rows[0]
    assert "missW  1.0000" in rows[1]


def test_samples_are_paired_by_their_source(tmp_path: Path) -> None:
    samples = write(
        tmp_path / "samples",
        {"01/source.toml": 'file = "scan.pdf"', "01/truth.txt": "Sở Y tế", "01/expected.json": json.dumps(GOLD)},
    )
    plan = json.dumps(perfect())
    out = write(tmp_path / "out", {"01/scan.pdf/faithful.txt": "So Y tế", "01/scan.pdf/plan.json": plan})
    texts, plans = evaluation_lines(samples, out)
    assert "diac  0.5000" in texts
    assert "sections 1.000" in plans


def test_json_rows_are_objects(tmp_path: Path) -> None:
    truth = write(tmp_path / "truth", {"a.txt": "Sở Y tế"})
    (row,) = evaluation_lines(truth, truth, as_json=True)
    assert json.loads(row) == {"document": "a", "cer": 0, "wer": 0, "missing": 0, "diacritics": 1, "numbers": 1}


def edit(text: str, *others: str, **more: object) -> dict[str, object]:
    return {"before": text, "after": text, "applied": False, "confidence": 0.5, "alternatives": list(others), **more}


TRUE = "Số 12/KH ngày 15/4 đến 20/4 và 15/4"
CONVERTED = {"before": "Sè 12/KH", "after": TRUE.replace("20/4", "26/4"), "applied": True, "confidence": 1.0}


@pytest.mark.parametrize(
    ("output", "edits", "found"),
    [
        (TRUE, [], Flagged(0, 0, 4, 0)),
        (TRUE, [edit("20/4", "26/4")], Flagged(0, 0, 4, 1)),
        (TRUE.replace("20/4", "26/4"), [], Flagged(1, 0, 3, 0)),
        (TRUE.replace("20/4", "26/4"), [edit("26/4", "28/4")], Flagged(1, 1, 3, 0)),
        (TRUE.replace("20/4", "26/4"), [edit("12/KH", "72/KH")], Flagged(1, 0, 3, 1)),
        (TRUE.replace("20/4 ", ""), [edit("20/4", "2O/4")], Flagged(1, 1, 3, 0)),  # kept beside the text
        (TRUE.replace("20/4 ", ""), [edit("đến", "dến")], Flagged(1, 1, 3, 0)),  # beside the gap
        (TRUE.replace("20/4", "26/4"), [CONVERTED], Flagged(1, 0, 3, 0)),
    ],
    ids=["right", "in-vain", "silent", "place", "elsewhere", "named", "gap", "converted"],
)  # fmt: skip
def test_wrong_numbers_are_flagged_where_an_edit_covers_them(output: str, edits: list[object], found: Flagged) -> None:
    assert flagged(TRUE, output, {"edits": edits}) == found


def test_an_offset_tells_which_of_two_equal_numbers_is_meant() -> None:
    output = TRUE.replace("20/4", "15/4")
    doubt = [edit("15/4", "20/4", offset=output.rindex("15/4"))]
    assert flagged(TRUE.replace("20/4", "29/4"), output, {"edits": doubt, "text": {"faithful": output}}).wrong == 1
    missed = flagged(
        TRUE.replace("20/4", "29/4"),
        output,
        {"edits": [edit("15/4", offset=output.index("15/4"))], "text": {"faithful": output}},
    )
    assert missed.wrong_flagged == 0


def test_rows_show_the_share_of_flagged_numbers_where_there_are_plans(tmp_path: Path) -> None:
    truth = write(tmp_path / "truth", {"a.txt": TRUE, "b.txt": TRUE})
    wrong = TRUE.replace("20/4", "26/4")
    plan = json.dumps({"edits": [edit("26/4")]})
    out = write(tmp_path / "out", {f"{n}.pdf/{file}": text for n in "ab" for file, text in
                                   (("faithful.txt", wrong), ("plan.json", plan))})  # fmt: skip
    rows = list(evaluation_lines(truth, out))
    assert rows[0].endswith("numbers 3/4  flagged 1/1 wrong, 0/3 right")
    assert rows[-1].endswith("numbers 6/8  flagged 2/2 wrong, 0/6 right")
    (_, _, pooled) = map(json.loads, evaluation_lines(truth, out, as_json=True))
    assert (pooled["wrong_numbers_flagged"], pooled["right_numbers_flagged"]) == (1.0, 0.0)


def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no truth"):
        find_pairs(tmp_path, tmp_path)


def test_lines_of_different_number_are_said(tmp_path: Path) -> None:
    write(tmp_path, {"a": "một\nhai", "b": "một"})
    with pytest.raises(BadInput, match="2 lines of truth, 1 of output"):
        list(evaluation_lines(tmp_path / "a", tmp_path / "b", lines=True))


SCORERS = Path(os.environ.get("SHARED", Path(__file__).parents[2] / ".." / "shared")) / "eval"


@pytest.mark.skipif(not SCORERS.is_dir(), reason="the common scorers are not beside this checkout")
def test_the_figures_are_those_of_the_common_scorers(tmp_path: Path) -> None:
    """On texts with every fifth word spoilt, and on plans that lack parts, both give the same rows."""
    truth = SCORERS / "pages"
    for path in truth.glob("*.txt"):
        words = path.read_text("utf-8").split(" ")
        spoilt = [w.lower() if i % 5 == 0 else w[:-1] if i % 7 == 0 else w for i, w in enumerate(words)]
        write(tmp_path / "texts", {path.name: " ".join(spoilt)})
    theirs = scorer("score.py", truth, tmp_path / "texts")
    ours = [row.split("  numbers")[0] for row in evaluation_lines(truth, tmp_path / "texts")]
    assert ours == theirs

    for path in (SCORERS / "plans").glob("*.json"):
        plan = json.loads(path.read_text("utf-8"))
        plan["sections"], plan["citations"] = plan["sections"][1:], [*plan["citations"][2:], "1/X"]
        write(tmp_path / "plans", {path.name: json.dumps(plan)})
    pooled = scorer("score_plan.py", SCORERS / "plans", tmp_path / "plans")[-1].removeprefix("POOLED ")
    *_, last = evaluation_lines(SCORERS / "plans", tmp_path / "plans")
    assert last.removeprefix("ALL (pooled)").strip() == pooled


def scorer(name: str, truth: Path, out: Path) -> list[str]:
    command = [sys.executable, str(SCORERS / name), str(truth), str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
