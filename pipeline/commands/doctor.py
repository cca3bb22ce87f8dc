"""What is installed and what is missing, for `kehoach doctor`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.options import OcrOptions

EXTRAS = ("cluster", "fast", "parquet")
"""The extras that a run can use; the others are for work on kehoach itself."""
_DEEPER = {"pyhanko": "pyhanko.pdf_utils.reader"}
"""Packages whose own name loads nothing yet: what of them shows that they work."""


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is there, and what was found or how to get it."""

    name: str
    ok: bool
    what: str
    needed: bool = True


def examine() -> list[Check]:
    """Look at everything that a run may need, and import it; never raises."""
    return [_python(), *_packages(), *_readers(), _weights(), _office()]


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), f"{found} ({sys.executable})")


def _packages() -> Iterator[Check]:
    """What kehoach's own metadata asks for, and the extras of a run."""
    try:
        asked = [split_requirement(text) for text in requires("kehoach") or ()]
    except PackageNotFoundError:
        yield Check("kehoach", False, "is not installed here: make run, or pip install .", needed=False)
        return
    for name, extra in sorted(asked, key=lambda one: (one[1], one[0])):
        if not extra:
            yield examine_package(name)
        elif extra in EXTRAS:
            yield examine_package(name, extra)


def split_requirement(text: str) -> tuple[str, str]:
    """The name of a package and the extra that asks for it, of a line of metadata.

    >>> split_requirement("pikepdf[pdfa]>=10.17"), split_requirement("pyarrow>=21; extra == 'parquet'")
    (('pikepdf', ''), ('pyarrow', 'parquet'))
    """
    name = re.match(r"[\w.-]+", text)
    extra = re.search(r"\bextra\s*==\s*[\"']([\w-]+)[\"']", text)
    return name[0] if name else text, extra[1] if extra else ""


def examine_package(name: str, extra: str = "") -> Check:
    """A package with its version, imported; one of an extra may be missing, not broken."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        source = f"pip install 'kehoach[{extra}]'" if extra else "make run sets everything up, or pip install kehoach"
        return Check(name, False, f"not installed: {source}", needed=not extra)
    try:
        for module in modules_of(found):
            import_module(module)
    except (Exception, SystemExit) as error:  # whatever a package does when it is loaded
        cause = str(error).strip().partition("\n")[0] or type(error).__name__
        return Check(name, False, f"{found.version} does not load: {cause}", needed=not extra)
    return Check(name, True, found.version)


def modules_of(found: Distribution) -> list[str]:
    """The modules that a package brings, as it is imported; its namesake alone where there is one."""
    name = found.metadata["Name"].lower()
    if name in _DEEPER:
        return [_DEEPER[name]]
    paths = [path.parts for path in found.files or () if path.suffix == ".py"]
    tops = {parts[0].removesuffix(".py") for parts in paths if len(parts) == 1 or parts[1:] == ("__init__.py",)}
    namesakes = [top for top in tops if top.lower() == name.replace("-", "_")]
    return namesakes or sorted(top for top in tops if top.isidentifier() and not top.startswith("_"))


def _readers() -> Iterator[Check]:
    """Each reader alone may be missing; one of them is needed."""
    from kehoach.pipeline.ocr import available_engines, choose_engine

    for reader in available_engines():
        yield Check(reader.name, reader.available, reader.reason, needed=False)
    try:
        yield Check("reader", True, f"--engine auto takes {choose_engine(OcrOptions()).name}")
    except KehoachError as error:
        yield Check("reader", False, str(error))


def _office() -> Check:
    """LibreOffice, which old office documents and slides are read with."""
    from kehoach.pipeline.ingest.office.soffice import program

    found = program()
    missing = "not installed: doc, xls, ppt, pptx, ods and odp files fail; Debian: apt install libreoffice-nogui"
    return Check("libreoffice", found is not None, found or missing, needed=False)


def _weights() -> Check:
    from kehoach import models

    try:
        return Check("models", True, f"weights are whole ({models.verify()})")
    except models.ModelError as error:
        return Check("models", False, str(error))
