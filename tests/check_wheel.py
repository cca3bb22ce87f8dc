"""The wheel alone, installed by the plain pip of a Python from the package index, reads two samples.

    python tests/check_wheel.py [PYTHON ...]

Needs the network, so it is no test of the suite; `make check-wheel PYTHON=python3.13` calls it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ("03-born-digital/03-born-digital.pdf", "02-skewed-scan/02-skewed-scan.pdf")
CV2 = "import cv2, re; assert 'NONE' in re.search(r'GUI:.*', cv2.getBuildInformation())[0]; print(cv2.__version__)"


def step(what: str, *command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without this environment's paths; print how long it took; end where it fails."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=outer, capture_output=True, text=True, check=False)
    print(f"  {what:30s} {time.monotonic() - start:6.1f} s")
    if done.returncode:
        sys.exit(f"{what} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def check(python: str, wheel: Path, folder: Path) -> None:
    """Install the wheel into an empty environment of a Python, and use it there."""
    environment = folder / "environment"
    print(subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip())
    step("empty environment", python, "-m", "venv", environment, folder=folder)
    step("plain pip install", environment / "bin" / "pip", "install", "--quiet", wheel, folder=folder)
    program = environment / "bin" / "kehoach"
    step("cv2 without libGL", environment / "bin" / "python", "-c", CV2, folder=folder)
    print(step("kehoach doctor", program, "doctor", folder=folder), end="")
    files = [ROOT / "samples" / name for name in SAMPLES]
    step("kehoach run of two samples", program, "run", *files, "-o", folder / "out", "--quiet", folder=folder)
    for file in files:
        plan = json.loads((folder / "out" / file.name / "plan.json").read_text("utf-8"))
        wanted = json.loads((file.parent / "expected.json").read_text("utf-8"))["metadata"]["number"]
        if plan["metadata"]["number"]["value"] != wanted:
            sys.exit(f"{file.name}: number {plan['metadata']['number']['value']}, not {wanted}")


def main() -> None:
    """Build the wheel and check it with every Python that is named, or this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
        step("wheel", *build, folder=folder)
        (wheel,) = folder.glob("*.whl")
        for number, python in enumerate(sys.argv[1:] or [sys.executable]):
            (place := folder / str(number)).mkdir()
            check(python, wheel, place)


if __name__ == "__main__":
    main()
