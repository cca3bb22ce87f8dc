"""The report's picture for the README: its head and the first doubtful lines, in Vietnamese.

python -m tests.report.picture OUT PNG
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.report.browser import Browser

WIDTH, HEAD, FOOT = 1100, 780, 620
COLOURS = 200  # a palette keeps the file under 300 KB


def main(out: Path, target: Path) -> None:
    """Two shots of OUT/report.html, one above the other."""
    shots = []
    with tempfile.TemporaryDirectory() as profile, Browser(Path(profile)) as browser:
        browser.open(out / "report.html")
        browser.value("document.documentElement.dataset.lang === 'vi' || document.getElementById('language').click()")
        for place, height in (("header", HEAD), ("#doubts", FOOT)):
            browser.screenshot(WIDTH, height)  # sets the size that scrolling goes by
            browser.value(f"document.querySelector('{place}').scrollIntoView()")
            shots.append(Image.open(io.BytesIO(browser.screenshot(WIDTH, height))).convert("RGB"))
    picture = Image.new("RGB", (WIDTH, HEAD + FOOT), "white")
    picture.paste(shots[0], (0, 0))
    picture.paste(shots[1], (0, HEAD))
    picture.quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
