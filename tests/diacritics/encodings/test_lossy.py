"""Conversions that lost letters: which words were meant, what speaks for the damage, and what must be left alone."""

from __future__ import annotations

import lzma
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.encodings import Encoding, convert, convert_document, detect, encode
from kehoach.diacritics.encodings.ambiguous import DAMAGES, forms
from kehoach.diacritics.encodings.lossy import read_lossy, speaks_for
from kehoach.diacritics.language.syllable import inventory
from kehoach.diacritics.training import count_conversions

FREQUENT = sorted(inventory(), key=lambda s: -inventory()[s])[:800]
READINGS = [
    ("vni-over-unicode", "bảo đảm an tồn vệ sinh thực phẩm", "bảo đảm an toàn vệ sinh thực phẩm"),
    ("vni-over-unicode", "tồn tại, hạn chế trên tồn tỉnh", "tồn tại, hạn chế trên toàn tỉnh"),
    ("vni-over-unicode", "CƠ QUAN, CƠNG AN, ĐỒN THỂ", "CƠ QUAN, CÔNG AN, ĐOÀN THỂ"),
    ("vni-over-unicode", "cơ giáo của tổ chuyên mơn", "cô giáo của tổ chuyên môn"),
    ("horn-lost", "Bộ Kế hoạch và Đầu t, Sở T pháp", "Bộ Kế hoạch và Đầu tư, Sở Tư pháp"),
    ("horn-lost", "khu dân c, điểm a, b, c khoản 2", "khu dân cư, điểm a, b, c khoản 2"),
    ("horn-lost", "cha đợc phê duyệt; cha mẹ học sinh", "chưa được phê duyệt; cha mẹ học sinh"),
    ("horn-lost", "Lu trữ và bu chính; các đ-ờng phố", "Lưu trữ và bưu chính; các đường phố"),
]
ALONE = [
    ("horn-lost", "Các xã, phờng, thị trấn"),
    ("horn-lost", "Ngời bệnh và ngời nhà"),
    ("vni-over-unicode", "Kế hoạch năm 2020 cĩ hiệu lực"),
    ("vni-over-unicode", "bảo đảm an tồn thực phẩm và vệ sinh mơi trường"),
]
LEFT = ["trời sáng ngời, biển rạng ngời", "t = a + b, s = v.t", "tồn tại cơ bản", "Đa khoa Hồng Đức", "cha mẹ"]


@pytest.mark.parametrize(("damage", "text", "truth"), READINGS)
def test_words_are_told_by_their_neighbours(damage: str, text: str, truth: str) -> None:
    assert convert(text, damage) == truth


@pytest.mark.parametrize(("damage", "line"), ALONE)
def test_a_few_sure_words_are_enough(damage: str, line: str) -> None:
    assert detect(line).encoding == damage


@pytest.mark.parametrize("line", LEFT)
def test_words_that_may_be_themselves_raise_no_alarm(line: str) -> None:
    assert detect(line).encoding is None
    assert convert_document([line, "Kế hoạch của Sở Y tế về công tác lưu trữ"]).changed is False


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_listed_word_is_damaged_into_its_form(damage: Encoding) -> None:
    known = forms()[damage]
    assert len(known) > 100
    for form, found in known.items():
        assert {encode(word, damage) for word in found.words} == {form}
        assert all(len(counts) == len(found.words) for counts in found.beside.values())
        assert sum(found.shares(["<không", ">và"]).values()) == pytest.approx(1)


@given(st.sampled_from(DAMAGES), st.lists(st.sampled_from(FREQUENT), min_size=1, max_size=12).map(" ".join))
def test_a_reading_is_one_that_the_damage_explains(damage: Encoding, line: str) -> None:
    damaged = encode(line, damage)
    assert encode(read_lossy(damaged, damage), damage) == damaged


@given(st.sampled_from(DAMAGES), st.lists(st.sampled_from(FREQUENT), min_size=1, max_size=12).map(" ".join))
def test_a_line_with_a_letter_that_would_be_lost_does_not_speak_for_the_loss(damage: Encoding, line: str) -> None:
    if encode(line, damage) != line:
        assert speaks_for(line, damage) == (0.0, 0)


def test_the_list_is_counted_from_lines() -> None:
    lines = ["nhà nước và của cha"] * 40 + ["cha mẹ, cha tôi"] * 20 + ["chưa có"] * 40
    words = count_conversions.count_words(lines)
    kept = count_conversions.forms(words, Encoding.HORN_LOST)
    assert kept["cha"] == Counter({"chưa": 40, "cha": 80})
    beside = count_conversions.count_beside(lines, Encoding.HORN_LOST, kept)
    assert beside["cha", ">có"] == Counter({"chưa": 40})
    rows = list(count_conversions.rows(Encoding.HORN_LOST, kept, beside))
    assert rows[0] == "horn-lost\tcha\tcha:80 chưa:40"
    assert ">có\t0 40" in rows


def test_the_packed_list_is_small() -> None:
    from importlib import resources

    packed = resources.files("kehoach.diacritics").joinpath("data/conversions.tsv.xz").read_bytes()
    assert len(packed) < 100_000
    assert lzma.decompress(packed).decode("utf-8").count("\n") > 10_000
