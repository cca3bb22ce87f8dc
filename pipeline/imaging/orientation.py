"""Pages that lie on their side or stand on their head, told by trueocr's small orientation network."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.geometry import quarter_turned
from kehoach.pipeline.imaging.grey import grey, shrunk

_SURE = 0.95
"""Probability from which a page is turned (trueocr's own choice): nearly all pages are upright, and a wrong turn
loses the page."""


def upright(image: PageImage) -> PageImage:
    """The picture turned by quarters until its text stands upright; given back as it is in doubt."""
    turns = measure_turns(image)
    return quarter_turned(image, -turns) if turns else image


def measure_turns(image: PageImage) -> int:
    """Quarter turns counter-clockwise that the text has been turned by: 0…3; 0 in doubt or without the network."""
    session = _network()
    if session is None:
        return 0
    from trueocr.page import ORIENT_SIDE, orient_input

    small = shrunk(grey(image.pixels), ORIENT_SIDE)
    told = np.asarray(session.run(None, {"x": orient_input(small)[None, None]})[0][0])
    turns = int(told.argmax())
    return turns if told[turns] > _SURE and turns < 4 else 0


@lru_cache(maxsize=1)
def _network() -> Any:
    """The ONNX session, one thread; None where trueocr is not installed."""
    try:
        import trueocr
        from trueocr.recognizer import session
    except ImportError:
        return None
    return session(Path(trueocr.__file__).parent / "models" / "orient.onnx", 1)
