"""Runs over many documents: none is lost, and none that hangs or crashes stops the others."""

from kehoach.pipeline.batch.carry_out import carry_out, planned, report
from kehoach.pipeline.batch.progress import Progress
from kehoach.pipeline.batch.run import Run, begun
from kehoach.pipeline.batch.summary import Summary
from kehoach.pipeline.batch.work import Outcome, State, one

__all__ = ["Outcome", "Progress", "Run", "State", "Summary", "begun", "carry_out", "one", "planned", "report"]
