"""Read lines to the Plan: metadata, sections, citations, tasks, recipients, tables, signatures.

`parser` tells the whole way; `zones` parts a document, `reading` has its parts read. A folder a part: `head`, `body`,
`foot`, `tables`, `citing`, `tasks`, `checks`; below them `lines` (printed lines to paragraphs) and `words`. The rules'
word lists are in `data`.
"""

from kehoach.pipeline.parse.parser import parse

__all__ = ["parse"]
