"""Old encodings: the tables, round trips, reading with judgement, whole documents and files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.encodings import Encoding, convert, convert_document, decode_bytes, encode, encode_bytes
from kehoach.diacritics.encodings.composed import to_nfc
from kehoach.diacritics.encodings.decoders import decode
from kehoach.diacritics.encodings.soft_hyphen import with_horn
from kehoach.diacritics.encodings.tables import CAPITALS, LETTERS, SINGLE_BYTE, byte_to_letter
from kehoach.diacritics.encodings.viqr import decode_viqr, encode_viqr
from kehoach.diacritics.language.syllable import inventory

CASES = json.loads((Path(__file__).parents[2] / "cases" / "encodings.json").read_text("utf-8"))
BYTES = [Encoding.TCVN5712, Encoding.VNI, Encoding.VPS, Encoding.VISCII, Encoding.CP1258]
LOSSLESS = [*BYTES, Encoding.MOJIBAKE, Encoding.NFD, Encoding.PARTIAL_NFD]
LEGACY_PDFS = Path(__file__).parents[4] / "shared" / "eval" / "legacy"

NEARLY_ALWAYS_HURT = {"tơi", "ngời"}
"""Words so rare that where TCVN3 lost its ư they are tươi and người: the two of the inventory that do not come back."""
syllables = st.sampled_from(sorted(set(inventory()) - NEARLY_ALWAYS_HURT))
cased = st.builds(lambda s, how: how(s), syllables, st.sampled_from([str, str.upper, str.capitalize]))
phrases = st.lists(cased, min_size=1, max_size=12).map(" ".join)


def test_letters_are_the_134_of_vietnamese():
    assert len(set(LETTERS)) == len(set(CAPITALS)) == 67
    assert {c for s in inventory() for c in s if not c.isascii()} <= set(LETTERS)


@pytest.mark.parametrize("encoding", SINGLE_BYTE)
def test_no_byte_stands_for_two_letters(encoding):
    lower, upper = SINGLE_BYTE[encoding]
    row = lower + upper
    assert len(set(row)) == len(row)
    assert not set(row) & set(b"\t\n\r" + bytes(range(0x20, 0x7F)))


def test_viscii_keeps_the_letters_of_latin_1_in_their_places():
    table = byte_to_letter("viscii")
    shared = "ÀÁÂÃÈÉÊÌÍÒÓÔÙÚÝàáâãèéêìíòóôõùúý"
    assert all(table[ord(c)] == c for c in shared)


def test_tcvn3_is_tcvn5712_without_toned_capitals():
    small, whole = byte_to_letter("tcvn3"), byte_to_letter("tcvn5712")
    assert small.items() <= whole.items()
    assert {c for c in small.values() if c.isupper()} == set("ĂÂĐÊÔƠƯ")


@pytest.mark.parametrize("encoding", LOSSLESS)
def test_every_letter_goes_there_and_back(encoding):
    for letter in LETTERS + CAPITALS:
        assert decode(encode(letter, encoding), encoding) == letter


def test_tcvn3_every_letter_but_for_case():
    for letter in LETTERS + CAPITALS:
        assert decode(encode(letter, Encoding.TCVN3), Encoding.TCVN3).lower() == letter.lower()


@pytest.mark.parametrize("letter", LETTERS + CAPITALS)
def test_cp1258_agrees_with_the_codec_of_python(letter):
    assert to_nfc(encode_bytes(letter, Encoding.CP1258).decode("cp1258")) == letter


@given(phrases)
def test_the_tables_lose_nothing(text):
    for encoding in LOSSLESS:
        assert decode(encode(text, encoding), encoding) == text


@given(phrases.map(str.lower))
def test_phrases_go_there_and_back(text):
    for encoding in LOSSLESS:
        assert convert(encode(text, encoding), encoding) == text


@given(phrases)
def test_tcvn3_phrases_go_there_and_back_but_for_case(text):
    assert convert(encode(text, Encoding.TCVN3), Encoding.TCVN3).lower() == text.lower()


@given(st.text(alphabet=LETTERS + CAPITALS + "abcdeghiklmnopqrstuvxy ABDU.?'`~^(+*0189-/,", max_size=40))
def test_escaped_viqr_loses_nothing(text):
    assert decode_viqr(encode_viqr(text, escape=True)) == text


@pytest.mark.parametrize("case", CASES["same_phrase"], ids=lambda c: c["encoding"])
def test_one_phrase_in_every_encoding(case):
    assert convert(case["text"], case["encoding"]) == case["truth"]


@pytest.mark.parametrize("case", CASES["readings"], ids=lambda c: f"{c['encoding']} {c['text'][:20]}")
def test_readings(case):
    assert convert(case["text"], case["encoding"]) == case["truth"]


@pytest.mark.parametrize("encoding", Encoding)
def test_conversion_leaves_plain_text_and_unicode_alone(encoding):
    for text in ("Page 12, website www.soyte.gov.vn, a.b@syt.vn, COVID-19", "25/KH-SYT\t04/3/2025"):
        assert convert(text, encoding) == text
    assert convert("Kế hoạch được duyệt", encoding) == "Kế hoạch được duyệt"


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="koi8"):
        convert("text", "koi8")


def test_blanks_and_line_ends_are_kept():
    coded = encode("Kế hoạch\t của  Sở\r\n\n Y tế ", "tcvn3")
    assert convert(coded, "tcvn3") == "Kế hoạch\t của  Sở\r\n\n Y tế "


@pytest.mark.parametrize("case", CASES["documents"], ids=lambda c: c["name"])
def test_documents(case):
    done = convert_document(case["lines"])
    assert list(done.lines) == case["truth"]
    assert [str(e) if e else None for e in done.encodings] == case["encodings"]
    assert sorted({f.reason for f in done.flags}) == case["flags"]


def test_lines_set_in_a_capital_font_come_out_as_capitals():
    lines = ["ng©n hµng nhµ n−íc", "Th«ng t− h−íng dÉn thùc hiÖn quy chÕ"]
    assert convert_document(lines, drawn_large=[0]).lines[0] == "NGÂN HÀNG NHÀ NƯỚC"
    assert convert_document(lines).lines[0] == "ngân hàng nhà nước"
    assert [f.reason for f in convert_document(lines).flags] == ["case-unknown"]


@given(st.lists(phrases, min_size=1, max_size=6))
def test_clean_documents_are_not_touched(lines):
    done = convert_document(lines)
    assert list(done.lines) == lines
    assert not done.changed


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, *BYTES])
def test_files_of_every_encoding_are_read(encoding):
    lines = CASES["file"]
    found = decode_bytes(encode_bytes("\r\n".join(lines), encoding))
    assert {found.encoding} <= {str(encoding), "tcvn3"} and found.confidence > 0.9
    assert found.text.lower() == "\r\n".join(lines).lower()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files_are_read(codec):
    text = "Kế hoạch số 12\nSở Y tế tỉnh Bình Định"
    found = decode_bytes(text.encode(codec))
    assert found.text == text and found.encoding.startswith("utf")


def test_damaged_utf8_stays_utf8():
    data = "Kế hoạch của Sở Y tế tỉnh Bình Định về truyền thông".encode() + b"\xe1\xba"
    found = decode_bytes(data)
    assert found.encoding == "utf-8" and found.text.startswith("Kế hoạch của") and found.confidence < 1


@given(st.binary(max_size=200))
def test_any_bytes_give_text(data):
    assert 0 <= decode_bytes(data).confidence <= 1


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(stem, marks=pytest.mark.skipif(not LEGACY_PDFS.exists(), reason="the real files are not here"))
        for stem in ("2006-16EZE_TT01.06GopvonDNNVV", "2006-19412_QD115.04TTg_BLTch_DNNVV")
    ],
)
def test_real_legacy_pdfs_keep_every_word(name):
    pdfium = pytest.importorskip("pypdfium2")
    pages = [p.get_textpage().get_text_range() for p in pdfium.PdfDocument(LEGACY_PDFS / f"{name}.pdf")]
    lines = [s for page in pages for s in page.splitlines()]
    words = re.findall(r"\S+", "\n".join(convert_document(lines).lines).lower())
    truth = (LEGACY_PDFS / f"{name}.txt").read_text("utf-8").lower().split()
    assert sum(w in words for w in truth) >= 0.97 * len(truth)


def test_two_words_of_the_inventory_are_taken_for_others_where_letters_were_lost():
    assert {word for word in inventory() if with_horn(word) != word} == NEARLY_ALWAYS_HURT
