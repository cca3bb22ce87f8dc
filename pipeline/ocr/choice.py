"""Which readers are there, and which one a run takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.ocr.engine import Engine, EngineStatus
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.ocr.installed import is_installed
from kehoach.pipeline.ocr.pytesseract_engine import PytesseractEngine, pytesseract_status
from kehoach.pipeline.ocr.tessdata import ADVICE, LANGUAGE, find_tessdata
from kehoach.pipeline.ocr.tesserocr_engine import TesserocrEngine, tesserocr_status
from kehoach.pipeline.ocr.trueocr_engine import trueocr_status
from kehoach.pipeline.options import EngineName, OcrMode, OcrOptions

_STATUS: dict[EngineName, Callable[[], EngineStatus]] = {
    EngineName.TESSEROCR: tesserocr_status,
    EngineName.PYTESSERACT: pytesseract_status,
    EngineName.TRUEOCR: trueocr_status,
}

_TESSERACTS: dict[EngineName, type[TesserocrEngine] | type[PytesseractEngine]] = {
    EngineName.TESSEROCR: TesserocrEngine,
    EngineName.PYTESSERACT: PytesseractEngine,
}
"""The library first: it starts no process and reads a page's lines in three quarters of the time."""


def available_engines() -> tuple[EngineStatus, ...]:
    """Every reader with its version, or why it cannot be had; never raises."""
    return tuple(look() for look in _STATUS.values())


def check_engine(options: OcrOptions) -> None:
    """Raise MissingDependency, as `choose_engine` does, where nothing that `options.engine` asks for is installed.

    Nothing is loaded: a reader that is installed and cannot be loaded is found out by those who read.
    """
    if not is_installed(options.engine):
        choose_engine(options)


def better_reader(options: OcrOptions) -> str:
    """A note for the user where Tesseract would help and is not there; "" where all is well, or it was not asked for.

    As `check_engine`, it loads nothing.
    """
    alone = options.engine is EngineName.AUTO and not is_installed(EngineName.TESSERACT)
    if not alone or options.mode is OcrMode.SKIP:
        return ""
    return f"page images are read by the built-in reader alone; with Tesseract beside it, it reads better: {ADVICE}"


def choose_engine(options: OcrOptions) -> Engine:
    """The reader that `options.engine` asks for; raises MissingDependency with the one line to run.

    `auto` takes both readers together where both are there. Words missed on 14 scans of documents: 1.2 % by both
    together, 3.4 % by trueocr with the language's help, 10 % without it; 2.9 % by Tesseract on the lines that
    trueocr's network finds, 12 % on whole pages.
    """
    wanted = options.engine
    names = {EngineName.AUTO: tuple(_TESSERACTS), EngineName.TESSERACT: tuple(_TESSERACTS)}.get(wanted, (wanted,))
    tesseract = next((name for name in names if name in _TESSERACTS and _there(name)), None)
    if not _there(EngineName.TRUEOCR):
        return _whole_pages(tesseract, names)
    if wanted in (EngineName.AUTO, EngineName.TRUEOCR):
        readers = _tesseracts(tesseract, options.thorough) if tesseract else []
        chosen = FusedEngine(readers, name="tesseract+trueocr" if readers else "trueocr", thorough=options.thorough)
        return replace(chosen, looks=chosen.looks[:1]) if options.gentle else chosen
    if tesseract is None:
        raise _nobody(names)
    return FusedEngine(_tesseracts(tesseract, options.thorough), looks=(), name="tesseract")


def _there(name: EngineName) -> bool:
    return _STATUS[name]().available


def _tesseracts(name: EngineName, thorough: bool) -> list[TesserocrEngine | PytesseractEngine]:
    """Tesseract with its data for the language and, thorough, with those for the script: a third opinion."""
    scripts = [name for name in ("script/Vietnamese", "Vietnamese") if thorough and find_tessdata(name)]
    return [_TESSERACTS[name](language) for language in (LANGUAGE, *scripts[:1])]


def _whole_pages(tesseract: EngineName | None, names: Sequence[EngineName]) -> Engine:
    """Tesseract alone, finding its lines itself: where trueocr, and with it the detector of lines, cannot be loaded."""
    if tesseract is None:
        raise _nobody((*names, EngineName.TRUEOCR) if EngineName.TRUEOCR not in names else names)
    return _TESSERACTS[tesseract]()


def _nobody(names: Sequence[EngineName]) -> MissingDependency:
    refused = (
        f"{name}: {status.reason}" for name in names if name in _STATUS and not (status := _STATUS[name]()).available
    )
    return MissingDependency(f"no reader of page images: {'; '.join(refused)}", advice="kehoach doctor shows more")
