"""Read lines to the Plan: metadata, sections, citations, tasks, recipients, tables, signatures."""

from pipeline.parse.parser import parse

__all__ = ["parse"]
