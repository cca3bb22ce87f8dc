"""The command line: argv to a command, its end to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from kehoach.pipeline import __version__
from kehoach.pipeline.commands.clean import clean
from kehoach.pipeline.commands.export import export
from kehoach.pipeline.commands.forget import forget
from kehoach.pipeline.commands.measure import doctor, evaluate, schema
from kehoach.pipeline.commands.run import run
from kehoach.pipeline.commands.search import index, search
from kehoach.pipeline.commands.status import status
from kehoach.pipeline.commands.text import judge, normalise, parse, restore
from kehoach.pipeline.commands.verify import verify
from kehoach.pipeline.console import NobodyReads, hear_libraries, open_streams, say
from kehoach.pipeline.errors import INTERRUPTED, OK, BadArguments, KehoachError, OutOfMemory, of_system

DEBUG = "KEHOACH_DEBUG"


class InOrder(click.Group):
    """Commands are listed as they come in a user's work, not by their letters."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they were added."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kehoach", message="%(prog)s %(version)s")
def cli() -> None:
    """Scanned and damaged plans of Vietnamese health departments into text and data that can be trusted."""


for command in (
    *(run, status, export, index, search, verify, clean, forget),
    *(parse, normalise, restore, judge, evaluate, doctor, schema),
):
    cli.add_command(command)


def main() -> None:
    """Entry point of the program `kehoach`."""
    open_streams()
    hear_libraries()
    sys.exit(invoke(sys.argv[1:]))


def invoke(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; every foreseeable failure is one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # whatever the locale says
    try:
        return cli.main(list(arguments), prog_name="kehoach", standalone_mode=False) or OK
    except NobodyReads:
        return OK
    except click.exceptions.NoArgsIsHelpError as error:
        for line in error.format_message().split("\n"):
            say(line)
        return BadArguments.exit_code
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get(DEBUG):
            raise
        code, message = _explain(error)
        say(message)
        return code


def _explain(error: BaseException) -> tuple[int, str]:
    """The exit code and the one line for whatever ended the program."""
    match error:
        case click.UsageError():
            hint = f"{error.ctx.command_path} --help" if error.ctx else "kehoach --help"
            return BadArguments.exit_code, f"kehoach: {error.format_message()} (see {hint})"
        case click.Abort() | KeyboardInterrupt():
            return INTERRUPTED, "kehoach: interrupted; finished documents are kept"
        case KehoachError():
            return error.exit_code, f"kehoach: {error}"
        case OSError():  # of a place where nobody expected one: still no mistake of the program
            declared = of_system(f"{error.filename or 'a file'} cannot be used", error)
            return declared.exit_code, f"kehoach: {declared}"
        case MemoryError():
            return OutOfMemory.exit_code, "kehoach: there is not enough memory (run it with fewer jobs, -j)"
    what = f"unexpected {type(error).__name__}: {error}"
    return KehoachError.exit_code, f"kehoach: {what} (a mistake of the program; {DEBUG}=1 shows where)"
