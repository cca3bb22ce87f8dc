import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kehoach.pipeline.document import Box, Line, PageImage
from kehoach.pipeline.errors import MissingDependency, PageError
from kehoach.pipeline.ocr import (
    Engine,
    ScriptedEngine,
    available_engines,
    check_engine,
    choose_engine,
    installed_engines,
)
from kehoach.pipeline.ocr import choice as choice_module
from kehoach.pipeline.ocr import installed as installed_module
from kehoach.pipeline.ocr.engine import EngineStatus, make_line, make_word
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.options import EngineName, OcrOptions


def blank(page: int = 1) -> PageImage:
    return PageImage(np.full((200, 300), 255, np.uint8), page)


def test_a_scripted_engine_gives_its_lines_and_raises_its_errors() -> None:
    line = Line("Kế hoạch", 2, 1)
    engine = ScriptedEngine({1: PageError("torn"), 2: [line]})
    assert isinstance(engine, Engine)
    assert engine.read(blank(2), timeout=1) == [line]
    assert engine.read(blank(3), timeout=1) == []
    with pytest.raises(PageError, match="torn"):
        engine.read(blank(1), timeout=1)


@pytest.mark.parametrize(
    ("text", "made"),
    [("Sô\u0301", "Số"), (" a b ", "ab"), ("", None), ("\t", None)],
    ids=["nfd", "spaces", "empty", "tab"],
)
def test_words_are_made_clean(text: str, made: str | None) -> None:
    word = make_word(text, Box(0, 0, 10, 10), -0.5)
    assert (word.text if word else None) == made
    if word:
        assert word.confidence == 0.0


def test_a_line_spans_its_words() -> None:
    words = [make_word("Số:", Box(5, 10, 30, 22), 0.9), make_word("12", Box(40, 8, 60, 20), 0.5)]
    line = make_line([word for word in words if word], 1, 1)
    assert (line.text, line.box) == ("Số: 12", Box(5, 8, 60, 22))


def test_every_reader_says_what_it_is_or_how_to_get_it() -> None:
    found = available_engines()
    assert [status.name for status in found] == ["tesserocr", "pytesseract", "trueocr"]
    assert all(status.reason for status in found)


def test_a_missing_reader_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> EngineStatus:
        return EngineStatus("x", False, "pip install it")

    monkeypatch.setattr(choice_module, "_STATUS", dict.fromkeys(choice_module._STATUS, gone))
    for name in EngineName:
        with pytest.raises(MissingDependency, match="pip install it"):
            choose_engine(OcrOptions(engine=name))


def installed(monkeypatch: pytest.MonkeyPatch, *names: EngineName) -> None:
    """Say that these readers are there and the others are not."""
    told = {
        name: (lambda there=name in names: EngineStatus("x", there, "1" if there else "pip install it"))
        for name in choice_module._STATUS
    }
    monkeypatch.setattr(choice_module, "_STATUS", told)
    monkeypatch.setattr(choice_module, "find_tessdata", lambda name: Path("/data"))


ALL = (EngineName.TESSEROCR, EngineName.PYTESSERACT, EngineName.TRUEOCR)


def parts(options: OcrOptions) -> tuple[str, list[str], int]:
    """The name of the reader chosen, the classes of Tesseract in it, and how often trueocr looks."""
    chosen = choose_engine(options)
    assert isinstance(chosen, FusedEngine)
    return chosen.name, [type(reader).__name__ for reader in chosen.tesseract], len(chosen.looks)


@pytest.mark.parametrize(
    ("there", "wanted", "found"),
    [
        (ALL, "auto", ("tesseract+trueocr", ["TesserocrEngine"], 2)),
        (ALL[1:], "auto", ("tesseract+trueocr", ["PytesseractEngine"], 2)),
        (ALL[2:], "auto", ("trueocr", [], 2)),
        (ALL, "trueocr", ("trueocr", [], 2)),
        (ALL, "tesseract", ("tesseract", ["TesserocrEngine"], 0)),
        (ALL[1:], "tesseract", ("tesseract", ["PytesseractEngine"], 0)),
        (ALL, "pytesseract", ("tesseract", ["PytesseractEngine"], 0)),
    ],
)
def test_who_reads(
    there: tuple[EngineName, ...],
    wanted: str,
    found: tuple[str, list[str], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed(monkeypatch, *there)
    assert parts(OcrOptions(engine=EngineName(wanted))) == found


def test_thorough_asks_a_third_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, *ALL)
    thorough = choose_engine(OcrOptions(thorough=True))
    assert isinstance(thorough, FusedEngine)
    assert [reader.language for reader in thorough.tesseract] == ["vie", "script/Vietnamese"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["tesserocr", "pytesseract"])
def test_without_trueocr_tesseract_reads_whole_pages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, EngineName(name))
    for wanted in ("auto", "tesseract", name):
        assert type(choose_engine(OcrOptions(engine=EngineName(wanted)))).__name__.lower() == f"{name}engine"


@pytest.mark.parametrize("wanted", ["tesseract", "tesserocr", "pytesseract"])
def test_a_reader_asked_for_by_name_is_not_replaced(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, EngineName.TRUEOCR)
    with pytest.raises(MissingDependency, match="pip install it"):
        choose_engine(OcrOptions(engine=EngineName(wanted)))


def test_what_is_installed_is_told_without_loading_it() -> None:
    code = (
        "import sys; from kehoach.pipeline.ocr import check_engine, installed_engines;"
        "from kehoach.pipeline.options import OcrOptions;"
        "check_engine(OcrOptions()); print(installed_engines());"
        "sys.exit(any(name in sys.modules for name in ('trueocr', 'onnxruntime', 'tesserocr', 'pytesseract')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_readers_that_are_installed_are_those_that_are_available() -> None:
    available = [status.name for status in available_engines() if status.available]
    assert [told.split()[0] for told in installed_engines()] == available


@pytest.mark.parametrize("name", EngineName)
def test_a_run_stops_before_it_starts_where_no_reader_is_installed(
    name: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_module, "find_spec", lambda package: None)
    test_a_missing_reader_is_named_with_its_remedy(monkeypatch)
    with pytest.raises(MissingDependency, match="pip install it"):
        check_engine(OcrOptions(engine=name))
