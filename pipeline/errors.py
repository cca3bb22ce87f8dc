"""What can go wrong, in words a person can act on, each with its exit code.

The codes follow OCRmyPDF's where they mean the same. Only the command line prints.
"""

from __future__ import annotations

OK = 0
SOME_FAILED = 11  # a batch ended, some documents failed, all others are done
INTERRUPTED = 130


class KehoachError(Exception):
    """A failure the user can act on: what happened, to which file, and what to do.

    `code` is the stable word for scripts (journal, JSON log), `advice` the next step for a person.
    """

    exit_code = 15
    code = "other"

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


class FileAccess(KehoachError):
    """A file or folder cannot be read or written."""

    exit_code = 5
    code = "file-access"


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


class DiskFull(FileAccess):
    """No space left where results go: nothing more can be written, so the run stops."""

    code = "disk-full"


class Encrypted(KehoachError):
    """The PDF wants a password."""

    exit_code = 8
    code = "encrypted"


class PageError(KehoachError):
    """One page cannot be read; the document goes on without it. The only error that becomes data."""

    code = "page"
