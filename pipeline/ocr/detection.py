"""Text lines found by trueocr's detection network, cut where a ruling line of a table stands between them.

`PageEngine.detect` of trueocr joins the cells of a table row into one line though they stand at different heights; here
the network's map is cut along upright ruling lines before lines are made of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.pipeline.document import Box

_SMALL = 9.0
"""Height in pixels of the network's input below which lines are looked for again in a larger picture (trueocr's
ADAPTIVE_MIN_H), at a scale that makes them `_WANTED` high, up to `_LARGEST` pixels of the longer side."""

_WANTED = 12.0
_LARGEST = 2048

_FEW = 8  # lines, below which their usual height is not trusted


@dataclass(frozen=True)
class Finder:
    """The detection network, and the longer side of the pictures that it is shown as a rule."""

    det: Any
    long_side: int

    @classmethod
    def load(cls, folder: Path) -> Finder:
        """From trueocr's folder of models; its PageEngine would load two networks more that are not asked."""
        from trueocr.recognizer import session

        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        return cls(session(folder / "det.onnx", 1), int(meta["det_long_side"]))


def detect(pages: Any, pixels: NDArray[np.uint8], rulings: Sequence[Box]) -> list[Box]:
    """Boxes around the text lines of a grey picture, in its pixels; `pages` is a Finder, or trueocr's PageEngine."""
    long_side = int(pages.long_side)
    boxes = _detect_at(pages, pixels, long_side, rulings)
    if len(boxes) >= _FEW:
        scale = long_side / max(pixels.shape)
        usual = float(np.median([box.height for box in boxes])) * scale
        larger = int(min(_LARGEST, long_side * _WANTED / max(usual, 1.0))) // 32 * 32
        if usual < _SMALL and larger > long_side:
            boxes = _detect_at(pages, pixels, larger, rulings)
        elif any(box.height > box.width for box in rulings):
            boxes = _refined(boxes, _detect_at(pages, pixels, long_side * 3 // 2, rulings), rulings)
    return boxes


def _refined(coarse: Sequence[Box], fine: Sequence[Box], rulings: Sequence[Box]) -> list[Box]:
    """The coarse boxes, but the fine ones in the cells of tables.

    Cells are set tight and their lines stand at other heights than their neighbours': at the usual scale the network
    puts one line between two. The finer scale parts them, but is worse everywhere else.
    """
    upright = [box for box in rulings if box.height > box.width]
    boxes = [box for box in coarse if not _in_cell(box, upright)]
    boxes += [box for box in fine if _in_cell(box, upright)]
    return _apart(boxes)


def _in_cell(box: Box, upright: Sequence[Box]) -> bool:
    """Whether an upright ruling line stands on each side."""
    x, y = box.middle
    beside = [line.middle[0] for line in upright if line.top <= y <= line.bottom]
    return any(at < x for at in beside) and any(at > x for at in beside)


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """The boxes of which no other, different one covers more than six tenths."""
    if not boxes:
        return []
    sides = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes])
    left, top, right, bottom = sides.T
    width = np.minimum(right, right[:, None]) - np.maximum(left, left[:, None])
    height = np.minimum(bottom, bottom[:, None]) - np.maximum(top, top[:, None])
    shared = np.maximum(0.0, width) * np.maximum(0.0, height)
    shared[(sides == sides[:, None]).all(axis=2)] = 0.0
    covered = (shared > 0.6 * ((right - left) * (bottom - top))[:, None]).any(axis=1)
    return [box for box, gone in zip(boxes, covered.tolist(), strict=True) if not gone]


def _detect_at(pages: Any, pixels: NDArray[np.uint8], long_side: int, rulings: Sequence[Box]) -> list[Box]:
    from trueocr.page import OUT_STRIDE, decode_lines, det_input

    picture, scale = det_input(pixels, long_side)
    found = pages.det.run(None, {"x": picture[None, None]})[0][0]
    _cut(found[0], rulings, scale / OUT_STRIDE)
    height, width = pixels.shape
    rows = decode_lines(found)[:, :4] / scale
    rows = rows.clip((0, 0, 0, 0), (width, height, width, height))
    return [Box(*row) for row in rows.tolist() if row[2] - row[0] >= 2 and row[3] - row[1] >= 2]


def _cut(core: NDArray[np.float32], rulings: Sequence[Box], scale: float) -> None:
    """Say «no line here» along each upright ruling line, in place."""
    for box in rulings:
        if box.height > box.width:
            top, bottom = int(box.top * scale), int(np.ceil(box.bottom * scale))
            left, right = int(box.left * scale), max(int(box.left * scale) + 1, int(np.ceil(box.right * scale)))
            core[top:bottom, left:right] = -20.0
