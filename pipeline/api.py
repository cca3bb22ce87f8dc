"""kehoach: scanned and damaged plans of Vietnamese health departments into text and structured data.

This module is what `import kehoach` gives; everything it names stays as it is from version to version. It imports
nothing heavy by itself: readers and models are loaded by the first call that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from kehoach.pipeline import __version__
from kehoach.pipeline.errors import KehoachError

if TYPE_CHECKING:
    from kehoach.diacritics.judge.verdict import Judgement
    from kehoach.diacritics.restore.edits import Edit, Restored
    from kehoach.pipeline.batch import Progress, Summary
    from kehoach.pipeline.options import Options
    from kehoach.pipeline.plan import Plan

__all__ = [
    "Edit",
    "Judgement",
    "KehoachError",
    "Plan",
    "Progress",
    "Restored",
    "Summary",
    "__version__",
    "judge",
    "normalise",
    "parse",
    "read",
    "restore",
    "run",
]

_LAZY = {
    "Edit": "kehoach.diacritics.restore.edits",
    "Judgement": "kehoach.diacritics.judge.verdict",
    "Plan": "kehoach.pipeline.plan",
    "Progress": "kehoach.pipeline.batch",
    "Restored": "kehoach.diacritics.restore.edits",
    "Summary": "kehoach.pipeline.batch",
}


def __getattr__(name: str) -> Any:
    """The types that the functions give, imported when they are asked for."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class ReadOptions(TypedDict, total=False):
    """How files are read; what is left out is as in `kehoach run`."""

    engine: Literal["auto", "tesseract", "tesserocr", "pytesseract", "trueocr"]
    ocr: Literal["auto", "force", "skip"]
    thorough: bool
    page_timeout: float  # seconds
    password: str  # for encrypted PDFs
    pages_as_document: bool  # of `run`: a folder of page images is one document


class RunOptions(ReadOptions, total=False):
    """How a run over many files is made; what is left out is as in `kehoach run`."""

    jobs: int
    export: Sequence[str]
    timeout: float  # seconds of work a document
    memory: int  # bytes for one worker
    retry_failed: bool
    scheduler: str  # of a Dask cluster: tcp://HOST:8786


def read(path: str | PathLike[str], **options: Unpack[ReadOptions]) -> Plan:
    """The Plan of one file: a PDF, a picture of a page, a text, an office document.

    Raises KehoachError (with `exit_code`, `code` and `advice`) where the file cannot be read.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
    ...     _ = file.write("SỞ Y TẾ\\nSố: 12/KH-SYT\\nKẾ HOẠCH\\nTruyền thông năm 2024\\n")
    ...     file.flush()
    ...     read(file.name).metadata.number.value
    '12'
    """
    from kehoach.pipeline.ingest import Input
    from kehoach.pipeline.process import read_document

    file = Path(path)
    return read_document(Input((file,), Path(file.name)), _options(dict(options)))


def parse(text: str) -> Plan:
    """The Plan of a text, plain or Markdown; its damage is mended first.

    >>> plan = parse("SỞ Y TẾ\\nSố: 12/KH-SYT\\nKẾ HOẠCH\\nTruyền thông năm 2024\\n")
    >>> plan.metadata.notation.value
    'KH-SYT'
    >>> parse_again = plan.model_validate_json(plan.model_dump_json())  # a Plan as JSON, and from JSON
    >>> parse_again == plan
    True
    """
    from kehoach.pipeline.options import Options
    from kehoach.pipeline.process import read_document

    with _as_file(text) as source:
        return read_document(source, Options())


def restore(text: str, mode: Literal["auto", "marks", "ocr"] = "auto") -> Restored:
    """Vietnamese without its marks, or misread by OCR, line for line as it was; `str()` of the result is the text.

    `auto` mends each line as its damage asks, `marks` only adds marks, `ocr` may mend misread letters in any damaged
    line. `edits` has every change made or only thought of, with reason, confidence and alternatives.

    >>> str(restore("Ke hoach phong, chong dich benh nam 2024"))
    'Kế hoạch phòng, chống dịch bệnh năm 2024'
    """
    from kehoach.pipeline.repair.mend import restorer

    return restorer().restore(text.split("\n"), mode)


