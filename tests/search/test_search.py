import os
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.pipeline.errors import BadArguments, BadInput, FileAccess
from kehoach.pipeline.files.out_names import INDEX
from kehoach.pipeline.search import Filters, build_index, search
from kehoach.pipeline.search.keys import exact, folded
from kehoach.pipeline.search.snippet import snippet
from kehoach.pipeline.secrecy import whole_file_secrecy
from tests.search.plans import a_plan, put

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậẮÚỶ .,-\t0123456789", max_size=60)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    put(
        tmp_path,
        "2024/tiêm chủng.pdf",
        a_plan(
            "Tiêm chủng mở rộng",
            "Tổ chức tiêm chủng cho trẻ em tại Đắk Lắk.",
            place="Đắk Lắk",
            date="2024-05-02",
            number="118",
            notation="KH-SYT",
        ),
    )
    put(
        tmp_path,
        "2025/mau.pdf",
        a_plan(
            "Hiến máu tình nguyện",
            "Vận động hiến máu tại Cà Mau; kiểm tra tiệm chung cư.",
            place="Cà Mau",
            date="2025-01-17",
            doc_type="Quyết định",
        ),
    )
    put(
        tmp_path,
        "2025/dai.pdf",
        a_plan(
            "Phòng, chống bệnh dại",
            "Bảo đảm thuốc và vắc xin phòng bệnh dại.",
            place="Lạng Sơn",
            date="2025-04",
            agency="Sở Y tế Lạng Sơn",
        ),
    )
    build_index(tmp_path)
    return tmp_path


def folders(out: Path, query: str, **filters: object) -> list[str]:
    return list(dict.fromkeys(hit.folder for hit in search(out, query, Filters(**filters))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    ["tiêm chủng trẻ em", "tiem chung tre em", "tiểm chứng trẻ ém", "TIÊM CHỦNG", "118/KH-SYT", "dak lak", '"mở rộng"'],
)
def test_a_document_is_found_with_without_and_with_wrong_marks(out: Path, query: str) -> None:
    assert folders(out, query)[0] == "2024/tiêm chủng.pdf"


def test_hits_with_the_marks_as_typed_come_first(out: Path) -> None:
    assert folders(out, "tiệm chung") == ["2025/mau.pdf", "2024/tiêm chủng.pdf"]
    assert folders(out, "tiêm chủng") == ["2024/tiêm chủng.pdf", "2025/mau.pdf"]
    assert [hit.marked for hit in search(out, "tiệm chung", limit=1)] == [True]


def test_a_phrase_is_words_side_by_side(out: Path) -> None:
    assert folders(out, '"bệnh dại"') == ["2025/dai.pdf"]
    assert folders(out, '"dại bệnh"') == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"year": 2025}, ["2025/mau.pdf", "2025/dai.pdf"]),
        ({"place": "ca mau"}, ["2025/mau.pdf"]),
        ({"doc_type": "kế hoạch"}, ["2024/tiêm chủng.pdf", "2025/dai.pdf"]),
        ({"agency": "lạng sơn"}, ["2025/dai.pdf"]),
        ({"year": 2024, "place": "Lạng Sơn"}, []),
    ],
)
def test_filters(out: Path, filters: dict[str, object], found: list[str]) -> None:
    assert sorted(folders(out, "sở y tế", **filters)) == sorted(found)


def test_a_hit_tells_page_section_and_the_words(out: Path) -> None:
    hit = next(hit for hit in search(out, "vac xin") if hit.label)
    assert (hit.folder, hit.page, hit.label) == ("2025/dai.pdf", 2, "I.")
    assert "«vắc» «xin»" in hit.snippet


def test_words_that_no_part_has_together_find_those_with_most(out: Path) -> None:
    assert folders(out, "kế hoạch vận động hiến máu mùa đông")[0] == "2025/mau.pdf"
    assert folders(out, "xyz qwrt mnb") == []


def test_the_index_follows_what_changes(out: Path) -> None:
    done = build_index(out)
    assert (done.added, done.removed, done.unchanged) == (0, 0, 3)
    put(out, "2025/mau.pdf", a_plan("Rửa tay", "Rửa tay bằng xà phòng"))
    (out / "2025" / "dai.pdf" / "plan.json").unlink()
    put(out, "2026/mới.pdf", a_plan("Dinh dưỡng"))
    done = build_index(out)
    assert (done.added, done.removed, done.unchanged) == (2, 1, 1)
    assert folders(out, "hiến máu") == folders(out, "bệnh dại") == []
    assert folders(out, "xà phòng") == ["2025/mau.pdf"]
    assert folders(out, "dinh duong") == ["2026/mới.pdf"]


