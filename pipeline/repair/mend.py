"""Text that is damaged, mended: legacy encodings converted, lost marks and misread letters restored, every edit kept.

Joins `diacritics`, which knows text alone, to lines with places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kehoach import models
from kehoach.diacritics.encodings import Flag, convert_document
from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.judge.ruler import damage_of, judge
from kehoach.diacritics.normalise import Scope, drop_controls, drop_direction_marks, normalise
from kehoach.pipeline.document import Edit, Line, Method
from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.wording import number_of

if TYPE_CHECKING:
    from kehoach.diacritics.restore.restorer import Restorer


UNSURE = 0.5  # the confidence of a doubt that nothing measures: either may be right


@dataclass(frozen=True)
class Mended:
    """Lines as they are handed on, the edits made or proposed, and what was done in words ("" where nothing was)."""

    lines: tuple[Line, ...]
    edits: tuple[Edit, ...] = ()
    method: Method = Method.TEXT
    reason: str = ""


def mend_text(lines: Sequence[str], arrange: Callable[[Sequence[str]], list[Line]]) -> Mended:
    """A text file's lines: converted where their encoding is old, arranged by `arrange`, restored where damaged."""
    converted = convert_document(lines)
    named = sorted({str(encoding.value) for encoding in converted.encodings if encoding})
    arranged = arrange([normalise(line, Scope.FAITHFUL) for line in converted.lines])
    edits = [
        Edit(lines[line.number - 1], line.text, f"encoding:{encoding.value}", 1.0, page=line.page, line=line.number)
        for line in arranged
        if (encoding := converted.encodings[line.number - 1]) and line.text
    ]
    edits += _doubts(converted.flags, {line.number - 1: line for line in reversed(arranged)})
    found = restore_lines(arranged)
    judgement = judge("\n".join(lines))
    converting = f"converted from {', '.join(named)}" if named else ""
    reason = "; ".join(filter(None, (f"the text is {judgement.kind}: {judgement.reason}", converting, found.reason)))
    method = Method.REPAIRED if found.method is Method.REPAIRED else Method.CONVERTED if named else Method.TEXT
    return Mended(found.lines, (*edits, *found.edits), method, reason)


def from_bytes(mended: Mended, data: bytes, encoding: str) -> Mended:
    """The same, of a file whose bytes were in an old encoding: its original bytes stay findable as edits.

    A byte stands as the Latin-1 character of the same number, so that the bytes can be had back.
    """
    originals = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1").split("\n")
    edits = tuple(
        Edit(original, line.text, f"encoding:{encoding}", 1.0, page=line.page, line=line.number)
        for line in mended.lines
        if line.number <= len(originals) and not (original := originals[line.number - 1]).isascii()
    )
    reason = f"the file's bytes are in {encoding} and were converted; then {mended.reason}"
    method = Method.REPAIRED if mended.method is Method.REPAIRED else Method.CONVERTED
    return Mended(mended.lines, (*edits, *mended.edits), method, reason)


def from_fonts(mended: Mended, originals: Sequence[tuple[int, str, str]]) -> Mended:
    """The same, of an office document whose fonts said which lines were in an old encoding.

    `originals`: number of the line, its letters as the file has them, the encoding; each becomes an edit.
    """
    stands = {line.number: line for line in reversed(mended.lines)}
    edits = tuple(
        Edit(before.strip(), line.text, f"encoding:{encoding}", 1.0, page=line.page, line=number)
        for number, before, encoding in originals
        if (line := stands.get(number)) and line.text
    )
    named = ", ".join(sorted({encoding for _, _, encoding in originals}))
    reason = f"{number_of(len(originals), 'line')} in fonts of {named}, converted; then {mended.reason}"
    method = Method.REPAIRED if mended.method is Method.REPAIRED else Method.CONVERTED
    return Mended(mended.lines, (*edits, *mended.edits), method, reason)


