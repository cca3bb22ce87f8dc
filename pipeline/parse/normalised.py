"""The normalised text: the document's lines joined to paragraphs, one tone style, one kind of quote and dash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.diacritics.language.alphabet import to_old_style
from kehoach.diacritics.normalise import FIXES
from kehoach.pipeline.parse.body.outline import Bullet, Node
from kehoach.pipeline.parse.foot.foot import Foot
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.parse.reading import Reading


def normalised_text(reading: Reading) -> str:
    """The text for search, a paragraph a line, table rows with tabs, in the order of the document.

    Tones stand as in hòa, thủy (most of what is printed has them so); the faithful text keeps the printer's style.
    """
    text = "\n".join(_paragraphs(reading))
    for fix in FIXES:
        text = fix.apply(text)
    return to_old_style(text) + "\n" if text else ""


def _paragraphs(reading: Reading) -> Iterator[str]:
    yield from (row.text for row in reading.zones.head)
    parts = zip(reading.subjects, reading.outlines, reading.closings, reading.feet, strict=True)
    for subject, outline, closing, foot in parts:
        yield from _texts(subject)
        yield from _texts(outline.preamble)
        for node in outline.nodes:
            yield from _node(node)
        yield from _texts(closing)
        yield from _foot(foot)
    for paras in reading.appendix:
        yield from _texts(paras)
    for table in reading.tables:
        yield "\t".join(table.header)
        yield from ("\t".join(cell.text for cell in row.cells) for row in table.rows)
    yield from _texts(reading.notes)


def _texts(paras: Sequence[Para]) -> Iterator[str]:
    yield from (para.text for para in paras)


def _node(node: Node) -> Iterator[str]:
    yield node.whole.text
    yield from _texts(node.paragraphs)
    yield from _bullets(node.bullets)
    for child in node.children:
        yield from _node(child)


def _bullets(bullets: Sequence[Bullet]) -> Iterator[str]:
    for bullet in bullets:
        yield f"{bullet.mark} {bullet.para.text}".strip()
        yield from _bullets(bullet.items)


def _foot(foot: Foot) -> Iterator[str]:
    found = foot.recipients
    if found.heading:
        yield found.heading
    yield from (f"- {entry.text}" for entry in found.entries)
    if found.drafter:
        yield found.drafter
    if foot.signer.raw:
        yield from foot.signer.raw.split("\n")
