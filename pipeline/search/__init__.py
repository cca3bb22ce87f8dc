"""Text that can be searched: records for other programs, and an index of its own."""

from kehoach.pipeline.search.index import build_index, takes_secret
from kehoach.pipeline.search.query import Filters, Hit, search
from kehoach.pipeline.search.tables import write_documents_csv, write_ndjson, write_parquet

__all__ = [
    "Filters",
    "Hit",
    "build_index",
    "search",
    "takes_secret",
    "write_documents_csv",
    "write_ndjson",
    "write_parquet",
]
