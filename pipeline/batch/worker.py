"""The process that reads documents: it takes a task at a time from its pipe and ends when its parent does."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from typing import Any, Final

BEGUN: Final = "begun"  # the task has arrived; its time runs from here
PAGE: Final = "page"  # this page, of so many, is read next; 0: none is in hand
END: Final = "end"  # the result

_LOOK_EVERY = 0.3  # seconds between two looks at whether the parent lives: a worker ends within a second of it


def main(descriptor: int, parent: int) -> None:
    """Serve the pipe `descriptor` of process `parent` until it is closed.

    The first message is the function that does the tasks, every other one a task. Answers are (BEGUN, None),
    (PAGE, (number, of)), and (END, result).
    """
    os.set_inheritable(descriptor, False)
    _end_with(parent)
    faulthandler.enable()  # the last words of a crash go to stderr, which the parent keeps
    pipe: Connection[Any, Any] = Connection(descriptor)
    try:
        perform = pipe.recv()
        while True:
            task = pipe.recv()
            pipe.send((BEGUN, None))
            pipe.send((END, perform(task, lambda page, of=0: pipe.send((PAGE, (page, of))))))
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the parent wants no more of us
        return


def _end_with(parent: int) -> None:
    """Die when the parent does. On Linux the kernel sees to it already; elsewhere we look now and then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="parent-watch").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.killpg(0, signal.SIGKILL)  # with the programs that this worker runs; it leads a group of its own
