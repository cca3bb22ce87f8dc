"""What can go wrong, in words a person can act on, each with its exit code.

The codes follow OCRmyPDF's where they mean the same. Only the command line prints. Every docstring here ends with what
to do; `ERRORS.md` is made from them (`make errors`).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator

OK = 0
"""All went well; without --strict also where a person should look at a document.

What to do: nothing; `kehoach status OUT` names the documents that a person should look at."""
SOME_FAILED = 11
"""A run over several documents ended: some failed, all others are done.

What to do: `kehoach status OUT` says which and why; mend the causes, then `kehoach run … --retry-failed`."""
WANTS_A_LOOK = 12
"""With --strict: no document failed, and a person should look at one of them.

What to do: open `report.html`, or ask `kehoach status OUT`; both give the reasons."""
INTERRUPTED = 130
"""Ended by Ctrl-C or SIGTERM.

What to do: the same command again; it goes on where it stopped."""


class KehoachError(Exception):
    """A failure the user can act on: what happened, to which file, and what to do.

    `code` is the stable word for scripts (journal, JSON log), `advice` the next step for a person. `of_machine`: it
    says nothing of the document, so the next run tries again without being asked.

    What to do: follow the message; where it says «a mistake of the program», run with `KEHOACH_DEBUG=1` and report what
    that prints.
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
    """The command line cannot be carried out as given.

    What to do: compare the command with `kehoach COMMAND --help`; the message says what does not fit.
    """

    exit_code = 1
    code = "bad-arguments"


class BadInput(KehoachError):
    """The file is empty, broken, or of a kind that is not read.

    What to do: open the file with the program that it is for; get it again, or save it anew, if that fails too.
    """

    exit_code = 2
    code = "bad-input"


class NoDocument(BadInput):
    """The file is of a kind that is no document that is read: in a folder it is passed over and named, no failure.

    What to do: nothing, or turn it into a kind that is read (PDF, picture, Word, text); 7z and RAR are to be unpacked.
    """

    code = "no-document"


class MissingDependency(KehoachError):
    """A program or package that was asked for is not installed.

    What to do: `kehoach doctor` says what is missing and how to get it; then run again.
    """

    exit_code = 3
    code = "missing-dependency"
    of_machine = True


class FileAccess(KehoachError):
    """A file or folder cannot be read or written.

    What to do: look at the name, at the rights, and whether the disk or share is there; then run again.
    """

    exit_code = 5
    code = "file-access"
    of_machine = True


class ChildProcess(KehoachError):
    """A program run by kehoach failed or outlasted its time.

    What to do: run again with `--retry-failed`; if it fails once more, the file is likely damaged.
    """

    exit_code = 7
    code = "child-process"


class OutOfTime(ChildProcess):
    """A document took longer than it was given, or its worker was silent for too long.

    What to do: run again with a higher `--timeout` and `--retry-failed`.
    """

    code = "timeout"


class OutOfMemory(ChildProcess):
    """A worker grew over the memory it was given.

    What to do: run again with more `--memory`, or fewer workers with `-j`, and `--retry-failed`.
    """

    code = "memory"


class WorkerDied(ChildProcess):
    """The process that read a document was killed or crashed.

    What to do: look whether the machine ran out of memory; if not, the file makes its reader crash: have it mended.
    """

    code = "worker-died"


class OutOfResources(ChildProcess):
    """The machine has no memory, processes or open files left for the work.

    What to do: close other programs or give fewer workers with `-j`; then run again.
    """

    code = "resources"
    of_machine = True


class DiskFull(FileAccess):
    """No space left where results go: nothing more can be written, so the run stops.

    What to do: make room; then the same command again, which goes on where it stopped.
    """

    code = "disk-full"


class Encrypted(KehoachError):
    """The PDF wants a password.

    What to do: run again with `--password`.
    """

    exit_code = 8
    code = "encrypted"


class Damaged(KehoachError):
    """Results of an earlier run are missing, or are not any more as they were written; all others were used.

    What to do: `kehoach verify OUT` names them; `kehoach run` with the inputs makes them again.
    """

    exit_code = 13
    code = "damaged"


class PageError(KehoachError):
    """One page cannot be read; the document goes on without it. The only error that becomes data.

    What to do: look at that page of the file; `--retry-failed` tries it again.
    """

    code = "page"


class PageTimeout(PageError):
    """A page took its reader longer than a page is given: nothing is known to be wrong with it.

    What to do: run again with a higher `--page-timeout` and `--retry-failed`.
    """

    code = "page-timeout"

    def __init__(self, message: str, *, advice: str = "give it more with --page-timeout") -> None:
        super().__init__(message, advice=advice)


class PageMemory(PageError):
    """Memory ran short for a page: nothing is known to be wrong with it.

    What to do: run again with more `--memory`, or fewer workers with `-j`, and `--retry-failed`.
    """

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
