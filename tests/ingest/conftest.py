"""Fixtures that this folder's tests share."""

from ingest_files import make_pdf

__all__ = ["make_pdf"]
