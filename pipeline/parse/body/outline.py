"""The tree of sections: labelled paragraphs nested by the kind of their label and by sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kehoach.pipeline.form.labels import Kind, Label, find_label, glued_at
from kehoach.pipeline.form.text_key import is_capitals
from kehoach.pipeline.parse.lines.paragraphs import BULLET, Para

_WIDE = Kind.ROMAN
"""Kinds up to this one end everything narrower; narrower ones nest in either order («1)» in «a)» and the reverse)."""


@dataclass(slots=True)
class Bullet:
    """A bulleted paragraph, or one that follows bullets without its own (`mark` empty), and those below it."""

    mark: str
    para: Para
    items: list[Bullet] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """A labelled paragraph (`para`: without the label) and all that stands under it."""

    label: Label
    para: Para
    whole: Para
    paragraphs: list[Para] = field(default_factory=list)
    bullets: list[Bullet] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    resolved: int = 0
    id: str = ""

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def last(self) -> Para:
        """The last paragraph that stands in the node itself."""
        bullet = self.bullets[-1] if self.bullets else None
        while bullet and bullet.items:
            bullet = bullet.items[-1]
        return bullet.para if bullet else (self.paragraphs[-1] if self.paragraphs else self.para)


@dataclass(slots=True)
class Outline:
    """A body as a tree: what stands before the first label, and the labelled parts."""

    preamble: list[Para] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """All nodes in order."""
        for node in self.nodes:
            yield from node.walk()


def split_glued(para: Para) -> list[Para]:
    """A heading in capitals with the next label on the same line, as two paragraphs."""
    label = find_label(para.text)
    if label is None:
        return [para]
    at = glued_at(para.text[label.end :])
    if at is None:
        return [para]
    return [para.part(0, label.end + at), para.part(label.end + at)]


def _bullet_of(para: Para) -> tuple[str, Para] | None:
    match = BULLET.match(para.text)
    if match is None:
        return None
    return match["bullet"], para.part(match.end())


def _follows(label: Label, node: Node) -> bool:
    """Whether a label is the next one after an open node's."""
    return label.ordinal is not None and node.label.ordinal is not None and label.ordinal == node.label.ordinal + 1


