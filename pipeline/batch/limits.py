"""What a worker may take of this machine, where the user has not said it."""

from __future__ import annotations

from kehoach.pipeline import capacity
from kehoach.pipeline.batch.supervisor import Limits
from kehoach.pipeline.options import Options
from kehoach.pipeline.wording import number_of

_MOST = 4 << 30
"""Bytes. A worker with all readers loaded takes 0.36 GB after scans of A4 at 200 dpi; the largest picture that is let
in (180 million pixels) takes 0.54 GB, and the steps of imaging hold a few of them at once."""

_LEAST = 1 << 30
_SHARE = 0.8  # of the machine's memory for all workers together

_PAGES_OF_SILENCE = 2.0
_WITHOUT_PAGES = 60.0
"""Seconds that loading models or parsing a long document may take, beside the time of two pages: nothing is heard of
the worker meanwhile."""


def limits_of(options: Options) -> Limits:
    """The limits of a worker: as asked for, else by the machine's memory and the time that a page is given."""
    silence = _PAGES_OF_SILENCE * options.ocr.page_timeout + _WITHOUT_PAGES
    return Limits(silence, options.batch.memory or _share_of_memory(options.batch.jobs))


def jobs_that_fit(options: Options) -> tuple[int, str]:
    """How many workers this machine carries of those asked for, and a note where they are fewer.

    More workers than cores read no page sooner; and each may need _LEAST bytes, or all that --memory leaves it.
    """
    asked, limit = options.batch.jobs, options.batch.memory or _LEAST
    by_cores, by_memory = capacity.cores(), max(1, int(_SHARE * capacity.memory() / min(_LEAST, limit)))
    if asked <= min(by_cores, by_memory):
        return asked, ""
    if by_cores <= by_memory:
        return by_cores, f"{by_cores} at once, not {asked}: this machine has {number_of(by_cores, 'core')} for it"
    gigabytes = capacity.memory() / (1 << 30)
    return by_memory, f"{by_memory} at once, not {asked}: this machine has {gigabytes:.1f} GB of memory for it"


def _share_of_memory(jobs: int) -> int:
    return int(min(_MOST, max(_LEAST, _SHARE * capacity.memory() / jobs)))
