"""Where a run stands, read from its journal beside it: nothing is locked, nothing is changed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kehoach.pipeline.batch.journal import progress_noted, reasons_noted
from kehoach.pipeline.batch.lock import holder
from kehoach.pipeline.batch.missing_inputs import is_gone
from kehoach.pipeline.batch.progress import Progress, progress_line
from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.kept import kept, opened, undamaged
from kehoach.pipeline.files.out_names import JOURNAL
from kehoach.pipeline.files.paths import path_of, shown
from kehoach.pipeline.ingest.passed_over import WORDS
from kehoach.pipeline.plan_look import Reason
from kehoach.pipeline.wording import number_of

_EXAMPLES = 3  # names shown for a cause
_REASONS = 4  # the most frequent reasons to look, shown to a person


@dataclass(frozen=True)
class Status:
    """Documents by state, the last run, failures by cause; `holder` is the process at work, None where none is."""

    states: dict[str, int]
    with_gaps: int  # done, but for pages that could not be read
    pages: int
    run: dict[str, Any]
    causes: list[dict[str, Any]]
    look: dict[str, tuple[Reason, ...]]  # by the document's name: why a person should look at it
    skipped: list[dict[str, Any]]  # by reason, with all their places
    gone: list[str]  # places of documents with results, whose file is there no more
    holder: dict[str, object] | None
    of_earlier: list[str] = field(default_factory=list)  # failed; their files are of a reading before
    progress: Progress | None = None  # of the run that goes on

    @property
    def pages_per_second(self) -> float:
        """Of the last run, by its own clock."""
        seconds = float(self.run.get("seconds") or 0.0)
        return round(self.run["pages"] / seconds, 2) if seconds else 0.0

    @property
    def documents(self) -> int:
        """How many are or may become documents."""
        return sum(count for state, count in self.states.items() if state != State.SKIPPED)

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {
            "running": self.holder is not None,
            "process": self.holder,
            "states": self.states,
            "with_unread_pages": self.with_gaps,
            "with_results_of_an_earlier_reading": self.of_earlier,
            "documents": self.documents,
            "pages": self.pages,
            "pages_per_second": self.pages_per_second,
            "progress": asdict(self.progress) if self.progress else None,
            "last_run": self.run,
            "failed_by_cause": self.causes,
            "to_look_at": [
                {"document": name, "reasons": [asdict(reason) for reason in reasons]}
                for name, reasons in self.look.items()
            ],
            "skipped_by_reason": self.skipped,
            "gone": self.gone,
        }

    def lines(self) -> Iterator[str]:
        """For a person."""
        yield self._headline()
        if self.progress:
            yield progress_line(self.progress)
            if self.progress.reading:
                yield f"reading {', '.join(self.progress.reading)}"
        yield f"{number_of(self.documents, 'document')}, {number_of(self.pages, 'page')}: " + (
            ", ".join(f"{count} {state}" for state, count in self.states.items() if state != State.SKIPPED) or "none"
        )
        if self.run and self.run["todo"]:
            yield (
                f"last run: {self.run['ended']} of {number_of(self.run['todo'], 'document')}, "
                f"{number_of(self.run['pages'], 'page')}, {self.pages_per_second:.1f} pages/s"
            )
        if self.with_gaps:
            yield f"  {self.with_gaps} done but for pages that could not be read (--retry-failed tries again)"
        if self.of_earlier:
            more = " …" if len(self.of_earlier) > _EXAMPLES else ""
            named = ", ".join(self.of_earlier[:_EXAMPLES]) + more
            yield f"  {len(self.of_earlier)} failed whose files are stale, of an earlier reading: {named}"
        if self.look:
            codes = Counter(code for reasons in self.look.values() for code in {reason.code for reason in reasons})
            named = ", ".join(f"{count} x {code}" for code, count in codes.most_common(_REASONS))
            more = " …" if len(codes) > _REASONS else ""
            yield f"  {number_of(len(self.look), 'document')} to look at: {named}{more} (which and why: --json)"
        for cause in self.causes:
            advice = f" ({cause['advice']})" if cause["advice"] else ""
            more = " …" if cause["count"] > len(cause["examples"]) else ""
            yield f"  {cause['count']} x {cause['code']}: {', '.join(cause['examples'])}{more}{advice}"
        for reason in self.skipped:
            yield f"  skipped: {reason['count']} x {reason['code']}: {_first(reason['places'])} ({reason['meaning']})"
        if self.gone:
            said = "whose file is gone, with results that are kept"
            yield f"  {len(self.gone)} {said}: {_first(self.gone)} (kehoach forget takes them out)"

    def _headline(self) -> str:
        if self.holder is not None:
            pid = self.holder.get("pid", "unknown")
            return f"running: process {pid} on {self.holder.get('host', 'this machine')}"
        if self.run and not self.run["finished"]:
            return "stopped before its end; the same command goes on with it"
        return "ended"


def read_status(out: Path) -> Status:
    """Where the run on `out` stands, also while it works. Raises BadInput where no run has written there."""
    path = out / JOURNAL
    if not path.is_file():
        raise BadInput(f"{out}: no run has written here", advice="give the folder that was the run's -o")
    with opened(path) as base, undamaged(path):
        states = {
            str(row[0]): row[1] for row in base.execute("SELECT state, count(*) FROM document GROUP BY 1 ORDER BY 1")
        }
        gaps, pages = base.execute(
            "SELECT count(*) FILTER (WHERE state LIKE 'done%' AND code != ''), coalesce(sum(pages), 0) FROM document"
        ).fetchone()
        run = base.execute("SELECT * FROM run ORDER BY id DESC LIMIT 1").fetchone()
        look = {shown(path_of(place)): reasons for place, reasons in reasons_noted(base).items()}
        at_work = holder(out)
        progress = progress_noted(base) if at_work else None
        last, causes = _numbers(run) if run else {}, list(_causes(base))
        aside, gone = _skipped(base), _gone(out)
        return Status(states, gaps, int(pages), last, causes, look, aside, gone, at_work, stale(out), progress)


def _numbers(run: sqlite3.Row) -> dict[str, Any]:
    """A row of the runs; all that is counted with is a number."""
    counts = {name: int(run[name]) for name in ("todo", "ended", "pages", "finished")}
    return {**dict(run), **counts, "seconds": float(run["seconds"])}


def stale(out: Path) -> list[str]:
    """Documents that failed and still have files of an earlier reading: neither collected nor searched any more."""
    return [shown(one.place) for one in kept(out) or () if one.files and not one.current]


def _first(names: list[str]) -> str:
    return ", ".join(names[:_EXAMPLES]) + (" …" if len(names) > _EXAMPLES else "")


def _skipped(base: sqlite3.Connection) -> list[dict[str, Any]]:
    """What was passed over, by reason, the most frequent first."""
    reasons: dict[str, list[str]] = {}
    for code, place in base.execute("SELECT code, place FROM document WHERE state = 'skipped' ORDER BY position"):
        reasons.setdefault(code, []).append(shown(path_of(place)))
    return [
        {"code": code, "meaning": WORDS.get(code, ""), "count": len(places), "places": places}
        for code, places in sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    ]


def _gone(out: Path) -> list[str]:
    """Documents with results whose file is there no more."""
    known = kept(out) or ()
    return [shown(one.place) for one in known if one.files and is_gone(one.origin.found(out), one.origin.member)]


def _causes(base: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    failed = "FROM document WHERE state = 'failed'"
    for code, count in base.execute(f"SELECT code, count(*) {failed} GROUP BY 1 ORDER BY 2 DESC").fetchall():
        advised = f"SELECT advice {failed} AND code = ? GROUP BY 1 ORDER BY count(*) DESC, min(position) LIMIT 1"
        (advice,) = base.execute(advised, (code,)).fetchone()  # of most of them, as in a run's last lines
        places = base.execute(f"SELECT place {failed} AND code = ? ORDER BY position LIMIT ?", (code, _EXAMPLES))
        examples = [shown(path_of(place)) for (place,) in places]
        yield {"code": code, "count": count, "advice": advice, "examples": examples}
