"""The foot of a document: recipients left, signature right, read apart (Nghị định 30/2020/NĐ-CP, ô 9b and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.form.recipients_head import is_head
from kehoach.pipeline.layout.pieces import box_of, cut_at_gaps, joined, letter_height


@dataclass(frozen=True)
class Closing:
    """The lines above the foot, the recipients, the signature block."""

    above: tuple[Line, ...]
    recipients: tuple[Line, ...] = ()
    signature: tuple[Line, ...] = ()


def take_closing(lines: Sequence[Line], width: float) -> Closing:
    """Find the foot by «Nơi nhận» in the left half of the page; without it there is none."""
    cut = [part for line in lines for part in cut_at_gaps(line)]
    heads = [line for line in cut if is_head(line.text) and box_of(line).middle[0] < width / 2]
    if not heads:
        return Closing(tuple(lines))
    head = max(heads, key=lambda line: box_of(line).top)
    unit, top = letter_height(head), box_of(head).top
    edge = _edge([line for line in cut if box_of(line).middle[1] > top - unit], box_of(head).left, width)
    recipients, signature, above = [], [], []
    for line in cut:
        box = box_of(line)
        if box.left >= edge and box.middle[1] > top - 2.5 * unit:
            signature.append(line)
        elif box.middle[1] >= top and box.left < edge:
            recipients.append(line)
        else:
            above.append(line)
    begun = _begun_above(above, signature, edge)
    known = set(map(id, begun))
    above = [line for line in above if id(line) not in known]
    signature += begun
    return Closing(
        tuple(above),
        tuple(replace(line, role=Role.RECIPIENTS) for line in joined(recipients)),
        tuple(replace(line, role=Role.SIGNATURE) for line in joined(signature)),
    )


def _begun_above(above: Sequence[Line], signature: Sequence[Line], edge: float) -> list[Line]:
    """The first lines of a signature block that begins higher than the recipients: right of them, line upon line."""
    found: list[Line] = []
    if not signature:
        return found
    top = min(box_of(line).top for line in signature)
    for line in sorted(above, key=lambda line: -box_of(line).top):
        box = box_of(line)
        if box.left >= edge and top - box.top >= 0 and top - box.bottom < letter_height(line):
            found.append(line)
            top = min(top, box.top)
    return found


def _edge(foot: Sequence[Line], left: float, width: float) -> float:
    """The x that parts the columns: where the fewest pieces lie across, the nearest to the page's middle among them."""
    spots = [left + (width - left) * share / 100 for share in range(25, 75)]
    middle = left + (width - left) / 2

    def crossed(x: float) -> tuple[int, float]:
        return sum(box_of(line).left < x < box_of(line).right for line in foot), abs(x - middle)

    return min(spots, key=crossed)