def mend_layer(lines: Sequence[Line], *, restore: bool = False) -> Mended:
    """A text layer's lines, converted word by word where their encoding is old; boxes stay with their words.

    `restore`: no image is read instead, so lost marks and misread letters are mended here.
    """
    large = {i for i, line in enumerate(lines) if line.words and all(word.capitals for word in line.words)}
    converted = convert_document([line.text for line in lines], large)
    named = sorted({str(encoding.value) for encoding in converted.encodings if encoding})
    if not named:
        seen = tuple(map(_without_unseen, lines))
        return restore_lines(seen) if restore else Mended(seen)
    texts = [_as_drawn(line, text) for line, text in zip(lines, converted.lines, strict=True)]
    edits = tuple(
        Edit(line.text, text, f"encoding:{encoding.value}", 1.0, page=line.page, line=line.number, box=line.box)
        for line, text, encoding in zip(lines, texts, converted.encodings, strict=True)
        if encoding
    )
    doubts = _doubts(converted.flags, dict(enumerate(lines)))
    moved = tuple(_without_unseen(_with_text(line, text)) for line, text in zip(lines, texts, strict=True))
    return Mended(moved, (*edits, *doubts), Method.CONVERTED, f"the layer is in {', '.join(named)} and was converted")


def _without_unseen(line: Line) -> Line:
    """A line without controls and marks of direction, which a layer's fonts can say but not show."""
    if line.text.isprintable():
        return line
    shown = drop_direction_marks(drop_controls(line.text))
    return line if shown == line.text else _with_text(line, " ".join(shown.split()))


def _as_drawn(line: Line, text: str) -> str:
    """A line's converted text with capitals where its font draws them and its letters do not tell."""
    tokens = text.split()
    if len(tokens) != len(line.words):
        return text
    marked = zip(tokens, line.words, strict=True)
    return " ".join(token.upper() if word.capitals else token for token, word in marked)


def _doubts(flags: Sequence[Flag], lines: Mapping[int, Line]) -> list[Edit]:
    """What a conversion left in doubt, as edits that were not made, at the line they speak of."""
    return [
        Edit(shown, shown, f"encoding:{flag.reason}", UNSURE, (), line.page, line.number, box=line.box, applied=False)
        for flag in flags
        if (line := lines.get(flag.line)) and (shown := flag.detail or line.text)
    ]


def restore_lines(lines: Sequence[Line]) -> Mended:
    """Lost marks and misread letters mended where the lines show such damage; clean lines come out as they are."""
    texts = [line.text for line in lines]
    if not is_damaged(texts):
        return Mended(tuple(lines))
    restored = restorer().restore(texts)
    edits = tuple(
        Edit(
            e.before,
            e.after,
            e.reason,
            e.confidence,
            e.alternatives,
            lines[e.line].page,
            lines[e.line].number,
            e.token,
            lines[e.line].box,
            e.applied,
        )
        for e in restored.edits
    )
    made = sum(edit.applied for edit in edits)
    out = tuple(_with_text(line, text) for line, text in zip(lines, restored.lines, strict=True))
    reason = f"{number_of(made, 'word')} mended, {len(edits) - made} in doubt"
    return Mended(out, edits, Method.REPAIRED if made else Method.TEXT, reason)


def is_damaged(texts: Sequence[str]) -> bool:
    """Whether any line lost its marks or has misread letters; told without the network, which is then not loaded."""
    return any(damage is not Damage.CLEAN for damage in damage_of(texts))


@lru_cache(maxsize=1)
def restorer() -> Restorer:
    """The restorer with the packaged weights, loaded once for each process."""
    from kehoach.diacritics.restore.restorer import Restorer

    try:
        return Restorer.load(models.verify())
    except models.ModelError as error:
        raise MissingDependency(str(error), advice="kehoach doctor shows more") from error


def _with_text(line: Line, text: str) -> Line:
    """The line with another text; its words follow where they still answer to the text's tokens one to one."""
    tokens = text.split()
    if len(tokens) != len(line.words):
        return replace(line, text=text, words=())
    words = tuple(replace(word, text=token) for word, token in zip(line.words, tokens, strict=True))
    return replace(line, text=text, words=words)
