"""The formal parts of a plan: letterhead, title, recipients and signature (ô 1–5, 7, 9b of Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maker.paragraph import Piece, break_lines, line_text, line_width, pieces_of, set_line
from maker.sheet import LEFT, RIGHT, TOP, Rule

if TYPE_CHECKING:
    from maker.typeset import Typesetter

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEFT_MIDDLE, RIGHT_MIDDLE = 0.17, 0.69  # middles of the two columns, as shares of the text width
SIGNATURE_MIDDLE = 0.74
RECIPIENTS_WIDTH = 225.0  # points
SIGNING_ROOM = 84.0  # points between the post and the name


def set_letterhead(pen: Typesetter) -> float:
    """Left column (parent, agency, number) beside the right one (quốc hiệu, tiêu ngữ, place and date); the new y."""
    head, room = pen.source.head, pen.sheet.room
    left, right = LEFT + room * LEFT_MIDDLE, LEFT + room * RIGHT_MIDDLE
    motto = head.get("motto", MOTTO)
    left_kinds = (("regular", 12.0), ("bold", 12.0), ("regular", 13.0))
    column = (head["parent"], head["agency"], pen.source.number_line), left_kinds
    other = (*motto, pen.source.place_line), (("bold", 12.0), ("bold", 13.0), ("italic", 13.0))
    rows = [TOP + 14, TOP + 30, TOP + 54]
    for middle, (texts, kinds) in ((left, column), (right, other)):
        for text, kind, y in zip(texts, kinds, rows, strict=True):
            centre(pen, text, kind, (middle, y))
    pen.sheet.rules.append(Rule(left - 32, rows[1] + 5, left + 32, rows[1] + 5))
    half = pen.face.width(motto[1], "bold", 13) / 2
    pen.sheet.rules.append(Rule(right - half, rows[1] + 5, right + half, rows[1] + 5))
    return rows[2]


def set_title(pen: Typesetter) -> float:
    """Type and trích yếu, bold and centred, with a rule below; the new y."""
    middle = LEFT + pen.sheet.room / 2
    y = pen.y + 32
    centre(pen, pen.source.head["doc_type"], ("bold", 14.0), (middle, y))
    for text in pen.source.head["subject"]:
        y += 17
        centre(pen, text, ("bold", 14.0), (middle, y))
    pen.sheet.rules.append(Rule(middle - 55, y + 6, middle + 55, y + 6))
    return y + 12


def set_signature(pen: Typesetter) -> float:
    """Recipients on the left, beside them post, room for the signature, and name; the new y."""
    sign = pen.source.sign
    rows = 14 + sum(13.0 * len(_entry(pen, text)) for text in sign["recipients"])
    posts = 17.0 * len(sign["lines"]) + SIGNING_ROOM + 17
    if not pen.room(16 + max(rows, posts)):
        pen.new_sheet()
    top = pen.y + 16
    return max(_recipients(pen, top), _post(pen, top))


def _entry(pen: Typesetter, text: str) -> list[list[Piece]]:
    return break_lines(pieces_of(text), pen.face, 11, RECIPIENTS_WIDTH, RECIPIENTS_WIDTH)


def _recipients(pen: Typesetter, y: float) -> float:
    y += 14
    heading = pieces_of("Nơi nhận:", "bolditalic")
    pen.put(set_line(heading, pen.face, 12, (LEFT, y)), line_text(heading))
    for text in pen.source.sign["recipients"]:
        for line in _entry(pen, text):
            y += 13
            pen.put(set_line(line, pen.face, 11, (LEFT, y)), line_text(line))
    return y


def _post(pen: Typesetter, y: float) -> float:
    middle = LEFT + pen.sheet.room * SIGNATURE_MIDDLE
    y -= 3
    for text in pen.source.sign["lines"]:
        y += 17
        centre(pen, text, ("bold", 13.0), (middle, y))
    pen.sheet.signed = (middle, y + SIGNING_ROOM / 2)
    y += SIGNING_ROOM + 12
    centre(pen, pen.source.sign["name"], ("bold", 14.0), (middle, y))
    return y


def centre(pen: Typesetter, text: str, kind: tuple[str, float], at: tuple[float, float]) -> None:
    """One line of a kind (style, size) around the point `at`, held within the page's edges."""
    (style, size), (middle, y) = kind, at
    line = pieces_of(text, style)
    width = line_width(line, pen.face, size)
    x = min(max(middle - width / 2, LEFT * 0.8), pen.sheet.width - RIGHT * 0.8 - width)
    pen.put(set_line(line, pen.face, size, (x, y)), text)
