"""Characters to words: marks drawn apart, guessed spaces, turned text."""

from __future__ import annotations

from pipeline.document import Box
from pipeline.ingest.glyphs import Glyph, quarter, turned
from pipeline.ingest.words import join_marks, to_lines


def glyphs(text: str, *, top: float = 100, width: float = 6, gap: dict[int, float] | None = None) -> list[Glyph]:
    """Letters side by side, 12 points high; `gap` moves the letter at an index to the right."""
    left, made = 50.0, []
    for index, char in enumerate(text):
        left += (gap or {}).get(index, 0.0)
        box = Box(left, top, left + width, top + 12)
        made.append(Glyph(char, box, box, 12))
        left += width
    return made


def mark(char: str, over: Glyph) -> Glyph:
    x = over.ink.middle[0]
    top = over.box.top
    return Glyph(char, Box(x - 1, top, x + 1, over.box.bottom), Box(x - 1, top, x + 1, top + 2), 12)


def space(after: Glyph) -> Glyph:
    box = Box(after.box.right, after.box.top, after.box.right, after.box.top)
    return Glyph(" ", box, box, 1, made=True)


def words(found: list[Glyph]) -> list[str]:
    return [word.text for line in to_lines(found, 1) for word in line.words]


def test_a_mark_after_its_letter():
    letters = glyphs("kê")
    assert words([*letters, mark("\u0301", letters[1])]) == ["kế"]


def test_a_mark_drawn_before_its_letter_or_after_the_next_one():
    letters = glyphs("hoach")
    dot = mark("\u0323", letters[2])
    assert words([*letters[:2], dot, *letters[2:]]) == ["hoạch"]
    assert words([*letters[:4], dot, *letters[4:]]) == ["hoạch"]


def test_a_mark_that_a_guessed_space_parts_from_its_letter():
    letters = glyphs("te")
    assert words([*letters, space(letters[1]), mark("\u0301", letters[1])]) == ["té"]


def test_two_marks_on_one_letter():
    letters = glyphs("e")
    assert words([*letters, mark("\u0302", letters[0]), mark("\u0323", letters[0])]) == ["ệ"]


def test_text_without_marks_is_left_as_it_is():
    letters = glyphs("Sở Y tế")
    assert join_marks(letters) is letters


def test_a_guessed_space_without_a_gap_is_none_but_a_real_one_is():
    letters = glyphs("hoạch")
    assert words([*letters[:2], space(letters[1]), *letters[2:]]) == ["hoạch"]
    typed = glyphs("Y tế")
    assert words(typed) == ["Y", "tế"]
    apart = glyphs("Yte", gap={1: 3})
    assert words([apart[0], space(apart[0]), *apart[1:]]) == ["Y", "te"]


def test_lines_part_where_the_writing_jumps_down():
    assert [line.text for line in to_lines([*glyphs("một"), *glyphs("hai", top=116)], 1)] == ["một", "hai"]


def test_a_raised_footnote_number_does_not_part_a_line():
    line = glyphs("dân")
    raised = Glyph("1", Box(68, 97, 71, 104), Box(68, 97, 71, 104), 7)
    assert words([*line, raised]) == ["dân1"]


def test_quarter_turns():
    upright, quarter_turned = (1, 0, 0, 0, -1, 842), (0, 1, 0, 1, 0, 0)
    assert quarter(0.0, upright) == 0
    assert quarter(0.0, quarter_turned) in (1, 3)
    box = Box(10, 20, 30, 25)
    assert turned(turned(box, 1), 3) == box
    assert turned(turned(box, 2), 2) == box
