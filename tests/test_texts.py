"""The commands on plain text: lines in, lines out, one for one."""

import json

import pytest

from kehoach.diacritics.encodings import Encoding, encode_bytes
from kehoach.pipeline.errors import BadArguments
from kehoach.pipeline.options import RestoreMode, ToneStyle
from kehoach.pipeline.repair.plain_text import edit_json, normalised, restored

CLEAN = "KẾ HOẠCH\n\nTruyền thông về an toàn thực phẩm năm 2025 của Sở Y tế tỉnh.\nSố 57- NQ/TW ngày 02/7/2025\n"
STRIPPED = "KE HOACH\n\nTruyen thong ve an toan thuc pham nam 2025 cua So Y te tinh.\nSo 57-NQ/TW ngay 02/7/2025\n"


@pytest.mark.parametrize("mode", list(RestoreMode))
def test_clean_text_comes_out_as_it_went_in(mode: RestoreMode) -> None:
    text, edits = restored(CLEAN.encode(), mode)
    assert text == CLEAN
    assert not [edit for edit in edits if edit.applied]


@pytest.mark.parametrize("mode", list(RestoreMode))
def test_lost_marks_come_back_and_numbers_stay(mode: RestoreMode) -> None:
    text, edits = restored(STRIPPED.encode(), mode)
    assert text == CLEAN.replace("57- NQ", "57-NQ")
    record = json.loads(edit_json(edits[0]))
    assert (record["line"], record["token"], record["before"], record["after"]) == (1, 1, "KE", "KẾ")
    assert 0 < record["confidence"] <= 1


def test_old_bytes_are_found_and_converted() -> None:
    text = normalised(encode_bytes(CLEAN, Encoding.TCVN3), None, ToneStyle.KEEP)
    assert text.splitlines()[2] == CLEAN.splitlines()[2]


def test_an_encoding_can_be_named() -> None:
    line = "Sôû Y teá tænh"
    assert normalised(line.encode(), "vni", ToneStyle.KEEP) == "Sở Y tế tỉnh"
    with pytest.raises(BadArguments, match=r"known: .*tcvn3"):
        normalised(line.encode(), "klingon", ToneStyle.KEEP)


@pytest.mark.parametrize(
    ("tones", "wanted"), [(ToneStyle.KEEP, "hoà, thủy"), (ToneStyle.OLD, "hòa, thủy"), (ToneStyle.NEW, "hoà, thuỷ")]
)
def test_tone_styles(tones: ToneStyle, wanted: str) -> None:
    assert normalised("hoà, thủy".encode(), None, tones) == wanted
