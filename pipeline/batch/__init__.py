"""Many documents: nothing lost, nothing hung."""

from pipeline.batch.run import Run, begun
from pipeline.batch.summary import Summary
from pipeline.batch.work import Outcome, State, one

__all__ = ["Outcome", "Run", "State", "Summary", "begun", "one"]
