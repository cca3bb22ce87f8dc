"""Outputs against truth: texts by `diacritics.metrics`, Plans field by field."""

from pipeline.evaluation.fields import PARTS, PlanScore, Tally, score_plan
from pipeline.evaluation.numbers import Flagged, flagged
from pipeline.evaluation.pairs import Pair, find_pairs
from pipeline.evaluation.table import evaluation_lines

__all__ = ["PARTS", "Flagged", "Pair", "PlanScore", "Tally", "evaluation_lines", "find_pairs", "flagged", "score_plan"]
