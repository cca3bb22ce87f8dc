"""Readers of page images behind one protocol."""

from pipeline.ocr.choice import available_engines, choose_engine
from pipeline.ocr.codes import with_codes_mended
from pipeline.ocr.doubts import doubts
from pipeline.ocr.engine import Engine, EngineStatus, ScriptedEngine

__all__ = [
    "Engine",
    "EngineStatus",
    "ScriptedEngine",
    "available_engines",
    "choose_engine",
    "doubts",
    "with_codes_mended",
]
