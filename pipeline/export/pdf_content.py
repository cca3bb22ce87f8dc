"""What a PDF page's content streams draw, followed operator by operator (ISO 32000-1, 8.3 and 8.8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pikepdf

T = TypeVar("T")

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
OF_TEXT = frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tr", "Tc", "Tw", "Tz", "TL", "Ts"})
SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
DEEPEST = 8  # form XObjects within one another: deeper ones are loops
MOST_TOKENS = 2_000_000
"""Operators and operands of one content stream that are followed: ten million take 4.6 GB and two minutes."""

_TOKEN = re.compile(rb"[\[\]()<>{}/%]|[^\s\[\]()<>{}/%]+")


class Overlong(ValueError):
    """A page draws more than can be followed."""


def instructions(stream: Any, operators: str = "") -> list[Any]:
    """What a page or a form draws, in order; only some `operators` where they are named (as pikepdf does).

    Raises Overlong for more than MOST_TOKENS, pikepdf.PdfError for what is no content.
    """
    import pikepdf

    if next(islice(_TOKEN.finditer(_content(stream)), MOST_TOKENS, None), None):
        raise Overlong(f"a page draws more than {MOST_TOKENS:,} operators and operands")
    return list(pikepdf.parse_content_stream(stream, operators))


def with_state(content: Iterable[Any], operator: str, start: T, read: Callable[[Any], T]) -> Iterator[tuple[Any, T]]:
    """Each instruction with what `operator` last set in the graphics state, its first operand read by `read`.

    q puts the state aside, Q has it back.
    """
    now, aside = start, list[T]()
    for instruction in content:
        match str(instruction.operator):
            case "q":
                aside.append(now)
            case "Q" if aside:
                now = aside.pop()
            case name if name == operator and instruction.operands:
                now = read(instruction.operands[0])
        yield instruction, now


def _content(stream: Any) -> bytes:
    import pikepdf

    found = stream if isinstance(stream, pikepdf.Stream) else stream.get("/Contents", pikepdf.Array())
    with suppress(pikepdf.PdfError):  # whoever parses it says what is wrong
        return b"\n".join(one.read_bytes() for one in ([found] if isinstance(found, pikepdf.Stream) else found))
    return b""


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first`, then `second` (row vectors, as in ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A picture drawn on a page: its XObject, and the unit square's way onto the page."""

    image: Any  # pikepdf.Object: a stream of subtype Image
    matrix: Matrix

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on the page, in points, along the picture's own sides."""
        a, b, c, d, _, _ = self.matrix
        return (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5

    @property
    def dpi(self) -> float:
        """Dots per inch along the side where they are fewer."""
        across, down = self.size
        wide, high = float(self.image.Width), float(self.image.Height)
        return min(wide * 72 / across if across else 0.0, high * 72 / down if down else 0.0)


def placed_images(page: pikepdf.Page) -> list[PlacedImage]:
    """The image XObjects that a page draws, in order, those inside form XObjects too; inline images are left out."""
    resources = page.obj.get("/Resources") or page.resources
    return list(_images(page.obj, resources, IDENTITY, 0))


def _images(stream: Any, resources: Any, matrix: Matrix, depth: int) -> Iterator[PlacedImage]:
    stack: list[Matrix] = []
    drawable = resources.get("/XObject", {}) if resources is not None else {}
    for instruction in instructions(stream, "q Q cm Do"):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop() if stack else matrix
            case "cm" if len(operands) == 6:
                matrix = times(as_matrix(operands), matrix)
            case "Do":
                found = drawable.get(str(operands[0])) if operands else None
                if found is not None:
                    yield from _drawn(found, resources, matrix, depth)


def _drawn(found: Any, resources: Any, matrix: Matrix, depth: int) -> Iterator[PlacedImage]:
    kind = str(found.get("/Subtype", ""))
    if kind == "/Image":
        yield PlacedImage(found, matrix)
    elif kind == "/Form" and depth < DEEPEST:
        inner = times(as_matrix(found.get("/Matrix", IDENTITY)), matrix)
        yield from _images(found, found.get("/Resources", resources), inner, depth + 1)


def as_matrix(numbers: Any) -> Matrix:
    """Six PDF numbers as floats."""
    a, b, c, d, e, f = (float(number) for number in numbers)
    return (a, b, c, d, e, f)
