"""Many documents: nothing lost, nothing hung."""

from pipeline.batch.local import run_all
from pipeline.batch.work import Outcome, State, one

__all__ = ["Outcome", "State", "one", "run_all"]
