"""The committed samples: documents that open and are what they claim to be, truth and expectations that agree."""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from maker.source import read_source
from PIL import Image, ImageSequence

from kehoach.pipeline.ingest.find import find_inputs
from kehoach.pipeline.options import IngestOptions
from tests.whole_documents import COMPOSED

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
FOLDERS = sorted(path.parent for path in SAMPLES.glob("*/source.toml"))
VIETNAMESE = re.compile(r"[đĐăâêôơưĂÂÊÔƠƯ\u1ea0-\u1ef9]")  # é, à, ò … may come from any western model
each_sample = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


def truth(folder: Path) -> str:
    return (folder / "truth.txt").read_text("utf-8")


def gold(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "expected.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def joined(text: str) -> str:
    """Lines joined; a code that was broken after its hyphen is whole again."""
    return " ".join(re.sub(r"(?<=\w-)\n(?=\w)", "", text).split())


def nodes(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for section in sections:
        yield section
        yield from nodes(section["children"])


def layers(name: str) -> list[str]:
    """The text of every page of a PDF."""
    document = pypdfium2.PdfDocument(SAMPLES / name / f"{name}.pdf")
    return [page.get_textpage().get_text_range() for page in document]


def test_there_are_at_least_eight_samples_in_little_space() -> None:
    assert len(FOLDERS) >= 8
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) <= 8_000_000


def test_a_run_over_the_samples_takes_the_documents_and_nothing_else() -> None:
    wanted = {folder / name for folder in FOLDERS for name in read_source(folder).files}
    assert {path for one in find_inputs([SAMPLES], IngestOptions()).inputs for path in one.paths} == wanted


@each_sample
def test_the_document_opens(folder: Path) -> None:
    for name in read_source(folder).files:
        path = folder / name
        if path.suffix == ".pdf":
            page = pypdfium2.PdfDocument(path)[0]
            assert page.get_width() == pytest.approx(595.3, abs=1)
            assert page.render(scale=0.2).to_pil().convert("L").getextrema()[0] < 200
        elif path.suffix == ".txt":
            assert len(path.read_bytes()) > 1500
        else:
            with Image.open(path) as image:
                image.load()
                assert min(image.size) > 1200


@each_sample
def test_truth_is_clean_text(folder: Path) -> None:
    text = truth(folder)
    assert unicodedata.is_normalized("NFC", text)
    assert "**" not in text
    assert "\ufffd" not in text
    assert all(line == line.strip() for line in text.splitlines())
    assert not any(line.isdecimal() for line in text.splitlines())  # a page number
    assert joined(text).count("Nơi nhận:") == 1


@each_sample
def test_what_is_expected_stands_in_the_truth(folder: Path) -> None:
    text, found = joined(truth(folder)), gold(folder)
    words = [*found["citations"], *found["recipients"], *(time["text"] for time in found["deadlines"])]
    words += [node[key] for node in nodes(found["sections"]) for key in ("label", "title")]
    words += [basis["number"] for basis in found["legal_bases"]]
    words += [found["metadata"][key] for key in ("notation", "place", "subject")]
    words += [found["metadata"]["signer"]["position"], found["metadata"]["signer"]["name"]]
    words += [cell for table in found["table_rows"] for row in table["rows"] for cell in row["cells"]]
    assert [word for word in words if word not in text] == []
    assert found["metadata"]["parent_agency"].casefold() in text.casefold()  # printed in capitals


@each_sample
def test_every_number_of_a_document_is_expected(folder: Path) -> None:
    """No citation was forgotten: each code in the body but the plan's own number is in the list."""
    found = gold(folder)
    codes = set(re.findall(r"(?<![\w/])\d+(?:/\d{4})?[/-][A-ZĐ]{2}[\w-]*(?:/[A-ZĐ]{2})?", joined(truth(folder))))
    own = f"{found['metadata']['number']}/{found['metadata']['notation']}"
    assert codes - {own} <= set(found["citations"])


@each_sample
def test_times_are_days(folder: Path) -> None:
    found = gold(folder)
    for time in found["deadlines"]:
        start, end = (date.fromisoformat(time[key]) if time[key] else None for key in ("iso_start", "iso_end"))
        assert start is None or end is None or start <= end
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", found["metadata"]["date"])


@each_sample
def test_the_recipe_says_what_it_tests_and_under_which_licence(folder: Path) -> None:
    text = (folder / "source.toml").read_text("utf-8")
    assert 'licence = "Apache-2.0"' in text
    assert re.search(r'^tests = ".{20,}"', text, re.MULTILINE)


def test_the_page_number_stands_inside_a_sentence() -> None:
    first, second, *_ = layers("03-born-digital")
    assert not first.rstrip().endswith((".", ";", ":"))
    assert re.match(r"2\s+[a-zà-ỹ]", second)
    assert VIETNAMESE.search(first)


def test_the_bad_layer_has_words_but_no_vietnamese_letters() -> None:
    for page in layers("04-bad-layer"):
        assert len(page.split()) > 100
        assert not VIETNAMESE.search(page)


def test_the_english_text_merges_columns() -> None:
    text = (SAMPLES / "06-english-ocr" / "06-english-ocr.txt").read_text("utf-8")
    assert not VIETNAMESE.search(text)
    assert re.search(r"^UBND .*VIET NAM$", text, re.MULTILINE)
    assert text.count("\f") == 2


def test_the_tiff_is_black_and_white_with_landscape_pages() -> None:
    with Image.open(SAMPLES / "07-appendix-table" / "07-appendix-table.tif") as image:
        pages = [(page.mode, page.width > page.height) for page in ImageSequence.Iterator(image)]
        assert image.info["compression"] == "group4"
    assert pages == [("1", False), ("1", False), ("1", True), ("1", True)]


def test_the_mixed_pdf_has_text_a_scan_and_broken_codes() -> None:
    first, second, third = layers("08-mixed")
    assert first.strip()
    assert second.strip()
    assert not third.strip()
    assert len(re.findall(r"/(?:QĐ|NQ)-$", truth(SAMPLES / "08-mixed"), re.MULTILINE)) >= 3


def test_the_export_mixes_codings_of_one_letter() -> None:
    text = (SAMPLES / "09-text-export" / "09-text-export.txt").read_text("utf-8")
    assert "à" in text
    assert "a\u0300" in text
    assert unicodedata.normalize("NFC", text).count("đã ký lên văn bản này!") == 2
    labels = [section["label"] for section in gold(SAMPLES / "09-text-export")["sections"]]
    assert labels == ["I.", "II.", "II.", "IV.", "V."]


def test_the_old_file_is_no_unicode() -> None:
    data = (SAMPLES / "10-tcvn3" / "10-tcvn3.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert not any(0x80 <= byte <= 0x9F for byte in data)  # TCVN3 leaves these free
    assert "Sở Y tế lập kế hoạch".encode("latin-1", "ignore") not in data


def phrases(text: str, length: int = 12) -> set[str]:
    """Runs of `length` words, without the quốc hiệu that every document bears and without citations."""
    words = " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))
    words = re.sub(r"cộng h(òa|oà) xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc", " \n ", words)
    words = re.sub(r"số \d+ [\w ]{2,24} ngày \d+ (tháng )?\d+ (năm )?\d+", " \n ", words)
    found: set[str] = set()
    for run in words.split("\n"):
        parts = run.split()
        found |= {" ".join(parts[i : i + length]) for i in range(len(parts) - length + 1)}
    return found


@cache
def shared_phrases() -> frozenset[str]:
    paths = [*ROOT.parent.glob("shared/seeds/*.txt"), *ROOT.parent.glob("shared/eval/**/*.txt")]
    return frozenset[str]().union(*(phrases(path.read_text("utf-8", errors="replace")) for path in paths))


def test_no_sentence_is_copied_from_real_documents() -> None:
    """Neither into the samples nor into the documents composed for the tests."""
    if not shared_phrases():
        pytest.skip("the real documents are not beside this checkout")
    composed = {folder.name: truth(folder) for folder in SAMPLES.iterdir() if (folder / "truth.txt").is_file()}
    composed |= {name: path.read_text("utf-8") for name, path in COMPOSED.items()}
    copied = {name: phrases(text) & shared_phrases() for name, text in composed.items()}
    assert {name: found for name, found in copied.items() if found} == {}
