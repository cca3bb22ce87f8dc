"""Opening a file of any kind: its content decides which reader takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.ingest.identify import identify

if TYPE_CHECKING:
    from kehoach.pipeline.ingest.values import Input, OpenDocument
    from kehoach.pipeline.options import IngestOptions


def open_input(chosen: Input, options: IngestOptions) -> OpenDocument:
    """Open an input by the content of its file; use it in a `with`.

    Raises FileAccess (not there, no permission), BadInput (empty, broken, unknown kind, no pages), Encrypted,
    MissingDependency and ChildProcess (of what converts old office documents); each names the file, the cause and what
    to do.
    """
    if chosen.member or chosen.alias:
        from kehoach.pipeline.ingest.member_document import open_inside

        return open_inside(chosen, options, open_input)
    if len(chosen.paths) > 1:
        from kehoach.pipeline.ingest.images import open_images

        return open_images(chosen)
    kind = identify(chosen.paths[0])
    if kind is MediaKind.PDF:
        from kehoach.pipeline.ingest.pdf import open_pdf

        return open_pdf(chosen, options.password)
    if kind is MediaKind.TEXT:
        from kehoach.pipeline.ingest.textfile import open_text

        return open_text(chosen)
    if kind.is_office:
        from kehoach.pipeline.ingest.office.opening import open_office

        return open_office(chosen, kind)
    from kehoach.pipeline.ingest.images import open_images

    return open_images(chosen)
