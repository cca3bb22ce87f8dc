"""The judge: every kind of damage is named, clean text is left in peace, and short text is not condemned."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.encodings import Encoding, encode
from kehoach.diacritics.judge.ruler import judge, judge_pages
from kehoach.diacritics.judge.verdict import Kind
from kehoach.diacritics.language.alphabet import fold
from tests.whole_documents import DOCUMENTS, GARBLED, SHARED, text_of

CASES = json.loads((Path(__file__).parents[2] / "cases" / "quality.json").read_text("utf-8"))
PAGE = "\n".join(CASES["clean_page"])
LEGACY = [e for e in Encoding if "nfd" not in e and e not in (Encoding.TCVN5712, Encoding.FONT_MAP)]


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda c: c["text"][:30])
def test_lines(case):
    assert judge(case["text"]).kind == case["kind"]


def test_a_clean_page_is_clean_in_any_case():
    assert judge(PAGE).kind is Kind.CLEAN
    assert judge(PAGE.upper()).kind is Kind.CLEAN


def test_a_page_without_marks():
    assert judge(fold(PAGE)).kind is Kind.MARKS_MISSING


def test_a_page_half_without_marks_says_so():
    half = "\n".join([*CASES["clean_page"][::2], *map(fold, CASES["clean_page"][1::2])])
    found = judge(half)
    assert found.kind is Kind.MARKS_MISSING and "in part" in found.reason


@pytest.mark.parametrize("encoding", LEGACY)
def test_a_page_in_an_old_encoding(encoding):
    found = judge(encode(PAGE, encoding))
    assert (found.kind, found.encoding) == (Kind.LEGACY, encoding)


@pytest.mark.parametrize("encoding", [Encoding.NFD, Encoding.PARTIAL_NFD])
def test_letters_taken_apart_are_clean_but_to_be_composed(encoding):
    found = judge(encode(PAGE, encoding))
    assert found.kind is Kind.CLEAN and found.encoding is encoding


@pytest.mark.parametrize("gap", ["", " "])
def test_a_page_whose_font_dropped_letters(gap):
    two = set("ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự")
    torn = "".join(gap if c.lower() in two else c for c in PAGE * 3)
    assert judge(torn).kind is Kind.LETTERS_DROPPED


def test_a_page_that_lost_one_frequent_letter():
    found = judge((PAGE * 4).replace("đ", "").replace("Đ", ""))
    assert found.kind is Kind.LETTERS_DROPPED and "đ" in found.reason


def test_glyphs_without_a_unicode_value():
    assert judge("".join("\ue012" if c in "aeiou" else c for c in fold(PAGE))).kind is Kind.LETTERS_DROPPED


def test_a_page_read_with_an_english_model_says_why():
    found = judge("\n".join(CASES["english_model"]))
    assert found.kind is Kind.GARBLED and "model" in found.reason


def test_numbers_and_codes_are_clean():
    rows = "\n".join(f"{i}\t{i * 7}.000\t{i}/QĐ-UBND\t1{i % 9}/3/2022" for i in range(40))
    assert judge(rows).kind is Kind.CLEAN


def test_a_layer_that_holds_too_little_is_partial():
    running_head = "CÔNG BÁO/Số 88/Ngày 06-02-2026 100"
    assert judge(running_head, expected_chars=2500).kind is Kind.PARTIAL
    assert judge(running_head).kind is Kind.CLEAN
    assert judge(PAGE, expected_chars=len(PAGE)).kind is Kind.CLEAN


def test_the_figures_are_shares():
    figures = judge(PAGE).figures
    assert figures["words"] > 50 and 0.5 < figures["marked"] <= 1
    assert sum(v for k, v in figures.items() if k not in ("words", "codes")) == pytest.approx(1.0)


def test_a_short_page_is_judged_as_its_document():
    coded = [encode(PAGE, Encoding.TCVN3), encode("một số mét", Encoding.TCVN3), "12"]
    found = judge_pages(coded)
    assert [f.encoding for f in found] == [Encoding.TCVN3, Encoding.TCVN3, None]
    garbled = judge_pages(["\n".join(CASES["english_model"]), "Noi nhan: nhu tren"])
    assert [f.kind for f in garbled] == [Kind.GARBLED, Kind.GARBLED]


def test_a_clean_page_in_a_legacy_document_stays_clean():
    found = judge_pages([encode(PAGE, Encoding.TCVN3), PAGE])
    assert [f.kind for f in found] == [Kind.LEGACY, Kind.CLEAN]


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    found = judge(text)
    assert found.reason and (found.encoding is None or found.kind in (Kind.LEGACY, Kind.CLEAN))


@given(st.lists(st.sampled_from(PAGE.split()), min_size=1, max_size=40).map(" ".join))
def test_clean_words_in_any_order_are_clean(text):
    assert judge(text).kind in (Kind.CLEAN, Kind.EMPTY)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_whole_documents(name):
    found = judge(text_of(name))
    assert found.kind == ("garbled" if name in GARBLED else "clean")
    assert (found.encoding is Encoding.PARTIAL_NFD) == (name in ("exploded_appendix", "001"))


SAMPLES = Path(__file__).parents[3] / "samples"
KINDS = {"03-born-digital": "clean", "04-bad-layer": "garbled"}


def labelled():
    """PDFs whose text layer is known to be good, bad, or no more than a running head: samples, and real ones."""
    found = [(SAMPLES / name / f"{name}.pdf", kind) for name, kind in KINDS.items()]
    table = SHARED / "eval/pdf/labels.tsv"
    if table.exists():
        with table.open(encoding="utf-8", newline="") as rows:
            found += [(table.parent / row["file"], row["judgement"]) for row in csv.DictReader(rows, delimiter="\t")]
    return [pytest.param(path, kind, id=path.stem) for path, kind in found]


@pytest.mark.parametrize(("file", "wanted"), labelled())
def test_every_page_of_the_labelled_pdfs(file, wanted):
    pdfium = pytest.importorskip("pypdfium2")
    pages = [p.get_textpage().get_text_range() for p in pdfium.PdfDocument(file)]
    if wanted == "partial":
        found = {str(judge(page, expected_chars=2000).kind) for page in pages}
    else:
        found = {str(f.kind) for f in judge_pages(pages)}
    assert found == {wanted}
