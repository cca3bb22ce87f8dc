"""The numbers that labelled parts should have, and their ids: paths of resolved labels, III.2.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kehoach.pipeline.form.labels import Kind
from kehoach.pipeline.form.numbering import resolve, to_letter, to_roman
from kehoach.pipeline.parse.body.outline import Node

_WORDS: dict[Kind, Callable[[int], str]] = {
    Kind.PART: lambda n: f"Phần {n}",
    Kind.CHAPTER: lambda n: f"Chương {n}",
    Kind.DIVISION: lambda n: f"Mục {n}",
    Kind.SUBDIVISION: lambda n: f"Tiểu mục {n}",
    Kind.ARTICLE: lambda n: f"Điều {n}",
    Kind.CAPITAL: lambda n: chr(ord("A") + min(n - 1, 25)),
    Kind.ROMAN: to_roman,
    Kind.LETTER: to_letter,
    Kind.NUMBER_PAREN: lambda n: f"{n})",
    Kind.PAREN_NUMBER: lambda n: f"({n})",
    Kind.PAREN_LETTER: lambda n: f"({to_letter(n)})",
    Kind.PAREN_ROMAN: lambda n: f"({to_roman(n).lower()})",
}
"""How a label of a kind shows in an id; of the other kinds by its number."""


def _runs(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Siblings with labels of one kind, as they follow each other (Điều 1-3 and then I-VI are two runs)."""
    run: list[Node] = []
    for node in nodes:
        if run and node.label.kind is not run[-1].label.kind:
            yield run
            run = []
        run.append(node)
    if run:
        yield run


def _word(node: Node) -> str:
    if node.label.kind is Kind.LETTER_NUMBER:
        return node.label.printed.rstrip(".) ")
    return _WORDS.get(node.label.kind, str)(node.resolved)


def number(nodes: Sequence[Node], above: str, ids: dict[str, int]) -> None:
    """Give every node the number that it should have, its path as id, and an issue where print and number differ.

    `ids` counts the paths given so far: a second node with one gets «~2».
    """
    for run in _runs(nodes):
        for node, number_ in zip(run, resolve([n.label.ordinal for n in run]), strict=True):
            node.resolved = number_
            if node.label.hurt:
                node.issues.append("label-misread")
            elif node.label.ordinal != number_:
                node.issues.append("misnumbered")
        _flag_gaps(run)
    for node in nodes:
        path = f"{above}.{_word(node)}" if above else _word(node)
        ids[path] = copy = ids.get(path, 0) + 1
        node.id = path if copy == 1 else f"{path}~{copy}"
        number(node.children, node.id, ids)


def _flag_gaps(run: Sequence[Node]) -> None:
    before = 0
    printed: set[str] = set()
    for node in run:
        if node.resolved > before + 1 and not (node.label.kind is Kind.LETTER and node.resolved == before + 2 == 6):
            node.issues.append("number-skipped")  # a list that passes over đ is common use and no slip
        if node.label.printed in printed:
            node.issues.append("duplicate-label")
        printed.add(node.label.printed)
        before = node.resolved
