"""Outputs against truth: texts by `diacritics.metrics`, Plans field by field."""

from pipeline.evaluation.fields import PARTS, PlanScore, Tally, score_plan
from pipeline.evaluation.pairs import Pair, find_pairs
from pipeline.evaluation.table import evaluation_lines

__all__ = ["PARTS", "Pair", "PlanScore", "Tally", "evaluation_lines", "find_pairs", "score_plan"]