class _Builder:
    """An outline being built: the open nodes from the widest to the narrowest."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.open: list[Node] = []
        self.styles: list[list[str]] = []

    def add(self, para: Para) -> None:
        """Put the next paragraph in its place."""
        label = find_label(para.text)
        if label is not None:
            label = self._reread(label, para)
        if label is not None and not self._believable(label, para):
            label = None
        if label is not None:
            self._add_node(Node(label, para.part(label.end), para))
        elif self.open:
            self._add_text(para)
        else:
            self.outline.preamble.append(para)

    def _reread(self, label: Label, para: Para) -> Label:
        """«I.» or «l.» before small letters, under a heading in capitals: a reader's slip for «1.»."""
        if label.kind is Kind.ROMAN and label.printed[0] in "CD" and len(label.printed.rstrip(".:)/ -")) == 1:
            letters = [node.label.ordinal for node in self.outline.nodes if node.label.kind is Kind.CAPITAL]
            if ord(label.printed[0]) - ord("A") in letters:  # «C.» after «B.» is no hundred
                return replace(label, kind=Kind.CAPITAL, ordinal=ord(label.printed[0]) - ord("A") + 1)
        if label.printed.rstrip(".") not in ("I", "l") or label.hurt or not label.printed.endswith("."):
            return label
        above = next((n for n in reversed(self.open) if n.label.kind is Kind.ROMAN), None)
        if above is None or is_capitals(para.text[label.end :]) or not is_capitals(above.para.text):
            return label
        if any(node.label.kind in (Kind.ARABIC, Kind.LETTER) for node in self.open):
            return label
        return replace(label, kind=Kind.ARABIC, ordinal=None, hurt=True)

    def _believable(self, label: Label, para: Para) -> bool:
        """Whether the label is one here: a letter, capital or number out of the blue is text."""
        rest = para.text[label.end :].strip()
        if label.kind is Kind.CAPITAL:
            after_capital = any(node.label.kind is Kind.CAPITAL for node in self.open)
            return is_capitals(rest) or after_capital or (label.ordinal == 1 and not self.open)
        if (
            label.kind is Kind.ROMAN
            and not label.hurt
            and label.printed[:1] in "CDLMX"
            and len(label.printed.rstrip(".:)/ -")) == 1
            and label.ordinal != 10
        ):
            return False
        return not (
            label.kind is Kind.LETTER
            and label.ordinal is None
            and not any(n.label.kind is Kind.LETTER for n in self.open)
        )

    def _add_node(self, node: Node) -> None:
        depth = self._depth(node.label)
        del self.open[depth:], self.styles[depth:]
        siblings = self.open[-1].children if self.open else self.outline.nodes
        siblings.append(node)
        self.open.append(node)
        self.styles.append([])

    def _depth(self, label: Label) -> int:
        """How many open nodes stay open around a label's node."""
        same = [at for at, node in enumerate(self.open) if node.label.kind is label.kind]
        if label.kind in (Kind.DOTTED, Kind.ROMAN_DOTTED):
            return self._dotted_depth(label)
        if same:
            return same[-1] if len(same) > 1 else self._sibling_depth(label, same[-1])
        if label.kind <= _WIDE:
            return sum(node.label.kind < label.kind for node in self.open)
        if label.kind is Kind.ARABIC and label.ordinal != 1:
            return sum(node.label.kind < label.kind for node in self.open)
        if label.kind is Kind.LETTER and label.ordinal is not None and label.ordinal > 1:
            return sum(node.label.kind < Kind.LETTER for node in self.open)
        return len(self.open)

    def _sibling_depth(self, label: Label, at: int) -> int:
        """Beside the open node of the same kind, or, where the count begins anew under a colon, below the innermost."""
        inner = self.open[-1]
        fresh = (
            label.ordinal == 1
            and label.kind >= Kind.ARABIC
            and at < len(self.open) - 1
            and not _follows(label, self.open[at])
        )
        if fresh and inner.last().text.endswith(":") and inner.label.kind is not label.kind:
            return len(self.open)
        return at

    def _dotted_depth(self, label: Label) -> int:
        """Below the node whose numbers it carries on; else beside those as long; else below the Roman one."""
        for at in range(len(self.open) - 1, -1, -1):
            other = self.open[at].label
            numbers = other.parts or ((other.ordinal,) if other.kind in (Kind.ARABIC, Kind.ROMAN) else ())
            dotted = other.kind in (Kind.DOTTED, Kind.ROMAN_DOTTED)
            if dotted and len(other.parts) == len(label.parts):
                return at
            if (
                (dotted or other.kind is Kind.ARABIC)
                and numbers == label.parts[: len(numbers)]
                and len(numbers) == len(label.parts) - 1
            ):
                return at + 1
            if other.kind is Kind.ARABIC and len(label.parts) == 2:
                return at + 1
        return sum(node.label.kind < Kind.ARABIC for node in self.open)

    def _add_text(self, para: Para) -> None:
        node, styles = self.open[-1], self.styles[-1]
        bullet = _bullet_of(para)
        if bullet is None:
            if node.bullets:
                self._hang(node.bullets, 0, Bullet("", para))
            else:
                node.paragraphs.append(para)
            return
        mark, text = bullet
        if mark not in styles:
            styles.append(mark)
        self._hang(node.bullets, styles.index(mark), Bullet(mark, text))

    @staticmethod
    def _hang(bullets: list[Bullet], depth: int, new: Bullet) -> None:
        """Put a bullet below the last ones, `depth` levels down."""
        while depth and bullets:
            last = next((b for b in reversed(bullets) if b.mark), None)
            if last is None:
                break
            bullets, depth = last.items, depth - 1
        bullets.append(new)


def build(paras: Sequence[Para]) -> Outline:
    """The outline of a body; every paragraph is in it once."""
    builder = _Builder()
    for para in paras:
        for piece in split_glued(para):
            builder.add(piece)
    return builder.outline
