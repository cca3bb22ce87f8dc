"""The foot of a text export: «Nơi nhận» and the signature, which stand side by side (ô 9b | 7), are parted again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Role
from kehoach.pipeline.form.persons import is_name
from kehoach.pipeline.form.posts import post_start
from kehoach.pipeline.form.recipients_head import head_words
from kehoach.pipeline.form.text_key import nearly_capitals
from kehoach.pipeline.layout.text_piece import Piece, is_title

_SHORT = 60
"""A line of the foot's narrow columns is shorter than this; half a line of text has 40 letters."""

_BULLET = re.compile(r"^\s*[-–—+•·*●▪]")


def split_foot(pieces: list[Piece]) -> list[Piece]:
    """The pieces with recipients and signature told apart wherever «Nơi nhận» stands: recipients, then signature."""
    done: list[Piece] = []
    index = 0
    while index < len(pieces):
        if _starts_recipients(pieces[index]):
            end = _foot_end(pieces, index)
            done.extend(_foot_in_columns(pieces[index:end]))
            index = end
        else:
            done.append(pieces[index])
            index += 1
    return done


def _starts_recipients(piece: Piece) -> bool:
    return not (piece.settled or piece.tabbed) and head_words(piece.words) > 0


def _foot_end(pieces: Sequence[Piece], start: int) -> int:
    """The piece after the foot: recipients, posts, names and short lines wrapped from them belong to it."""
    end, follows = start + 1, True
    for index in range(start + 1, len(pieces)):
        piece = pieces[index]
        if piece.blank:
            follows = False
            continue
        if piece.settled or piece.tabbed or is_title(piece):
            break
        listed = _BULLET.match(piece.text) or _is_brace(piece) or post_start(piece.words) is not None
        named = is_name(piece.text, hurt=True) and _has_post(pieces[start:index])
        if not (listed or named or (follows and len(piece.text) < _SHORT)):
            break
        end, follows = index + 1, True
        if named:
            break
    return end


def _has_post(pieces: Sequence[Piece]) -> bool:
    return any(post_start(piece.words) is not None for piece in pieces)


def _is_brace(piece: Piece) -> bool:
    return piece.text.lstrip().startswith(("}", "{"))


def _foot_in_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of a foot: recipients first, then the signature's; a blank line stays with what stands before it."""
    recipients: list[Piece] = []
    signature: list[Piece] = []
    merged = False
    above = Role.RECIPIENTS
    for index, piece in enumerate(pieces):
        parts = [piece] if piece.blank else _foot_parts(piece, first=index == 0, merged=merged, above=above)
        merged |= len(parts) > 1
        for part in parts:
            role = above if part.blank else part.role
            (signature if role is Role.SIGNATURE else recipients).append(part)
        above = above if piece.blank or len(parts) > 1 else piece.role
    return recipients + signature


def _foot_parts(piece: Piece, *, first: bool, merged: bool, above: Role) -> list[Piece]:
    """A line of the foot, cut where the signature's column begins in it."""
    words = piece.words
    post = post_start(words)
    head = head_words(words) if first else 0
    rest = words[head:]
    if post is None and head and rest and not _BULLET.match(rest[0]) and nearly_capitals(" ".join(rest)):
        post = head
    if post is None and merged:
        post = _name_start(words)
    listed = first or _BULLET.match(piece.text) or _is_brace(piece)
    signs = is_name(piece.text, hurt=True) or (above is Role.SIGNATURE and nearly_capitals(piece.text))
    if post == 0 or (post is None and not listed and signs):
        piece.settle(Role.SIGNATURE)
        return [piece]
    if post is None or post < head:
        piece.settle(Role.RECIPIENTS)
        return [piece]
    return [piece.part(words[:post], Role.RECIPIENTS), piece.part(words[post:], Role.SIGNATURE)]


def _name_start(words: list[str]) -> int | None:
    """Where a name follows a finished recipient: «- Lưu: VT, NVY. Phạm Nam Thái»."""
    for start in range(1, len(words)):
        if words[start - 1].endswith((";", ".")) and is_name(" ".join(words[start:]), hurt=True):
            return start
    return None
