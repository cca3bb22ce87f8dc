"""What can go wrong, in words a person can act on, each with its exit code.

The codes follow OCRmyPDF's where they mean the same. Only the command line prints.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator

OK = 0
SOME_FAILED = 11  # a batch ended, some documents failed, all others are done
WANTS_A_LOOK = 12  # with --strict: no document failed, and a person should look at one of them
INTERRUPTED = 130


class KehoachError(Exception):
    """A failure the user can act on: what happened, to which file, and what to do.

    `code` is the stable word for scripts (journal, JSON log), `advice` the next step for a person. `of_machine`: it
    says nothing of the document, so the next run tries again without being asked.
    """

    exit_code = 15
    code = "other"
    of_machine = False

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} ({self.advice})" if self.advice else self.message


class BadArguments(KehoachError):
    """The command line cannot be carried out as given."""

    exit_code = 1
    code = "bad-arguments"


class BadInput(KehoachError):
    """The file is empty, broken, or of a kind that is not read."""

    exit_code = 2
    code = "bad-input"


class NoDocument(BadInput):
    """The file is of a kind that is no document that is read: in a folder it is passed over and named, no failure."""

    code = "no-document"


class MissingDependency(KehoachError):
    """A program or package that was asked for is not installed."""

    exit_code = 3
    code = "missing-dependency"
    of_machine = True


class FileAccess(KehoachError):
    """A file or folder cannot be read or written."""

    exit_code = 5
    code = "file-access"
    of_machine = True


class ChildProcess(KehoachError):
    """A program run by kehoach failed or outlasted its time."""

    exit_code = 7
    code = "child-process"


class OutOfTime(ChildProcess):
    """A document took longer than it was given, or its worker was silent for too long."""

    code = "timeout"


class OutOfMemory(ChildProcess):
    """A worker grew over the memory it was given."""

    code = "memory"


class WorkerDied(ChildProcess):
    """The process that read a document was killed or crashed."""

    code = "worker-died"


class OutOfResources(ChildProcess):
    """The machine has no memory, processes or open files left for the work."""

    code = "resources"
    of_machine = True


class DiskFull(FileAccess):
    """No space left where results go: nothing more can be written, so the run stops."""

    code = "disk-full"


class Encrypted(KehoachError):
    """The PDF wants a password."""

    exit_code = 8
    code = "encrypted"


class Damaged(KehoachError):
    """Results of an earlier run are missing, or are not any more as they were written; all others were used."""

    exit_code = 13
    code = "damaged"


class PageError(KehoachError):
    """One page cannot be read; the document goes on without it. The only error that becomes data."""

    code = "page"


class PageTimeout(PageError):
    """A page took its reader longer than a page is given: nothing is known to be wrong with it."""

    code = "page-timeout"

    def __init__(self, message: str, *, advice: str = "give it more with --page-timeout") -> None:
        super().__init__(message, advice=advice)


class PageMemory(PageError):
    """Memory ran short for a page: nothing is known to be wrong with it."""

    code = "page-memory"

    def __init__(self, message: str, *, advice: str = "give it more with --memory, or fewer workers with -j") -> None:
        super().__init__(message, advice=advice)


def kinds_of_error(of: type[KehoachError] = KehoachError) -> Iterator[type[KehoachError]]:
    """Every kind of KehoachError, the kinds of kinds too."""
    yield of
    for kind in of.__subclasses__():
        yield from kinds_of_error(kind)


_FULL = (errno.ENOSPC, errno.EDQUOT)


def of_system(what: str, error: OSError) -> FileAccess:
    """What the system said, as an error of ours: `what` names the file and what cannot be done to it.

    >>> str(of_system("out/a.csv cannot be written", OSError(28, "No space left on device")))
    'out/a.csv cannot be written: No space left on device (make room and run again)'
    """
    if error.errno in _FULL:
        return DiskFull(f"{what}: {error.strerror}", advice="make room and run again")
    if isinstance(error, IsADirectoryError):
        return FileAccess(f"{what}: a folder of that name stands there", advice="move it away")
    return FileAccess(f"{what}: {error.strerror or error}", advice="check space and rights there")
