"""`run -`: what standard input has, as one document."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kehoach.pipeline.batch.missing_inputs import STDIN_PLACE, STDIN_PREFIX
from kehoach.pipeline.errors import BadArguments, BadInput
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.ingest.limits import MEMBER_BYTES
from kehoach.pipeline.options import Options

STDIN = Path("-")
_CHUNK = 1 << 20


@contextmanager
def standard_input(options: Options) -> Iterator[Input]:
    """Standard input, kept in a file for the block; its place is `stdin`.

    Raises BadInput where it is empty or endless, BadArguments for a run on a cluster, whose machines cannot see it.
    """
    if options.batch.scheduler:
        raise BadArguments("- cannot be read by a cluster", advice="save it as a file that all machines see")
    with tempfile.NamedTemporaryFile(prefix=STDIN_PREFIX) as copy:
        size = 0
        while chunk := sys.stdin.buffer.read(_CHUNK):
            size += len(chunk)
            if size > MEMBER_BYTES:
                raise BadInput(f"standard input has over {MEMBER_BYTES >> 30} GB and is no document")
            copy.write(chunk)
        if not size:
            raise BadInput("standard input is empty", advice="is there a file before the pipe?")
        copy.flush()
        yield Input((Path(copy.name),), STDIN_PLACE, named=True, alias=STDIN)
