"""One document from file to files, whatever happens: every input ends as exactly one Outcome."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import KehoachError
from pipeline.export import write_document
from pipeline.ingest import Input
from pipeline.options import Options
from pipeline.process import read_document

if TYPE_CHECKING:
    from pipeline.plan import Plan

LOOK_FIRST = 1  # the severity of an issue that makes a document «done with issues»


class State(StrEnum):
    """How a document ended."""

    DONE = "done"
    ISSUES = "done-with-issues"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """The end of one input. `exit_code` is 0 unless it failed; `detail` is for those who mend the program."""

    relative: Path
    state: State
    seconds: float = 0.0
    pages: int = 0
    issues: int = 0
    code: str = ""
    message: str = ""
    exit_code: int = 0
    detail: str = ""


def one(source: Input, out: Path, options: Options) -> Outcome:
    """Read one input and write its files into `out / source.relative`."""
    start = time.perf_counter()
    try:
        plan = read_document(source, options)
        write_document(plan, out / source.relative, options.export)
    except KehoachError as error:
        outcome = failed(source, error)
    except Exception as error:  # a mistake of ours: this document fails, the others go on
        message = f"{source.path}: unexpected {type(error).__name__}: {error}"
        outcome = replace(failed(source, KehoachError(message)), detail=traceback.format_exc())
    else:
        outcome = _done(source, plan)
    return replace(outcome, seconds=time.perf_counter() - start)


def failed(source: Input, error: KehoachError) -> Outcome:
    """The end of an input that has no Plan."""
    return Outcome(source.relative, State.FAILED, code=error.code, message=str(error), exit_code=error.exit_code)


def _done(source: Input, plan: Plan) -> Outcome:
    urgent = sum(issue.severity == LOOK_FIRST for issue in plan.issues)
    state = State.ISSUES if urgent else State.DONE
    return Outcome(source.relative, state, pages=plan.source.pages, issues=urgent)
