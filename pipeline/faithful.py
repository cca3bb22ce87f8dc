"""The faithful text of pages: what the paper says, and which lines say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.pipeline.document import Line, Page, Role


def faithful_text(pages: Sequence[Page]) -> str:
    """What the paper says, line for line; a table row is one line with tabs; ends with a line break.

    What a digital signature's program prints over the page is no text of the paper.
    """
    return "".join(f"{line.text}\n" for line in faithful_lines(pages))


def faithful_lines(pages: Sequence[Page]) -> Iterator[Line]:
    """The lines of `faithful_text`, in its order."""
    return (line for page in pages for line in page.text_lines() if line.role is not Role.SIGNATURE_DUMP)
