"""What the commands on plain text do: normalise, restore, judge. Lines in, lines out, one for one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from kehoach.diacritics.encodings import Encoding, convert, convert_document
from kehoach.diacritics.normalise import Scope, normalise
from kehoach.pipeline.errors import BadArguments
from kehoach.pipeline.ingest.encoding import decode
from kehoach.pipeline.options import RestoreMode, ToneStyle
from kehoach.pipeline.repair.mend import restorer

if TYPE_CHECKING:
    from kehoach.diacritics.restore.restorer import Edit


def normalised(data: bytes, encoding: str | None, tones: ToneStyle) -> str:
    """Text in one form: encoding, look-alike letters, spaces, quotes, dashes and codes, line by line.

    `encoding` names a legacy encoding; None: it is found for each line. Raises BadArguments for an unknown name.
    """
    return normalised_text(decode(data).text, encoding, tones)


def normalised_text(text: str, encoding: str | None, tones: ToneStyle) -> str:
    """As `normalised`, of text that is decoded already."""
    lines = text.split("\n")
    if encoding is None:
        found = convert_document(lines).lines
    else:
        chosen = _encoding(encoding)
        found = tuple(convert(line, chosen) for line in lines)
    return "\n".join(normalise(line, Scope.SEARCH, tones.value) for line in found)


def _encoding(name: str) -> Encoding:
    try:
        return Encoding(name.lower())
    except ValueError as error:
        known = ", ".join(str(encoding.value) for encoding in Encoding)
        raise BadArguments(f"--from {name}: no such encoding", advice=f"known: {known}") from error


def restored(data: bytes, mode: RestoreMode) -> tuple[str, tuple[Edit, ...]]:
    """The text restored, line for line, and every edit made or proposed."""
    lines = decode(data).text.split("\n")
    found = restorer().restore(lines, mode.value)
    return "\n".join(found.lines), found.edits


def edit_json(edit: Edit) -> str:
    """An edit as one line of JSON; lines and tokens count from 1, as editors show them."""
    shown = {**asdict(edit), "line": edit.line + 1, "token": edit.token + 1}
    return json.dumps(shown, ensure_ascii=False)
