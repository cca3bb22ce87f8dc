"""The pages of `bench_pages` read by other programs, each as its own makers advise for a page, scored the same way.

    python tests/benchmarks/bench_peers.py --shared DIR [--pages PAGES] [--peer tesseract trueocr ocrmypdf]

Tesseract 5 with `vie`, by its program; trueocr by its own page reader, which finds the lines and their order itself;
OCRmyPDF with `-l vie -d -r` (straightened and turned), by its sidecar text. One that is not installed is left out.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench_pages import images
from bench_speed import SETTINGS, as_pdf
from measured import record

from kehoach.diacritics.metrics import Figures, compare

Reader = Callable[[Path, Path], str]
"""Takes a page and an empty folder to work in, returns the page's text."""


def picture(path: Path, folder: Path) -> Path:
    """The page as a picture: a PDF is drawn at 200 dpi, all else is as it is."""
    if path.suffix != ".pdf":
        return path
    import pypdfium2

    drawn = folder / "page.png"
    pypdfium2.PdfDocument(path)[0].render(scale=200 / 72).to_pil().save(drawn, dpi=(200, 200))
    return drawn


def by_tesseract(path: Path, folder: Path) -> str:
    """What the program says to standard output."""
    command = ["tesseract", str(picture(path, folder)), "-", "-l", "vie"]
    return subprocess.run(command, env=SETTINGS, check=True, capture_output=True, text=True).stdout


def by_trueocr(path: Path, folder: Path) -> str:
    """The text of the page as its package gives it."""
    return str(trueocr().predict(picture(path, folder), mode="page", save=False).text)


@cache
def trueocr() -> Any:
    """Its model, loaded once."""
    return import_module("trueocr").load_model()


def by_ocrmypdf(path: Path, folder: Path) -> str:
    """The sidecar text of a run over the page alone."""
    source, sidecar = folder / "page.pdf", folder / "page.txt"
    with as_pdf(path) as page:
        page.save(source)
    command = [sys.executable, "-m", "ocrmypdf", "-l", "vie", "-d", "-r", "-q", "--sidecar", sidecar]
    subprocess.run([*command, source, folder / "out.pdf"], env=SETTINGS, check=True)
    return sidecar.read_text("utf-8").replace("\f", "")


PEERS: dict[str, tuple[Reader, bool]] = {
    "tesseract": (by_tesseract, shutil.which("tesseract") is not None),
    "trueocr": (by_trueocr, find_spec("trueocr") is not None),
    "ocrmypdf": (by_ocrmypdf, find_spec("ocrmypdf") is not None),
}


def measure(name: str, pages: list[Path]) -> None:
    """A line for each page and one for all, which is kept for the papers."""
    reader, total = PEERS[name][0], Figures()
    for path in pages:
        with tempfile.TemporaryDirectory() as folder:
            found = compare(path.with_suffix(".txt").read_text("utf-8"), reader(path, Path(folder)))
        total += found
        print(f"{name:10s} {path.stem:32s} CER {found.cer:.4f}  WER {found.wer:.4f}", flush=True)
    print(f"{name:10s} {'all':32s} CER {total.cer:.4f}  WER {total.wer:.4f}")
    record(f"peers.{name}.cer", f"{total.cer:.3f}")
    record(f"peers.{name}.wer", f"{total.wer:.3f}")


def main() -> None:
    """Every peer that is installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="its eval/pages is read, unless --pages is given")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--peer", nargs="+", choices=PEERS, default=list(PEERS))
    args = parser.parse_args()
    for name in args.peer:
        if PEERS[name][1]:
            measure(name, images(args.pages or args.shared / "eval" / "pages"))
        else:
            print(f"{name}: not installed")


if __name__ == "__main__":
    main()
