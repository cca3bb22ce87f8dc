"""Seconds of processor time that each stage of a page's way takes, what it calls in other stages left out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from kehoach.pipeline import imaging, layout, parse
from kehoach.pipeline.ingest import PdfPage, PicturePage
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.ocr.pytesseract_engine import PytesseractEngine
from kehoach.pipeline.ocr.tesserocr_engine import TesserocrEngine
from kehoach.pipeline.ocr.trueocr_engine import TrueocrEngine

STAGES: tuple[tuple[Any, str, str], ...] = (
    (PdfPage, "render", "render"),
    (PicturePage, "render", "render"),
    (imaging, "prepare", "imaging"),
    (TrueocrEngine, "find_lines", "detect"),
    (TrueocrEngine, "read_lines", "trueocr"),
    (TesserocrEngine, "read_lines", "tesseract"),
    (PytesseractEngine, "read_lines", "tesseract"),
    (FusedEngine, "judge", "language"),
    (layout, "arrange_page", "layout"),
    (parse, "parse", "parse"),
)
NAMES = tuple(dict.fromkeys(name for _, _, name in STAGES))


class StageClock:
    """Counts while `watching`; `seconds` by the name of the stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner: list[float] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Put a clock around every stage for as long as this lasts."""
        with ExitStack() as patches:
            for owner, function, name in STAGES:
                patches.enter_context(mock.patch.object(owner, function, self._timed(getattr(owner, function), name)))
            yield

    def row(self, pages: int) -> str:
        """Milliseconds a page, stage by stage."""
        return "  ".join(f"{name} {1000 * self.seconds[name] / max(1, pages):.0f}" for name in NAMES)

    def _timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*args, **options)
            finally:
                spent = time.process_time() - start
                self.seconds[name] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        return timed