def judge(source: str | PathLike[str]) -> list[Judgement]:
    """What is wrong with a text, or with each page of a file: clean, marks lost, garbled, an old encoding …

    A string is the text itself, a Path is a file. Raises KehoachError where a file cannot be read.

    >>> [str(page.kind) for page in judge("Uy ban nhan dan tinh va cac so, nganh to chuc thuc hien ke hoach nay")]
    ['marks-missing']
    """
    from kehoach.pipeline.ingest import Input
    from kehoach.pipeline.options import IngestOptions
    from kehoach.pipeline.repair.layers import judge_input

    if isinstance(source, str):
        from kehoach.diacritics.judge.ruler import judge as judge_text

        return [judge_text(source)]
    file = Path(source)
    return [found for _, found in judge_input(Input((file,), Path(file.name)), IngestOptions())]


def normalise(text: str, *, encoding: str | None = None, tones: Literal["keep", "old", "new"] = "keep") -> str:
    """A text in one form for search: encoding, look-alike letters, spaces, quotes, dashes, line by line.

    `encoding` names a legacy encoding (tcvn3, vni …) that is not to be found out; `tones` where a tone stands.

    >>> normalise("Kế  hoạch hoà giải", tones="old")
    'Kế hoạch hòa giải'
    """
    from kehoach.pipeline.options import ToneStyle
    from kehoach.pipeline.repair.plain_text import normalised_text

    return normalised_text(text, encoding, ToneStyle(tones))


def run(
    inputs: str | PathLike[str] | Sequence[str | PathLike[str]],
    out: str | PathLike[str],
    *,
    progress: Callable[[Progress], None] | None = None,
    **options: Unpack[RunOptions],
) -> Summary:
    """Read files, or folders of them, into the folder `out`, as `kehoach run` does; run again, it goes on.

    `progress` is told how far the run is, after each document and about twice a second: documents and pages done and
    known, pages a second, seconds left, the files now being read. Raises KehoachError where the run cannot be made; a
    document that fails is counted in the summary and does not stop the others.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.txt")
    ...     _ = file.write_text("SỞ Y TẾ\\nSố: 12/KH-SYT\\nKẾ HOẠCH\\nTruyền thông năm 2024\\n", "utf-8")
    ...     run([file], Path(folder, "out"), jobs=1).exit_code
    0
    """
    from kehoach.pipeline.batch import carry_out

    paths = [inputs] if isinstance(inputs, str | PathLike) else inputs
    summary, _ = carry_out([Path(path) for path in paths], Path(out), _options(dict(options), Path(out)), progress)
    return summary


def _options(given: dict[str, Any], out: Path | None = None) -> Options:
    """Keywords as the options of the stages. Raises TypeError for a name, ValueError for a value that is not known."""
    from kehoach.pipeline.options import (
        BatchOptions,
        EngineName,
        ExportFormat,
        ExportOptions,
        IngestOptions,
        OcrMode,
        OcrOptions,
        Options,
    )

    known = ReadOptions.__annotations__ if out is None else RunOptions.__annotations__
    if unknown := given.keys() - known.keys():
        raise TypeError(f"no such option: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    ocr = {name: given[name] for name in ("thorough", "page_timeout") if name in given}
    batch = {name: given[name] for name in ("jobs", "timeout", "memory", "retry_failed", "scheduler") if name in given}
    formats = given.get("export", ExportOptions().formats)
    return Options(
        ingest=IngestOptions(
            password=given.get("password"),
            pages_as_document=given.get("pages_as_document", False),
            exclude=(out,) if out else (),
        ),
        ocr=OcrOptions(engine=EngineName(given.get("engine", "auto")), mode=OcrMode(given.get("ocr", "auto")), **ocr),
        export=ExportOptions(tuple(ExportFormat(one) for one in formats)),
        batch=BatchOptions(**batch),
    )


@contextmanager
def _as_file(text: str) -> Iterator[Any]:
    """A text as an input: kept in a file while it is read, as what comes from standard input is."""
    from tempfile import NamedTemporaryFile

    from kehoach.pipeline.ingest import Input

    if not isinstance(text, str):
        raise TypeError(f"a text is wanted, not {type(text).__name__}; kehoach.read reads files")
    with NamedTemporaryFile("w", prefix="kehoach-", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        yield Input((Path(file.name),), Path("-"), alias=Path("-"))
