"""The closing formula: «Trên đây là Kế hoạch …», «Trong quá trình thực hiện …», up to the end mark «./.»."""

from __future__ import annotations

import re

from kehoach.pipeline.parse.body.outline import Bullet, Node, Outline
from kehoach.pipeline.parse.lines.paragraphs import Para

_FORMULA = re.compile(
    r"(?:tren day la|trong qua trinh\b.*?(?:vuong mac|kho khan|phat sinh|bat cap|vuot tham quyen)|nhan duoc|(?:so"
    r"|uy ban|ubnd|bo)\b.{0,80}\b(?:yeu cau|de nghi)\b|yeu cau (?:cac|thu truong|giam doc|lanh dao)"
    r"|de nghi (?:cac|thu truong|giam doc|lanh dao)|can cu (?:noi dung )?(?:ke hoach|van ban) nay"
    r"|ke hoach nay (?:thay the|co hieu luc|duoc)|kinh (?:bao cao|de nghi|trinh))"
)
END_MARK = re.compile(r"\.\s?/\s?[.,]?[\s\"”]*$")


def is_formula(para: Para) -> bool:
    """Whether a paragraph is one with which plans close."""
    return _FORMULA.match(para.key) is not None


def _tail(node: Node) -> Node:
    while node.children:
        node = node.children[-1]
    return node


def _trailing(node: Node) -> list[Para]:
    """The unlabelled, unbulleted paragraphs with which a node ends."""
    if not node.bullets:
        return list(node.paragraphs)
    tail: list[Para] = []
    for bullet in reversed(node.bullets):
        if bullet.mark:
            break
        tail.insert(0, bullet.para)
    return tail


def _drop(node: Node, paras: list[Para]) -> None:
    gone = set(map(id, paras))
    node.paragraphs = [p for p in node.paragraphs if id(p) not in gone]
    node.bullets = [b for b in node.bullets if b.mark or id(b.para) not in gone]


def take_closing(outline: Outline) -> list[Para]:
    """Take the closing paragraphs out of the last section and give them; none where the last section has no formula.

    A last paragraph with the end mark closes the plan where bullets or children stand before it; where it is all that
    the last section says, it stays there.
    """
    if not outline.nodes:
        return _from_preamble(outline)
    node = _tail(outline.nodes[-1])
    tail = _trailing(node)
    first = next(
        (at for at, para in enumerate(tail) if is_formula(para) and (at or node.bullets or _has_body(node, tail))), None
    )
    if first is None:
        ended = tail and END_MARK.search(tail[-1].text) and (node.bullets or len(node.paragraphs) > 1)
        first = len(tail) - 1 if ended else None
    if first is None:
        return []
    closing = tail[first:]
    _drop(node, closing)
    return closing


def _has_body(node: Node, tail: list[Para]) -> bool:
    """Whether a section has more text than a heading, so that what follows can be the closing."""
    return len(tail) < len(node.paragraphs) or node.para.text[-1:] in ".;" or is_formula(tail[0])


def _from_preamble(outline: Outline) -> list[Para]:
    """The closing of a document without labels: from the last formula on."""
    for at in range(len(outline.preamble) - 1, 0, -1):
        if outline.preamble[at].key.startswith("tren day la"):
            closing = outline.preamble[at:]
            del outline.preamble[at:]
            return closing
    return []


def bullets_of(bullets: list[Bullet]) -> list[Bullet]:
    """All bullets, nested ones too, in order."""
    found: list[Bullet] = []
    for bullet in bullets:
        found.append(bullet)
        found += bullets_of(bullet.items)
    return found
