"""Files in: what each is, its text layer, its pages as images."""

from kehoach.pipeline.ingest.coverage import Coverage, coverage, layer_state
from kehoach.pipeline.ingest.find import find_inputs, natural_key
from kehoach.pipeline.ingest.identify import identify
from kehoach.pipeline.ingest.opening import open_input
from kehoach.pipeline.ingest.values import Found, Input, LayerFigures, OpenDocument, RawPage

__all__ = [
    "Coverage",
    "Found",
    "Input",
    "LayerFigures",
    "OpenDocument",
    "RawPage",
    "coverage",
    "find_inputs",
    "identify",
    "layer_state",
    "natural_key",
    "open_input",
]
