"""What is shipped: the wheel holds all rooms and runs from another folder; start-up is light; cv2 needs no libGL."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PLAIN = "SỞ Y TẾ TỈNH NAM HẢI\nSố: 12/KH-SYT\nKẾ HOẠCH\nTruyền thông năm 2024\nI. MỤC ĐÍCH\nNâng cao hiểu biết.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(target.glob("*.whl"))


def test_the_wheel_holds_every_room(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    for path in [p for room in ("pipeline", "diacritics", "models") for p in (ROOT / room).rglob("*") if p.is_file()]:
        if not {"__pycache__", "training"} & set(path.parts):
            assert f"kehoach/{path.relative_to(ROOT)}" in names


def test_the_wheel_puts_one_name_into_site_packages(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kehoach"}
    assert not [name for name in names if "/training/" in name]
    assert {"kehoach/__init__.py", "kehoach/py.typed"} <= set(names)


def test_installed_it_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    site = next(environment.glob("lib/python*/site-packages"))
    ZipFile(wheel).extractall(site)
    # the dependencies of this environment, without its own (editable) kehoach: a .pth inside a .pth path is not read
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    (tmp_path / "kế hoạch.txt").write_text(PLAIN, "utf-8")
    program = "import kehoach.pipeline.cli as c, sys; print(c.__file__); sys.exit(c.invoke(['parse', 'kế hoạch.txt']))"
    done = subprocess.run(
        [environment / "bin" / "python", "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(environment) in done.stdout.splitlines()[0]
    assert '"KH-SYT"' in done.stdout
    sample = ROOT / "samples" / "03-born-digital" / "03-born-digital.pdf"
    program = f"import kehoach; print(kehoach.read({str(sample)!r}, ocr='skip').metadata.signer.value.name)"
    done = subprocess.run(
        [environment / "bin" / "python", "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    wanted = json.loads((sample.parent / "expected.json").read_text("utf-8"))["metadata"]["signer"]["name"]
    assert done.stdout.strip() == wanted


HEAVY = ["cv2", "onnxruntime", "pydantic", "pypdfium2", "underthesea", "rich", "numpy", "PIL"]


@pytest.mark.parametrize("heavy", HEAVY)
def test_asking_for_the_version_imports_nothing_heavy(heavy: str) -> None:
    program = f"import sys, kehoach.pipeline.cli as c; c.invoke(['--version']); sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_cv2_needs_no_display_library() -> None:
    program = "import cv2, re; print(re.search(r'GUI:\\s+(\\S+)', cv2.getBuildInformation()).group(1))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "NONE"


def test_folders_of_the_same_names_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text("raise RuntimeError('not this one')\n")
    for name in ("pipeline", "diacritics"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('not this one')\n")
    (tmp_path / "a.txt").write_text(PLAIN, "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([".", *filter(None, [os.environ.get("PYTHONPATH")])])}
    for program in (
        "import kehoach; print(kehoach.read('a.txt').metadata.notation.value)",
        "import sys; from kehoach.pipeline.cli import main; sys.argv[1:] = ['parse', 'a.txt']; main()",
    ):
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, "KH-SYT" in done.stdout) == (0, True), done.stderr
