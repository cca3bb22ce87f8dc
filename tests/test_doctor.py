"""`kehoach doctor`: what it calls ok was imported, what is missing has a way to get it."""

import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tomllib import loads

import pytest

from kehoach.pipeline.cli import invoke
from kehoach.pipeline.commands import doctor
from kehoach.pipeline.commands.doctor import EXTRAS, Check, examine_package, modules_of, split_requirement

PROJECT = loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [split_requirement(text)[0] for text in PROJECT["dependencies"]]


def test_every_dependency_and_extra_of_a_run_is_looked_at() -> None:
    found = {check.name: check for check in doctor._packages()}
    assert set(NEEDED) <= set(found)
    extras = {split_requirement(text)[0] for extra in EXTRAS for text in PROJECT["optional-dependencies"][extra]}
    assert extras <= set(found)
    assert not {"pytest", "ruff", "torch", "viparse"} & set(found)
    for name in NEEDED:
        assert (found[name].ok, found[name].needed, found[name].what) == (True, True, distribution(name).version)


def test_every_dependency_shows_a_module_that_is_imported() -> None:
    names = {name: modules_of(distribution(name)) for name in NEEDED}
    assert [name for name, modules in names.items() if not modules] == []
    assert names["opencv-python-headless"] == ["cv2"]
    assert names["pillow"] == ["PIL"]
    assert names["pypdfium2"] == ["pypdfium2"]
    assert names["pyhanko"] == ["pyhanko.pdf_utils.reader"]


def test_a_package_that_does_not_load_is_not_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ImportError("libGL.so.1: cannot open shared object file\nmore")

    monkeypatch.setattr(doctor, "import_module", broken)
    found = examine_package("rapidfuzz")
    version = distribution("rapidfuzz").version
    wanted = f"{version} does not load: libGL.so.1: cannot open shared object file"
    assert found == Check("rapidfuzz", False, wanted, needed=True)
    assert not examine_package("rapidfuzz", "fast").needed


def test_what_is_not_installed_has_a_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "distribution", absent)
    found = examine_package("pyarrow", "parquet")
    assert found == Check("pyarrow", False, "not installed: pip install 'kehoach[parquet]'", needed=False)
    assert examine_package("numpy").needed


def test_a_missing_extra_is_none_and_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = invoke(["doctor"])
    capsys.readouterr()
    for name in ("pyarrow", "pyarrow.lib"):
        monkeypatch.setitem(sys.modules, name, None)
    assert invoke(["doctor"]) == usual
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.split()[1] == "pyarrow"]
    assert line.startswith("none  pyarrow")


def test_a_missing_dependency_ends_with_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert invoke(["doctor"]) == 3
    assert "MISS  rapidfuzz" in capsys.readouterr().out


def test_without_metadata_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "requires", none)
    (found,) = doctor._packages()
    assert (found.name, found.ok, found.needed) == ("kehoach", False, False)
