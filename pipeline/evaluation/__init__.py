"""Outputs against truth: texts by `diacritics.metrics`, Plans field by field."""

from kehoach.pipeline.evaluation.fields import PARTS, PlanScore, Tally, score_plan
from kehoach.pipeline.evaluation.numbers import Flagged, flagged
from kehoach.pipeline.evaluation.pairs import Pair, find_pairs
from kehoach.pipeline.evaluation.table import evaluation_lines

__all__ = ["PARTS", "Flagged", "Pair", "PlanScore", "Tally", "evaluation_lines", "find_pairs", "flagged", "score_plan"]
