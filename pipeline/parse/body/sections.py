"""Nodes of the outline as the Plan's sections: what is a title, what is text."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.pipeline.form.labels import Kind
from kehoach.pipeline.form.numbering import to_roman
from kehoach.pipeline.form.text_key import is_capitals
from kehoach.pipeline.parse.body.outline import Bullet, Node
from kehoach.pipeline.plan import Item, Section

RUN_IN_WORDS = 14
"""A run-in heading («Mục đích: Xác định …») has at most so many words; longer lead-ins are sentences."""
TITLE_WORDS = 60
"""A heading alone has at most so many words: the longest of the plans read has 47."""


def run_in(text: str) -> int | None:
    """Where a run-in heading ends (after its colon), None where a paragraph begins without one.

    >>> text = "Phạm vi: Tổng kiểm kê tài sản."
    >>> text[:run_in(text)]
    'Phạm vi:'
    >>> run_in("Sở Y tế chủ trì, phối hợp; cụ thể như sau: a, b"), run_in("Trước 10:30 ngày mai")
    (None, None)
    """
    at = text.find(":")
    if at < 1 or at + 1 >= len(text) or not text[at + 1].isspace():
        return None
    head = text[:at]
    if (
        len(head.split()) > RUN_IN_WORDS
        or any(stop in head for stop in (". ", ";", "“", '"'))
        or head.endswith(("như", "sau"))
    ):
        return None
    return at + 1


def _is_heading(text: str) -> bool:
    """Whether a labelled paragraph without more is a heading: no full stop, not too long, or in capitals."""
    if is_capitals(text):
        return True
    plain = text.rstrip()
    if plain.endswith(".."):
        return len(plain.split()) <= 20
    return not plain.endswith((".", ";", ",", "./")) and len(plain.split()) <= TITLE_WORDS


def item_of(bullet: Bullet) -> Item:
    """A bullet as the Plan has it."""
    return Item(
        bullet=bullet.mark,
        text=bullet.para.text,
        items=[item_of(b) for b in bullet.items],
        evidence=bullet.para.evidence(),
    )


_OUT_OF_ORDER = frozenset({"duplicate-label", "misnumbered"})


def _parts(node: Node) -> tuple[str | None, list[str]]:
    """The title of a node and its paragraphs; the heading of a Phần or Chương stands on the line below its label."""
    below = [para.text for para in node.paragraphs]
    if not node.para.text and node.label.kind <= Kind.DIVISION and below and _is_heading(below[0]):
        return below[0], below[1:]
    title, text = _split(node.para.text)
    return title, text + below


def _split(text: str) -> tuple[str | None, list[str]]:
    """The title and the text of a labelled paragraph."""
    if not text:
        return None, []
    if _is_heading(text) and (text.endswith(":") or run_in(text) is None):
        return text, []
    cut = run_in(text)
    if cut is not None:
        return text[:cut], [text[cut:].strip()]
    return None, [text]


def _printed_label(node: Node, scanned: frozenset[int]) -> str:
    """The label as printed: as the text has it; on a scanned page what the reader misread is what the sequence says."""
    label = node.label
    if node.whole.lines[0].page not in scanned:
        return label.printed
    if longer := _lost_stroke(node):
        return longer + "."
    if label.kind is Kind.LETTER and label.printed[0] == "d" and node.resolved == 5:
        return "đ" + label.printed[1:]  # the bar of đ is the first thing that a reader loses
    if not label.hurt:
        return label.printed
    return {Kind.ROMAN: to_roman(node.resolved), Kind.ARABIC: str(node.resolved)}.get(label.kind, label.printed) + "."


def _lost_stroke(node: Node) -> str | None:
    """The Roman number with one stroke more, where «II.» was read for «III.»; None where the label is right.

    It must be out of order, and the sequence or another reader must have the longer number. Readers lose strokes; one
    too many («III.» where II is due) is left to the printer.
    """
    if node.label.kind is not Kind.ROMAN or node.label.ordinal is None or not _OUT_OF_ORDER.intersection(node.issues):
        return None
    longer = to_roman(node.label.ordinal) + "I"
    also_read = {other.rstrip(".,:") for word in node.whole.lines[0].words[:1] for other in word.alternatives}
    repeated = "duplicate-label" in node.issues and longer in also_read
    return longer if repeated or to_roman(node.resolved) == longer else None


def _issues(node: Node, scanned: frozenset[int]) -> list[str]:
    if node.whole.lines[0].page in scanned and _lost_stroke(node):
        return ["label-misread", *(issue for issue in node.issues if issue not in _OUT_OF_ORDER)]
    return node.issues


def section_of(node: Node, scanned: frozenset[int] = frozenset()) -> Section:
    """A node as the Plan has it; `scanned`: the pages that a reader read from an image, mended or not."""
    title, paragraphs = _parts(node)
    printed = _printed_label(node, scanned)
    return Section(
        id=node.id,
        label_printed=printed,
        label_read=None if printed == node.label.printed else node.label.printed,
        ordinal_printed=node.label.ordinal,
        ordinal_resolved=node.resolved,
        title=title,
        paragraphs=paragraphs,
        items=[item_of(bullet) for bullet in node.bullets],
        issues=_issues(node, scanned),
        children=[section_of(child, scanned) for child in node.children],
        evidence=node.whole.evidence(),
    )


def sections_of(nodes: Sequence[Node], scanned: frozenset[int] = frozenset()) -> list[Section]:
    """The tree as the Plan has it."""
    return [section_of(node, scanned) for node in nodes]
