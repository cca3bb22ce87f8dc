"""Feed damaged files to the ways in, for as long as asked: nothing but declared errors may come out.

    python tests/faults/fuzz.py --minutes 30 [--target text strings pdf image] [--keep DIR] [--seed N]

Hypothesis edits seeds (plans, PDFs, pictures) and makes a finding as small as it can. Each target runs in a process of
its own: one that crashes or hangs is a finding too, and the file it died of is kept in DIR. Exit code 1: findings.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from fuzz_seeds import SEEDS, edited, edits
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kehoach.diacritics.encodings import Encoding, convert, convert_document, encode
from kehoach.diacritics.judge.ruler import judge_pages
from kehoach.diacritics.normalise import Scope, normalise
from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.ingest import Input, PdfPage, PicturePage, open_input
from kehoach.pipeline.options import OcrMode, OcrOptions, Options

HANG = 90.0
"""Seconds on one file after which it counts as a hang; a page's own time limit in a run is 120."""
BLOCK = 60
"""Files tried with one seed of chance."""
NOW, COUNT = "now.bin", "count"
_OPTIONS = Options(ocr=OcrOptions(mode=OcrMode.SKIP))


def read(path: Path, target: str) -> None:
    """All that a run does with a file but reading pictures of text. Raises whatever comes out but KehoachError."""
    from kehoach.pipeline.imaging import prepare
    from kehoach.pipeline.process import read_document

    if target == "strings":
        every_way(path.read_bytes().decode("utf-8", "replace"))
        return
    source = Input((path,), Path(path.name))
    try:
        if target == "image":
            with open_input(source, _OPTIONS.ingest) as opened:
                for raw in opened.pages():
                    if isinstance(raw, PdfPage | PicturePage):
                        prepare(raw.render(100))
        else:
            read_document(source, _OPTIONS).model_dump_json()
    except KehoachError:
        return


def every_way(text: str) -> None:
    """All that is done with text alone; nothing of it may raise anything."""
    for encoding in Encoding:
        convert(text, encoding)
        encode(text, encoding)
    convert_document(text.split("\n"))
    judge_pages(text.split("\f"))
    for scope in Scope:
        assert normalise(once := normalise(text, scope), scope) == once, f"{scope}: a second time changes more"


def block(target: str, number: int, work: Path, tried: list[int], end: float) -> None:
    """Try so many files, none after `end`; the one that fails, made small, is left in `work/now.bin`."""

    @seed(number)
    @settings(max_examples=BLOCK, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(SEEDS[target]()), st.lists(edits(target), min_size=1, max_size=12))
    def attempt(base: bytes, changes: list[tuple[str, float, bytes]]) -> None:
        if time.monotonic() > end:
            return
        path = work / NOW
        path.write_bytes(edited(base, changes))
        tried[0] += 1
        read(path, target)

    attempt()


def child(target: str, seconds: float, number: int, work: Path, keep: Path) -> int:
    """Try blocks until the time is over; says how many files were tried."""
    end, tried, found = time.monotonic() + seconds, [0], 0
    while time.monotonic() < end:
        number += 1
        try:
            block(target, number, work, tried, end)
        except Exception:
            found += 1
            save(work / NOW, keep, target, traceback.format_exc())
        (work / COUNT).write_text(f"{tried[0]} {found}", "utf-8")
    return 0


def save(path: Path, keep: Path, target: str, why: str) -> None:
    """Keep a file that was a finding, with the reason beside it."""
    data = path.read_bytes()
    name = f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
    keep.mkdir(parents=True, exist_ok=True)
    (keep / f"{name}.bin").write_bytes(data)
    (keep / f"{name}.why").write_text(why[-6000:], "utf-8")
    print(f"FOUND {name}: {why.strip().splitlines()[-1][:200]}", flush=True)


@dataclass(frozen=True)
class Score:
    """What became of one target."""

    tried: int
    found: int
    died: int


def watched(target: str, seconds: float, number: int, keep: Path) -> Score:
    """One target in a process of its own, started again if it dies or hangs."""
    end, tried, found, died = time.monotonic() + seconds, 0, 0, 0
    while (left := end - time.monotonic()) > 1:
        with tempfile.TemporaryDirectory() as place:
            work = Path(place)
            asked = [target, str(left), str(number + 1000 * died), str(work), str(keep)]
            process = subprocess.Popen([sys.executable, __file__, "--child", *asked], stderr=subprocess.DEVNULL)
            why = _wait(process, work)
            counted = (work / COUNT).read_text("utf-8").split() if (work / COUNT).exists() else ["0", "0"]
            tried, found = tried + int(counted[0]), found + int(counted[1])
            if not why:
                break
            died += 1
            save(work / NOW, keep, target, why)
    return Score(tried, found, died)


def _wait(process: subprocess.Popen[bytes], work: Path) -> str:
    """Until the process ends; why it counts as dead, "" if it ended well."""
    while process.poll() is None:
        time.sleep(0.5)
        now = work / NOW
        if now.exists() and time.time() - now.stat().st_mtime > HANG:
            process.kill()
            process.wait()
            return f"hang: more than {HANG:.0f} s"
    if process.returncode < 0:
        return f"crash: {signal.Signals(-process.returncode).name}"
    return "" if process.returncode == 0 else f"ended with {process.returncode}"


def main() -> int:
    """Share the minutes among the targets and count."""
    if sys.argv[1:2] == ["--child"]:
        target, seconds, number, work, keep = sys.argv[2:]
        return child(target, float(seconds), int(number), Path(work), Path(keep))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--target", nargs="+", choices=sorted(SEEDS), default=sorted(SEEDS))
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    bad = 0
    for target in asked.target:
        score = watched(target, 60 * asked.minutes / len(asked.target), asked.seed, asked.keep)
        print(f"{target}: {score.tried} files, {score.found} errors nobody declared, {score.died} crashes or hangs")
        bad += score.found + score.died
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
