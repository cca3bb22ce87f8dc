"""Which encoding a line is in: found where it is, and never where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.encodings import Encoding, detect, detect_document, encode
from kehoach.diacritics.language.syllable import inventory

CASES = json.loads((Path(__file__).parents[2] / "cases" / "encodings.json").read_text("utf-8"))
UNSEEN = (Encoding.TCVN5712, Encoding.VNI_OVER_UNICODE, Encoding.FONT_MAP, Encoding.HORN_LOST)
EVIDENT = [e for e in Encoding if e not in UNSEEN]
FREQUENT = sorted(inventory(), key=lambda s: -inventory()[s])[:2000]
MARKED = [s for s in FREQUENT if not s.isascii()]


def composed_alike(found: Encoding | None, wanted: Encoding) -> bool:
    """NFD and partial NFD differ by what else stands on the line."""
    both = {Encoding.NFD, Encoding.PARTIAL_NFD}
    return found == wanted or {found, wanted} <= both


@pytest.mark.parametrize("encoding", EVIDENT)
@pytest.mark.parametrize("line", CASES["file"])
def test_clear_lines_are_detected_alone(encoding, line):
    found = detect(encode(line, encoding))
    assert composed_alike(found.encoding, encoding)
    assert found.confidence > 0.9


@pytest.mark.parametrize("line", CASES["leave_alone"])
def test_clean_lines_raise_no_alarm(line):
    assert detect(line).encoding is None


@given(st.lists(st.sampled_from(FREQUENT), min_size=1, max_size=20).map(" ".join))
def test_unicode_vietnamese_raises_no_alarm(line):
    assert detect(line).encoding is None
    assert detect(line.upper()).encoding is None


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text):
    found = detect(text)
    assert 0 <= found.confidence <= 1


@given(
    st.sampled_from([Encoding.TCVN3, Encoding.VNI, Encoding.VISCII, Encoding.VPS]),
    st.lists(st.sampled_from(MARKED), min_size=12, max_size=20, unique=True),  # a dozen times `và` tells no encoding
)
def test_many_marked_words_are_enough(encoding, words):
    assert detect(encode(" ".join(words), encoding)).encoding in (
        encoding,
        *([Encoding.TCVN5712] if encoding == Encoding.TCVN3 else []),
    )


def test_the_document_helps_its_short_lines():
    coded = [encode(s, Encoding.VNI) for s in [*CASES["file"], "Nơi nhận:", "Lưu: VT", "12/2024"]]
    found = [d.encoding for d in detect_document(coded)]
    assert found[-3:] == [Encoding.VNI, Encoding.VNI, None]


def test_each_part_of_a_mixed_document_has_its_own_encoding():
    lines = CASES["file"]
    mixed = [*lines, *(encode(s, Encoding.TCVN3) for s in lines), *(encode(s, Encoding.VNI) for s in lines)]
    n = len(lines)
    wanted = [None] * n + [Encoding.TCVN3] * n + [Encoding.VNI] * n
    assert [d.encoding for d in detect_document(mixed)] == wanted


def test_a_prior_can_be_a_name():
    assert detect("mét", Encoding.TCVN3).encoding is Encoding.TCVN3
    assert detect("mét").encoding is None
    assert detect("Kế hoạch được duyệt", Encoding.TCVN3).encoding is None
