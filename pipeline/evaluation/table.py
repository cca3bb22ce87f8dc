"""The figures of all pairs as the lines that `kehoach evaluate` prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kehoach.diacritics.metrics import Figures, compare, compare_lines
from kehoach.pipeline.errors import BadInput, Damaged, FileAccess, of_system
from kehoach.pipeline.evaluation.fields import PARTS, PlanScore, Tally, score_plan
from kehoach.pipeline.evaluation.numbers import Flagged, flagged
from kehoach.pipeline.evaluation.pairs import Pair, find_pairs

POOLED = "ALL (pooled)"


def evaluation_lines(
    truth: Path, out: Path, *, lines: bool = False, read: bool = False, as_json: bool = False
) -> Iterator[str]:
    """One line for each document and one for all together; texts first, then Plans.

    `lines`: both are texts of the same number of lines. `read`: the Plans were read from images. `as_json`: objects
    instead of columns. A missing output counts as empty; one that is damaged is left out. Raises BadInput or
    FileAccess naming the file, and after the last line Damaged, naming the outputs that were left out.
    """
    if lines:
        yield _line_accuracy(truth, out)
        return
    damaged: list[str] = []
    pairs = list(_usable(find_pairs(truth, out), damaged))
    show_text, show_plan = (_text_json, _plan_json) if as_json else (_text_row, _plan_row)
    texts = {pair.name: _compare(pair) for pair in pairs if pair.truth_text}
    yield from (show_text(name, figures) for name, figures in _with_pooled(texts))
    plans = {pair.name: _score(pair, read) for pair in pairs if pair.truth_plan}
    yield from (show_plan(name, score) for name, score in plans.items())
    if len(plans) > 1:
        yield show_plan(POOLED, PlanScore({p: sum((s.parts[p] for s in plans.values()), Tally()) for p in PARTS}))
    if damaged:
        raise Damaged(f"left out: {'; '.join(damaged)}", advice="run again over the same inputs, it makes them again")


def _usable(pairs: Iterable[Pair], damaged: list[str]) -> Iterator[Pair]:
    """The pairs without outputs that cannot be read; what is wrong with those is added to `damaged`."""
    for pair in pairs:
        found, usable = len(damaged), pair
        if pair.plan and (what := _damage(_load, pair.plan)):
            damaged.append(what)
            usable = replace(usable, plan=None, truth_plan=None)
        if pair.text and (what := _damage(_read, pair.text)):
            damaged.append(what)
            usable = replace(usable, text=None, truth_text=None)
        if usable.truth_text or usable.truth_plan or found == len(damaged):
            yield usable


def _damage(read: Callable[[Path], object], path: Path) -> str:
    try:
        read(path)
    except (BadInput, FileAccess) as error:
        return str(error)
    return ""


TextScore = tuple[Figures, Flagged | None]


def _with_pooled(texts: Mapping[str, TextScore]) -> Iterator[tuple[str, TextScore]]:
    yield from texts.items()
    if len(texts) > 1:
        flags = [flags for _, flags in texts.values() if flags is not None]
        all_flags = sum(flags, Flagged()) if len(flags) == len(texts) else None
        yield POOLED, (sum((figures for figures, _ in texts.values()), Figures()), all_flags)


def _compare(pair: Pair) -> TextScore:
    """The figures of a text, and where there is a Plan beside it, how far that covers its wrong numbers."""
    assert pair.truth_text is not None
    truth, text = _read(pair.truth_text), _read(pair.text) if pair.text else ""
    if pair.plan is None:
        return compare(truth, text), None
    plan = _load(pair.plan)
    with _understood(pair.plan):
        return compare(truth, text), flagged(truth, text, plan)


def _score(pair: Pair, read: bool) -> PlanScore:
    assert pair.truth_plan is not None
    truth, plan = _load(pair.truth_plan), _load(pair.plan) if pair.plan else {}
    with _understood(pair.truth_plan, pair.plan):
        return score_plan(truth, plan, read=read)


@contextmanager
def _understood(*paths: Path | None) -> Iterator[None]:
    """Within the block JSON from files is read as Plans; one that lacks a Plan's fields is named as no Plan."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        named = " or ".join(str(path) for path in paths if path)
        raise BadInput(f"{named} is not a Plan: {error!r}", advice="see kehoach schema") from error


def _text_row(name: str, score: TextScore) -> str:
    f, flags = score
    row = (
        f"{name:34s} CER {f.cer:7.4f}  WER {f.wer:7.4f}  missW {f.missing:7.4f}  diac {f.diacritics:7.4f}  "
        f"numbers {f.numbers_found}/{f.numbers}"
    )
    if flags is None:
        return row
    return f"{row}  flagged {flags.wrong_flagged}/{flags.wrong} wrong, {flags.right_flagged}/{flags.right} right"


def _text_json(name: str, score: TextScore) -> str:
    f, flags = score
    rates = {"cer": f.cer, "wer": f.wer, "missing": f.missing, "diacritics": f.diacritics, "numbers": f.number_recall}
    if flags is not None:
        rates |= {"wrong_numbers_flagged": flags.of_wrong, "right_numbers_flagged": flags.of_right}
    return json.dumps({"document": name, **{k: round(v, 6) for k, v in rates.items()}}, ensure_ascii=False)


def _plan_row(name: str, score: PlanScore) -> str:
    parts = "  ".join(f"{part} {tally.f1:.3f}" for part, tally in score.parts.items())
    wrong = f"  wrong: {', '.join(score.wrong)}" if score.wrong else ""
    return f"{name:34s} {parts}{wrong}"


def _plan_json(name: str, score: PlanScore) -> str:
    parts: dict[str, Any] = {part: round(tally.f1, 6) for part, tally in score.parts.items()}
    return json.dumps({"document": name, **parts, "wrong": list(score.wrong)}, ensure_ascii=False)


def _line_accuracy(truth: Path, out: Path) -> str:
    try:
        figures = compare_lines(_read(truth), _read(out))
    except ValueError as error:
        raise BadInput(f"{out}: {error}", advice="--lines compares texts with the same number of lines") from error
    return f"tokens {figures.tokens}  syl {figures.accuracy:.4f}  syl_caseless {figures.accuracy_caseless:.4f}"


def _load(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path} is not a Plan: it holds no object")
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text", advice="convert it first") from error
    except IsADirectoryError as error:
        raise BadInput(f"{path}: is a folder", advice="name a file in it") from error
    except OSError as error:
        raise of_system(f"{path} cannot be read", error) from error