def test_an_index_brought_up_to_date_is_as_one_made_anew(out: Path) -> None:
    put(out, "2025/mau.pdf", a_plan("Rửa tay", "Rửa tay bằng xà phòng"))
    build_index(out)
    before = [(hit.folder, hit.snippet) for hit in search(out, "sở y tế", limit=50)]
    with sqlite3.connect(out / INDEX) as base:
        base.execute("INSERT INTO words(words) VALUES ('integrity-check')")
    (out / INDEX).unlink()
    build_index(out)
    assert sorted(before) == sorted((hit.folder, hit.snippet) for hit in search(out, "sở y tế", limit=50))


def test_secret_documents_are_held_back_unless_asked_for(out: Path) -> None:
    put(out, "kín.pdf", a_plan("Bảo vệ bí mật", "Nội dung kín", secrecy="MẬT"))
    assert build_index(out).held_back.folders == ["kín.pdf"]
    assert "kín.pdf" not in folders(out, "nội dung kín")
    assert build_index(out, include_secret=True).held_back.folders == []
    assert folders(out, "nội dung kín") == ["kín.pdf"]
    assert build_index(out).held_back.folders == ["kín.pdf"]
    assert "kín.pdf" not in folders(out, "nội dung kín")


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "MẠT"])
def test_a_secrecy_mark_is_seen_wherever_it_was_read(mark: str) -> None:
    plan = a_plan("Kế hoạch", "Nội dung")
    assert not whole_file_secrecy(plan).held
    stamp = {"marginalia": [{"kind": "stamp", "text": mark, "page": 1}]}
    assert whole_file_secrecy(type(plan).model_validate(plan.model_dump() | stamp)).held
    text = plan.text.model_copy(update={"faithful": f"SỞ Y TẾ\t{mark}\nKế hoạch"})
    assert whole_file_secrecy(plan.model_copy(update={"text": text})).held


def test_queries_that_cannot_be_asked_are_said(out: Path) -> None:
    with pytest.raises(BadArguments, match="word"):
        search(out, " - \" ' ")
    with pytest.raises(BadInput, match="kehoach index"):
        search(out / "2025", "tiêm")
    with pytest.raises(BadInput, match=r"plan\.json"):
        (out / "empty").mkdir()
        build_index(out / "empty")


def test_a_file_that_is_no_index_is_said(out: Path) -> None:
    (out / INDEX).write_bytes(b"no database at all, but long enough" * 40)
    with pytest.raises(FileAccess, match=INDEX):
        search(out, "tiêm")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(out: Path) -> None:
    (out / INDEX).unlink()
    out.chmod(0o500)
    try:
        with pytest.raises(FileAccess, match=INDEX):
            build_index(out)
    finally:
        out.chmod(0o700)


@pytest.mark.parametrize(
    "query",
    [
        'tiêm AND "chủng',
        "NEAR(tiêm chủng)",
        "tiêm* OR -dại",
        "{about_exact}: x",
        "col:tiêm",
        "'; DROP TABLE documents; --",
    ],
)
def test_signs_in_a_query_are_no_commands(out: Path, query: str) -> None:
    search(out, query)
    assert folders(out, "tiêm chủng")[0] == "2024/tiêm chủng.pdf"


@given(VIETNAMESE)
def test_keys_keep_the_place_of_every_letter(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(folded(composed)) == len(exact(composed)) == len(composed)
    assert folded(exact(composed)) == folded(composed)
    assert folded(folded(composed)) == folded(composed)


@given(VIETNAMESE, st.lists(st.text("abcdeđêơ", min_size=1, max_size=6), min_size=1, max_size=3))
def test_a_snippet_is_a_stretch_of_the_text_on_one_line(text: str, phrases: list[str]) -> None:
    shown = snippet(text, phrases).replace("«", "").replace("»", "").removeprefix("… ").removesuffix(" …")
    assert shown in " ".join(text.split())
    assert "\n" not in shown


def test_every_match_of_a_phrase_is_marked_and_nothing_else() -> None:
    text = "Tiêm chủng an toàn. Cán bộ tiêm chủng, điểm tiêm; chủng loại."
    assert snippet(text, ["tiem chung"]).count("«") == 3  # «tiêm; chủng» too: signs do not part words
    assert snippet(text, ["tiêm chủng"], marked=True).count("«") == 3
    assert "«" not in snippet(text, ["tiếm"], marked=True)
