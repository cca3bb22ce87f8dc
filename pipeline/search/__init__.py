"""Text that can be searched: records for other programs, and an index of its own."""

from kehoach.pipeline.search.index import INDEX, build_index
from kehoach.pipeline.search.query import Filters, Hit, search
from kehoach.pipeline.search.tables import write_documents_csv, write_ndjson, write_parquet

__all__ = [
    "INDEX",
    "Filters",
    "Hit",
    "build_index",
    "search",
    "write_documents_csv",
    "write_ndjson",
    "write_parquet",
]
