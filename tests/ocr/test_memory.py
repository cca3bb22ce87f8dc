"""A long scan is read in as much memory as a short one: no picture outlives its page."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ocr.trueocr_engine import trueocr_status

SHORT, LONG = 4, 24
PIXELS = (1000, 1414)  # A4 at 120 dpi: 4.2 MB as a picture

GROWTH = 55.0
"""MB by which a process may grow from 4 to 24 pages: its caches fill; one picture kept of each page were 85 MB."""

READ = """
import resource, sys
from pathlib import Path
from pipeline.ingest import Input, open_input
from pipeline.options import EngineName, IngestOptions, OcrMode, OcrOptions
from pipeline.process import read_page
options = OcrOptions(engine=EngineName.TRUEOCR, mode=OcrMode.FORCE)
for path in map(Path, sys.argv[1:]):
    with open_input(Input((path,), Path(path.name)), IngestOptions()) as opened:
        pages = [page for raw in opened.pages() for page in read_page(raw, options)]
    read = sum(len(page.lines) for page in pages)
    print(len(pages), read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def scan(path: Path, pages: int) -> Path:
    """A PDF of pictures with three lines each, every one with its own number."""
    with pikepdf.new() as whole:
        for number in range(pages):
            sheet = Image.new("RGB", PIXELS, "white")
            for row in range(3):
                text = f"Ban hanh ke hoach {number} nam 2025"
                ImageDraw.Draw(sheet).text((150, 300 + 120 * row), text, font=ImageFont.load_default(40), fill="black")
            held = BytesIO()
            sheet.save(held, "PDF", resolution=120, quality=70)
            with pikepdf.open(held) as single:
                whole.pages.append(single.pages[0])
        whole.save(path)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss counts kilobytes on Linux only")
@pytest.mark.skipif(not trueocr_status().available, reason="trueocr is not here")
def test_memory_does_not_grow_with_the_pages_of_a_scan(tmp_path: Path) -> None:
    files = [str(scan(tmp_path / f"{pages}.pdf", pages)) for pages in (SHORT, LONG)]
    done = subprocess.run([sys.executable, "-c", READ, *files], capture_output=True, text=True, check=True)
    short, long = ([float(value) for value in row.split()] for row in done.stdout.splitlines())
    assert (short[0], long[0]) == (SHORT, LONG)
    assert (short[1], long[1]) == (3 * SHORT, 3 * LONG)
    assert long[2] - short[2] < GROWTH, (short, long)
