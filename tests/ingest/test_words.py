"""Characters to words: marks drawn apart, guessed spaces, turned text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.pipeline.document import Box
from kehoach.pipeline.ingest.glyphs import Letters, turned
from kehoach.pipeline.ingest.styles import Style, quarter
from kehoach.pipeline.ingest.words import join_marks, to_lines


class Glyph(NamedTuple):
    """One character as a test puts it."""

    text: str
    box: Box
    ink: Box
    made: bool = False
    ended: bool = False
    turn: int = 0


def letters(found: list[Glyph]) -> Letters:
    """The characters as ingest has them."""
    return Letters(
        [one.text for one in found],
        [one.box.left for one in found],
        [one.box.top for one in found],
        [one.box.right for one in found],
        [one.box.bottom for one in found],
        [Style(turn=one.turn) for one in found],
        bytes(one.made for one in found),
        bytes(one.ended for one in found),
        ink={index: one.ink for index, one in enumerate(found)},
    )


def glyphs(text: str, *, top: float = 100, width: float = 6, gap: dict[int, float] | None = None) -> list[Glyph]:
    """Letters side by side, 12 points high; `gap` moves the letter at an index to the right."""
    left, made = 50.0, []
    for index, char in enumerate(text):
        left += (gap or {}).get(index, 0.0)
        box = Box(left, top, left + width, top + 12)
        made.append(Glyph(char, box, box))
        left += width
    return made


def mark(char: str, over: Glyph) -> Glyph:
    x = over.ink.middle[0]
    top = over.box.top
    return Glyph(char, Box(x - 1, top, x + 1, over.box.bottom), Box(x - 1, top, x + 1, top + 2))


def space(after: Glyph) -> Glyph:
    box = Box(after.box.right, after.box.top, after.box.right, after.box.top)
    return Glyph(" ", box, box, made=True)


def words(found: list[Glyph]) -> list[str]:
    return [word.text for line in to_lines(letters(found), 1) for word in line.words]


def test_a_mark_after_its_letter():
    base = glyphs("kê")
    assert words([*base, mark("\u0301", base[1])]) == ["kế"]


def test_a_mark_drawn_before_its_letter_or_after_the_next_one():
    base = glyphs("hoach")
    dot = mark("\u0323", base[2])
    assert words([*base[:2], dot, *base[2:]]) == ["hoạch"]
    assert words([*base[:4], dot, *base[4:]]) == ["hoạch"]


def test_a_mark_that_a_guessed_space_parts_from_its_letter():
    base = glyphs("te")
    assert words([*base, space(base[1]), mark("\u0301", base[1])]) == ["té"]


def test_two_marks_on_one_letter():
    base = glyphs("e")
    assert words([*base, mark("\u0302", base[0]), mark("\u0323", base[0])]) == ["ệ"]


def test_text_without_marks_is_left_as_it_is():
    whole = letters(glyphs("Sở Y tế"))
    assert join_marks(whole) is whole


def test_a_guessed_space_without_a_gap_is_none_but_a_real_one_is():
    base = glyphs("hoạch")
    assert words([*base[:2], space(base[1]), *base[2:]]) == ["hoạch"]
    typed = glyphs("Y tế")
    assert words(typed) == ["Y", "tế"]
    apart = glyphs("Yte", gap={1: 3})
    assert words([apart[0], space(apart[0]), *apart[1:]]) == ["Y", "te"]


def test_lines_part_where_the_writing_jumps_down():
    assert [line.text for line in to_lines(letters([*glyphs("một"), *glyphs("hai", top=116)]), 1)] == ["một", "hai"]


def test_a_raised_footnote_number_does_not_part_a_line():
    line = glyphs("dân")
    raised = Glyph("1", Box(68, 97, 71, 104), Box(68, 97, 71, 104))
    assert words([*line, raised]) == ["dân1"]


def test_quarter_turns():
    upright, quarter_turned = (1, 0, 0, 0, -1, 842), (0, 1, 0, 1, 0, 0)
    assert quarter(0.0, upright) == 0
    assert quarter(0.0, quarter_turned) in (1, 3)
    box = Box(10, 20, 30, 25)
    assert turned(turned(box, 1), 3) == box
    assert turned(turned(box, 2), 2) == box


def test_writing_from_bottom_to_top_is_one_line_while_it_runs_up():
    def upward(text: str, x: float) -> list[Glyph]:
        boxes = (Box(x, 500 - 6 * i - 6, x + 12, 500 - 6 * i) for i in range(len(text)))
        return [Glyph(char, box, box, turn=1) for char, box in zip(text, boxes, strict=True)]

    lines = to_lines(letters([*upward("Tổng số", 100), *upward("Ghi chú", 130)]), 1)
    assert [(line.text, line.turn) for line in lines] == [("Tổng số", 1), ("Ghi chú", 1)]


def test_a_line_that_pdfium_ended_inside_a_word_goes_on():
    found = glyphs("dân")
    found[0] = found[0]._replace(ended=True)
    assert words(found) == ["dân"]
    apart = glyphs("dân số", gap={4: 30})
    apart[2] = apart[2]._replace(ended=True)
    assert [line.text for line in to_lines(letters(apart), 1)] == ["dân số"]
    below = [*glyphs("dân")[:-1], glyphs("n", top=116)[0]]
    below[1] = below[1]._replace(ended=True)
    assert [line.text for line in to_lines(letters(below), 1)] == ["dâ", "n"]


def test_a_line_that_ends_behind_a_mark_ends_behind_its_letter():
    first, second = glyphs("te"), glyphs("va", top=116)
    lines = to_lines(letters([*first, space(first[1]), mark("\u0301", first[1])._replace(ended=True), *second]), 1)
    assert [line.text for line in lines] == ["té", "va"]


def test_a_word_whose_letters_stand_in_two_fonts_has_one_box():
    base = glyphs("hoạch")
    (word,) = (w for line in to_lines(letters([*base[:2], space(base[1]), *base[2:]]), 1) for w in line.words)
    assert word.box == Box(50, 100, 80, 112)


PLACES = st.floats(0, 600, allow_nan=False)
GLYPHS = st.builds(
    lambda char, x, y, made, ended, turn: Glyph(
        " " if made else char,
        Box(x, y, x + 6, y + 12),
        Box(x, y, x + 6, y + 10),
        made,
        ended and not made,
        0 if made else turn,
    ),
    st.sampled_from("aếĐ1- \u0301\u0323\u00a0/"),
    PLACES,
    PLACES,
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)


@settings(deadline=None)
@given(st.lists(GLYPHS, max_size=30))
def test_every_letter_of_a_page_comes_out_once(found):
    def inked(text: str) -> Counter[str]:
        return Counter(char for char in unicodedata.normalize("NFD", text) if not char.isspace())

    lines = to_lines(letters(found), 1)
    assert inked("".join(line.text for line in lines)) == inked("".join(one.text for one in found))
    assert [line.text.split() for line in lines] == [[word.text for word in line.words] for line in lines]


@given(st.lists(GLYPHS, max_size=20), st.data())
def test_chosen_letters_keep_their_properties(found, data):
    mask = data.draw(st.lists(st.integers(0, 1), min_size=len(found), max_size=len(found)))
    kept = [one for one, wanted in zip(found, mask, strict=True) if wanted]
    assert letters(found).chosen(mask) == letters(kept)
