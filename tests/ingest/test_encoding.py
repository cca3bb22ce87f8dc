"""Bytes of text files to text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_files import as_input

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.ingest import TextPage, open_input
from kehoach.pipeline.ingest.encoding import decode, decode_unicode
from kehoach.pipeline.options import IngestOptions

PLAN = "KẾ HOẠCH\nTruyền thông y tế năm 2025, số 04/KH-SYT của Sở Y tế\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_with_and_without_a_mark(encoding):
    assert decode(PLAN.encode(encoding)).text == PLAN


def test_big_endian_with_a_mark():
    assert decode(codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be")).text == PLAN


def test_line_ends_become_one_kind_and_form_feeds_stay():
    assert decode("a\r\nb\rc\fd\x0be\u2028f".encode()).text == "a\nb\nc\fd\ne\nf"


def test_a_few_broken_bytes_do_not_make_another_encoding():
    data = (PLAN * 5).encode()[:-2] + b"\xe1"
    found = decode_unicode(data)
    assert found is not None
    assert found.text.startswith(PLAN)
    assert found.text.endswith("\ufffd")
    assert "U+FFFD" in found.notes[0]


def test_an_old_encoding_is_converted_and_its_bytes_are_kept(tmp_path):
    path = tmp_path / "old.txt"
    data = "Së Y tÕ tØnh B×nh §Þnh x©y dùng kÕ ho¹ch truyÒn th«ng\n".encode("cp1252")
    path.write_bytes(data)
    with open_input(as_input(path), IngestOptions()) as document:
        page = next(document.pages())
    assert page.text == "Sở Y tế tỉnh Bình Định xây dựng kế hoạch truyền thông\n"
    assert page.foreign.data == data
    assert page.foreign.encoding not in (None, "utf-8")


def test_a_text_file_is_one_page_with_its_digest(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    with open_input(as_input(path), IngestOptions()) as document:
        pages = list(document.pages())
        assert (document.source.pages, document.source.size) == (1, len(PLAN.encode()))
        assert len(document.source.sha256) == 64
    assert [page.text for page in pages] == [PLAN]
    assert isinstance(pages[0], TextPage)
    assert pages[0].foreign is None


def test_a_text_file_without_text_is_refused(tmp_path):
    path = tmp_path / "blank.txt"
    path.write_text(" \n\t\n\f", "utf-8")
    with pytest.raises(BadInput, match="no text"):
        open_input(as_input(path), IngestOptions())


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x85\u2028\u2029\ufeff"), min_size=1))
def test_utf8_comes_back_as_it_was(text):
    prose = "Kế hoạch " + text
    assert decode(prose.encode()).text == prose
