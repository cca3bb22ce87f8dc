"""What the restorer says it did: one edit a token, and the restored lines with all of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)  # slots: a text has tens of thousands
class Edit:
    """A change to one token, or one that was thought of and not made (`applied` is False and the token stands).

    Only where words were glued or torn apart (reasons "split" and "joined") does `after` or `before` hold a space, and
    the restored line more or fewer tokens than the line given.
    """

    line: int  # index of the line, from 0
    token: int  # index of the whitespace token in the line given, from 0
    before: str
    after: str
    reason: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    applied: bool = True


@dataclass(frozen=True)
class Restored:
    """The lines restored, one for each given, and all edits in order of place."""

    lines: tuple[str, ...]
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)
