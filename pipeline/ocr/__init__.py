"""Readers of page images behind one protocol."""

from kehoach.pipeline.ocr.choice import available_engines, better_reader, check_engine, choose_engine
from kehoach.pipeline.ocr.codes import with_codes_mended
from kehoach.pipeline.ocr.doubts import doubts
from kehoach.pipeline.ocr.engine import Engine, EngineStatus, ScriptedEngine
from kehoach.pipeline.ocr.installed import installed_engines

__all__ = [
    "Engine",
    "EngineStatus",
    "ScriptedEngine",
    "available_engines",
    "better_reader",
    "check_engine",
    "choose_engine",
    "doubts",
    "installed_engines",
    "with_codes_mended",
]
