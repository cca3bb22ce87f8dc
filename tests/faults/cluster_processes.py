"""A Dask scheduler and two workers in the folder given, each forked from this process.

What they share takes two seconds to import; so it is imported once. Their process ids go to stdout as a JSON list, the
scheduler's first, and its address into SCHEDULER_FILE. All end when this process's stdin is closed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SCHEDULER_FILE = "scheduler.json"
_COMMON = ("--host", "127.0.0.1", "--no-dashboard")
_WORKER = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0")  # without a nanny: killed, it stays dead


def forked(command: Callable[[list[str]], object], arguments: list[str]) -> int:
    """The process id of a child that carries out a command line."""
    if pid := os.fork():
        return pid
    try:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        command(arguments)
    finally:
        os._exit(1)


def main() -> None:
    place = Path(sys.argv[1])
    os.environ["DASK_TEMPORARY_DIRECTORY"] = str(place)
    from distributed.cli import dask_scheduler, dask_worker

    file = ("--scheduler-file", str(place / SCHEDULER_FILE))
    pids = [forked(dask_scheduler.main, ["--port", "0", *file, *_COMMON])]
    pids += [forked(dask_worker.main, [*file, *_WORKER, *_COMMON]) for _ in range(2)]
    print(json.dumps(pids), flush=True)
    sys.stdin.buffer.read()
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
