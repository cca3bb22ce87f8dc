"""What came of a run: counts, and failures by their cause with what to do about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kehoach.pipeline.batch.work import UNREAD, Outcome, State
from kehoach.pipeline.errors import OK, SOME_FAILED, WANTS_A_LOOK, BadInput, Damaged
from kehoach.pipeline.ingest.passed_over import WORDS
from kehoach.pipeline.wording import number_of

_EXAMPLES = 3  # names shown for a cause


@dataclass
class Cause:
    """Documents that failed for one reason, with advice where all share it."""

    code: str
    count: int = 0
    advice: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def line(self) -> str:
        """For a person: how many, why, what to do, which."""
        advice = self.advice.most_common(1)[0][0] if self.advice else ""
        more = " …" if self.count > len(self.examples) else ""
        what = f"{self.count} x {self.code}: {', '.join(self.examples)}{more}"
        return f"{what} ({advice})" if advice else what


@dataclass
class Summary:
    """Counts of documents by their end. `kept` of them ended in earlier runs; `pages` and `work` are of this one."""

    states: Counter[State] = field(default_factory=Counter)
    kept: int = 0
    kept_failed: int = 0
    with_gaps: int = 0  # of those done: pages of them could not be read
    pages: int = 0
    work: float = 0.0  # seconds of all workers together
    causes: dict[str, Cause] = field(default_factory=dict)
    skipped: dict[str, Cause] = field(default_factory=dict)  # by reason
    gone: int = 0  # documents of earlier runs with results, whose file is there no more
    last_code: int = OK
    damaged: list[str] = field(default_factory=list)  # what is wrong with results of earlier runs that were left out
    strict: bool = False  # whether something to look at is a failure

    def add(self, outcome: Outcome, *, kept: bool = False) -> None:
        """Count a document's end."""
        self.states[outcome.state] += 1
        if kept:
            self.kept += 1
            self.kept_failed += outcome.state is State.FAILED
        else:
            self.pages += outcome.pages
            self.work += outcome.seconds
        self.with_gaps += bool(outcome.code) and outcome.state not in UNREAD
        if outcome.state is State.FAILED:
            self.last_code = outcome.exit_code
        if outcome.state in UNREAD:
            causes = self.causes if outcome.state is State.FAILED else self.skipped
            cause = causes.setdefault(outcome.code, Cause(outcome.code))
            cause.count += 1
            cause.advice[outcome.advice if outcome.state is State.FAILED else WORDS.get(outcome.code, "")] += 1
            if len(cause.examples) < _EXAMPLES:
                cause.examples.append(outcome.relative.as_posix())

    @property
    def exit_code(self) -> int:
        """0, the code of the only document, that some of several failed, that there was no document at all, or that
        results of earlier runs are damaged.

        Strictly: that a document wants a look.
        """
        documents = self.states.total() - self.states[State.SKIPPED]
        if not documents and self.states[State.SKIPPED]:
            return BadInput.exit_code
        if not self.states[State.FAILED]:
            if self.damaged:
                return Damaged.exit_code
            return WANTS_A_LOOK if self.strict and self.states[State.ISSUES] else OK
        return self.last_code if documents == 1 else SOME_FAILED

    def lines(self) -> list[str]:
        """For a person."""
        skipped = f", {self.states[State.SKIPPED]} skipped" if self.states[State.SKIPPED] else ""
        kept = f", {self.kept} of them in earlier runs" if self.kept else ""
        shown = [
            f"{self.states[State.DONE]} done, {self.states[State.ISSUES]} done with something to look at, "
            f"{self.states[State.FAILED]} failed{skipped}{kept}; "
            f"{number_of(self.pages, 'page')}, {self.work:.1f} s of work"
        ]
        shown += (f"  {cause.line()}" for cause in sorted(self.causes.values(), key=lambda one: -one.count))
        shown += (f"  skipped: {reason}" for reason in self.skipped_lines())
        if self.gone:
            shown.append(f"  {self.gone} whose file is gone, with results that are kept: kehoach forget takes them out")
        if self.with_gaps:
            shown.append(f"  {self.with_gaps} done but for pages that could not be read: --retry-failed tries again")
        if self.kept_failed:
            shown.append(f"  {self.kept_failed} failed earlier and were not tried again: --retry-failed does")
        shown += (f"  not used: {what}" for what in self.damaged)
        return shown

    def skipped_lines(self) -> list[str]:
        """What was passed over, a line a reason, the most frequent first."""
        return [reason.line() for reason in sorted(self.skipped.values(), key=lambda one: -one.count)]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {
            "states": {state.value: self.states[state] for state in State},
            "kept": self.kept,
            "with_unread_pages": self.with_gaps,
            "pages": self.pages,
            "work_seconds": round(self.work, 3),
            "failed_by_cause": {cause.code: cause.count for cause in self.causes.values()},
            "damaged": self.damaged,
            "skipped_by_reason": {
                one.code: {"count": one.count, "first": one.examples} for one in self.skipped.values()
            },
            "gone": self.gone,
            "exit_code": self.exit_code,
        }
