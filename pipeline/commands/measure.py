"""The commands that measure and explain: evaluate, doctor, schema."""

from __future__ import annotations

from pathlib import Path

import click

from kehoach.pipeline.commands.arguments import There
from kehoach.pipeline.console import put, put_json
from kehoach.pipeline.errors import OK, MissingDependency


@click.command(short_help="Score what was read against what is true.")
@click.argument("truth", type=There())
@click.argument("out", type=There())
@click.option("--lines", is_flag=True, help="Compare two texts line for line: share of tokens exactly right.")
@click.option("--read", is_flag=True, help="Take Plans as read from images: titles may differ by a few letters.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a document instead of a table.")
def evaluate(truth: Path, out: Path, lines: bool, read: bool, as_json: bool) -> int:
    """Score OUT against TRUTH (files or folders): CER, WER, missing words, diacritics; fields of Plans."""
    from kehoach.pipeline.evaluation import evaluation_lines

    for line in evaluation_lines(truth, out, lines=lines, read=read, as_json=as_json):
        (put_json if as_json else put)(line)
    return OK


@click.command(short_help="Say what is installed, and how to get what is missing.")
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it."""
    from kehoach.pipeline.commands.doctor import examine

    checks = examine()
    for check in checks:
        put(f"{'ok  ' if check.ok else 'MISS' if check.needed else 'none'}  {check.name:23s} {check.what}")
    return OK if all(check.ok for check in checks if check.needed) else MissingDependency.exit_code


@click.command(short_help="Print the JSON Schema of the Plan.")
def schema() -> int:
    """Print the JSON Schema of the Plan."""
    from kehoach.pipeline.schema import committed

    put_json(committed())
    return OK
