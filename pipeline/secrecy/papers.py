"""What a paper as a whole is: secret or not, of which level, how sure, and where that is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.plan import Evidence, FieldMethod
from kehoach.pipeline.secrecy.levels import LEVELS
from kehoach.pipeline.secrecy.marks import Mark, find_marks

if TYPE_CHECKING:
    from kehoach.pipeline.plan import OnePlan, PagePart, Plan


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Whether a paper is to be held back.

    `level`: MẬT, TỐI MẬT or TUYỆT MẬT, None where a stamp does not say which, or where there is none; `text`: the mark
    as printed; `place`: where, as far as it is known; `doubtful`: a person has to look.
    """

    level: str | None = None
    doubtful: bool = False
    place: Evidence | None = None
    text: str = ""

    @property
    def held(self) -> bool:
        """Whether the paper is held back: a sure mark or a doubtful one."""
        return self.level is not None or self.doubtful


def secrecy_of(paper: OnePlan | Sequence[Line]) -> Secrecy:
    """The secrecy of one document, from its Plan or from its lines in reading order; never raises."""
    if isinstance(paper, Sequence):
        return _of_marks(find_marks(paper))
    alone = not getattr(paper, "bound", [])  # else its text is that of the whole file
    return _strongest([*([_of_text(paper)] if alone else []), _of_beside(paper), _of_field(paper)])


def whole_file_secrecy(plan: Plan) -> Secrecy:
    """The secrecy of a file: one secret document among those that are bound in it makes all of it secret."""
    return _strongest([_of_text(plan), *(secrecy_of(one) for one in plan.documents())])


def _of_field(plan: OnePlan) -> Secrecy:
    """What was found when the document was read, with its pages before the reader; inferred means in doubt."""
    field = plan.metadata.secrecy
    if not (field.value or field.raw):
        return Secrecy()
    doubtful = field.value is None or field.method is FieldMethod.INFERRED
    return Secrecy(field.value, doubtful, field.evidence, field.raw or field.value or "")


def _of_text(plan: OnePlan) -> Secrecy:
    """What the text says; it does not tell pages. Plans of earlier versions have less in their field."""
    text = [Line(text, 1, number) for number, text in enumerate(plan.text.faithful.split("\n"), 1)]
    found = _of_marks(find_marks(text))
    return replace(found, place=None)


def _of_beside(plan: OnePlan) -> Secrecy:
    """What stamps, seals, running heads and letterheads say."""
    return _of_marks(find_marks([_line(part) for part in (*plan.marginalia, *plan.furniture)]))


def _line(part: PagePart) -> Line:
    """Furniture and marginalia as lines beside the text."""
    known = {role.value for role in Role}
    role = Role(part.kind) if part.kind in known else Role.RUNNING_HEAD
    beside = role if role.is_furniture or role.is_marginalia else Role.RUNNING_HEAD
    return Line(" ".join(part.text.split("\n")), part.page, 1, role=beside)


def _of_marks(marks: Iterable[Mark]) -> Secrecy:
    return _strongest([Secrecy(mark.level, mark.doubtful, _place(mark), mark.text) for mark in marks])


def _place(mark: Mark) -> Evidence:
    line, box = mark.line, mark.line.box
    where = (box.left, box.top, box.right, box.bottom) if box else None
    return Evidence(page=line.page, lines=(line.number, line.number), box=where)


def _strongest(found: Sequence[Secrecy]) -> Secrecy:
    """The surest, and of those the highest level; where all say nothing, nothing."""
    held = [one for one in found if one.held]
    return max(held, key=_rank, default=Secrecy())


def _rank(one: Secrecy) -> tuple[bool, int, bool]:
    height = LEVELS.index(one.level) if one.level in LEVELS else -1
    return (not one.doubtful, height, one.place is not None)
