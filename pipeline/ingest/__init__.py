"""Files in: what each is, its text layer, its pages as images."""

from kehoach.pipeline.ingest.containers import digest_of, on_disk
from kehoach.pipeline.ingest.coverage import Coverage, coverage, layer_state
from kehoach.pipeline.ingest.find import find_inputs, natural_key
from kehoach.pipeline.ingest.identify import identify
from kehoach.pipeline.ingest.opening import open_input
from kehoach.pipeline.ingest.pages import (
    BrokenPage,
    DrawnPage,
    ForeignBytes,
    LayerFigures,
    OpenedPage,
    PdfPage,
    PicturePage,
    RawPage,
    TextPage,
)
from kehoach.pipeline.ingest.passed_over import Aside, Reason
from kehoach.pipeline.ingest.values import Found, Input, OpenDocument

__all__ = [
    "Aside",
    "BrokenPage",
    "Coverage",
    "DrawnPage",
    "ForeignBytes",
    "Found",
    "Input",
    "LayerFigures",
    "OpenDocument",
    "OpenedPage",
    "PdfPage",
    "PicturePage",
    "RawPage",
    "Reason",
    "TextPage",
    "coverage",
    "digest_of",
    "find_inputs",
    "identify",
    "layer_state",
    "natural_key",
    "on_disk",
    "open_input",
]
