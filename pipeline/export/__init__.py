"""The Plan and its texts to files."""

from pipeline.export.documents import COLLECTION, FAITHFUL, NORMALISED, PLAN, collect, plan_json, write_document
from pipeline.export.files import whole_file, write_text

__all__ = [
    "COLLECTION",
    "FAITHFUL",
    "NORMALISED",
    "PLAN",
    "collect",
    "plan_json",
    "whole_file",
    "write_document",
    "write_text",
]
