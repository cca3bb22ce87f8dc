import inspect
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from kehoach.pipeline import plan_look
from kehoach.pipeline.files.out_names import REPORT
from kehoach.pipeline.report import write_report
from kehoach.pipeline.report.gather import MOST_CHANGES, MOST_DOUBTS, gather
from kehoach.pipeline.report.values import Row
from kehoach.pipeline.report.words import CAUSES, LOOK, METHODS, REASONS, STAGES, STATES
from tests.report.browser import CHROMIUM, Browser
from tests.report.results import EVIL, a_run, put_many

MANY = 1000


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    write_report(folder, a_run(folder))
    return folder


def test_the_report_tells_what_became_of_every_document(out: Path) -> None:
    page = (out / REPORT).read_text("utf-8")
    tags = Tags(page).found
    rows = [about for tag, about in tags if tag == "tr" and about.get("class") == "doc"]
    assert [row["data-state"] for row in rows] == ["done", "done-with-issues", "failed"]
    assert "open and save it" in page
    assert "tệp rỗng, hỏng hoặc không thuộc loại đọc được" in page
    links = [about["href"] for tag, about in tags if tag == "a" and str(about.get("href")).endswith("plan.json")]
    assert links[0] == "./%E1%BA%A3nh/trang%201.jpg/plan.json"


def test_doubtful_lines_have_their_picture_and_page(out: Path) -> None:
    tags = Tags((out / REPORT).read_text("utf-8")).found
    pictures = [about for tag, about in tags if tag == "img"]
    assert [str(about["src"])[:23] for about in pictures] == ["data:image/jpeg;base64,"] * 2
    assert [about["alt"] for about in pictures] == ["Kế hoạch tiêm chủng mở", "rộng Đắk Lắk ƯỠNG 2025"]
    pages = [str(about["href"]) for tag, about in tags if tag == "a" and "report-pages" in str(about.get("href"))]
    assert len(pages) == 2
    assert all((out / page).read_bytes()[:2] == b"\xff\xd8" for page in pages)
    assert "<mark>tiêm</mark>" in (out / REPORT).read_text("utf-8")


def test_pictures_of_an_earlier_report_go_and_other_files_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = a_run(out)
    write_report(out, ended)
    (out / "report-pages" / "mine.jpg").write_bytes(b"")
    pictures = set((out / "report-pages").iterdir())
    write_report(out, ended[1:])
    assert {path.name for path in pictures} > {path.name for path in (out / "report-pages").iterdir()} == {"mine.jpg"}


def test_each_document_links_what_was_written_for_it_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = a_run(out)
    pages = [f"images/page-{number:04}{part}.png" for number in range(1, 31) for part in ("", "-removed")]
    files = ["plan.json", "faithful.txt", "text.txt", "document.pdf", "doubts.json", *pages]
    write_report(out, [replace(ended[0], written=tuple(files)), *ended[1:]])
    tags = Tags((out / REPORT).read_text("utf-8")).found
    links = [unquote(str(about["href"])) for tag, about in tags if tag == "a" and "report-pages" not in str(about)]
    folder = "./ảnh/trang 1.jpg"
    shown = [f"{folder}/images/page-{number:04}.png" for number in range(1, 21)]
    wanted = [f"{folder}/{name}" for name in ("text.txt", "faithful.txt", "document.pdf", "plan.json")]
    wanted += [*shown, f"{folder}/images", "./b <b>.txt/plan.json"]
    assert [link for link in links if not link.startswith("#")] == wanted


def test_why_a_person_should_look_stands_in_words(out: Path) -> None:
    page = (out / REPORT).read_text("utf-8")
    assert "thiếu ngày tháng" in page
    assert "the date is lost" in page
    assert "date &lt;img src=x" in page


def test_every_reason_to_look_has_its_words() -> None:
    found = (Path(inspect.getfile(plan_look))).read_text("utf-8")
    own = set(re.findall(r'Reason\("([a-z-]+)"', found))
    assert own | {f"{name}-absent" for name in ("number", "date", "agency")} <= LOOK.keys()
    assert {f"{name}-in-doubt" for name in ("number", "date")} <= LOOK.keys()


def test_html_in_documents_stays_text(out: Path) -> None:
    page = (out / REPORT).read_text("utf-8")
    assert EVIL not in page
    tags = Tags(page).found
    assert sum(tag == "script" for tag, _ in tags) == 1
    assert not [about for _, about in tags if any(name.startswith("on") for name in about)]
    outside = [about for _, about in tags if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", str(about.get("href") or ""))]
    assert not outside
    assert all(str(about["src"]).startswith("data:image/jpeg") for tag, about in tags if tag == "img")


def test_the_policy_lets_nothing_in_but_the_page_itself(out: Path) -> None:
    tags = Tags((out / REPORT).read_text("utf-8")).found
    policy = next(
        str(a["content"]) for t, a in tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_every_text_stands_in_both_languages(out: Path) -> None:
    tags = Tags((out / REPORT).read_text("utf-8")).found
    spans = [about["lang"] for tag, about in tags if tag == "span" and "lang" in about]
    assert spans == ["vi", "en"] * (len(spans) // 2)
    for names in (STATES, METHODS, STAGES, CAUSES, LOOK, REASONS):
        assert all(vietnamese and english and vietnamese != english for vietnamese, english in names.values())


def test_documents_that_are_gone_are_shown_without_pictures(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = a_run(out)
    ended[0].paths[0].unlink()
    (out / "b <b>.txt" / "plan.json").write_text("{", "utf-8")
    tags = Tags(write_report(out, ended).read_text("utf-8")).found
    assert not [about for tag, about in tags if tag == "img"]
    assert sum(tag == "figure" for tag, _ in tags) == 2
    assert sum(about.get("class") == "doc" for _, about in tags) == 3


def test_a_thousand_documents_stay_a_small_page(tmp_path: Path) -> None:
    ended = put_many(tmp_path, MANY)
    content = gather(tmp_path, ended)
    assert (len(content.changes), content.changes_in_all) == (MOST_CHANGES, 40 * MANY)
    assert len(content.doubts) == MOST_DOUBTS
    assert write_report(tmp_path, ended).stat().st_size < 10_000_000
    assert all(isinstance(row, Row) for row in content.rows)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")
def test_in_a_browser_it_shows_filters_speaks_and_asks_for_nothing(out: Path, tmp_path: Path) -> None:
    with Browser(tmp_path / "profile") as browser:
        browser.open(out / REPORT)
        shown = "[...document.querySelectorAll('tr.doc')].filter((row) => !row.hidden).map((row) => row.dataset.state)"
        assert browser.value(shown) == ["done", "done-with-issues", "failed"]
        fill = "(([id, value]) => { const field = document.getElementById(id); field.value = value; "
        fill += "field.dispatchEvent(new Event('input', {bubbles: true})); })"
        browser.value(f"{fill}(['f-state', 'failed'])")
        assert browser.value(shown) == ["failed"]
        browser.value(f"{fill}(['f-state', ''])")
        browser.value(f"{fill}(['f-text', 'tiem chung anh'])")
        assert browser.value(shown) == ["done"]
        browser.value(f"{fill}(['f-text', ''])")
        browser.value(f"{fill}(['f-sure', '0.5'])")
        assert browser.value(shown) == ["failed"]
        browser.value(f"{fill}(['f-sure', '1'])")
        visible = "getComputedStyle(document.querySelector('h1 span[lang=\"vi\"]')).display"
        before = browser.value(visible)
        browser.value("document.getElementById('language').click()")
        assert {before, browser.value(visible)} == {"inline", "none"}
        assert browser.value("document.images.length && [...document.images].every((one) => one.naturalWidth > 0)")
        assert browser.value("document.title") == "kehoach · out"
        assert [url for url in browser.requests if not url.startswith("data:")] == [(out / REPORT).as_uri()]
        assert browser.errors == []


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")
def test_a_browser_shows_a_thousand_documents(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_report(out, put_many(out, MANY))
    with Browser(tmp_path / "profile") as browser:
        browser.open(out / REPORT)
        assert browser.value("document.querySelectorAll('tr.doc').length") == MANY
        assert browser.value("document.getElementById('shown').textContent") == f"{MANY} / {MANY}"
        assert browser.errors == []


WIDE = "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)"
OVER = """
(() => {
  const cells = document.querySelectorAll("#doctable > tbody > tr > td");
  const seen = [...cells].map((one) => one.getBoundingClientRect()).filter((one) => one.height);
  return seen.filter((one, at) => at && one.top < seen[at - 1].bottom - 1).length;
})()
"""


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")
@pytest.mark.parametrize("width", [400, 320])
def test_on_a_telephone_it_is_one_column_and_nothing_is_cut_or_overprinted(
    width: int, out: Path, tmp_path: Path
) -> None:
    with Browser(tmp_path / "profile") as browser:
        browser.screenshot(width, 900)
        browser.open(out / REPORT)
        browser.value("for (const one of document.querySelectorAll('details')) one.open = true")
        assert browser.value("innerWidth") == width
        assert browser.value("document.documentElement.scrollWidth") <= width
        assert browser.value(f"{WIDE}.map((one) => one.outerHTML.slice(0, 80))") == []
        assert browser.value(OVER) == 0
        label = "getComputedStyle(document.querySelector('#doctable td.sure'), '::before').content"
        assert browser.value(label) in {
            '"Độ chắc chắn" ": "',
            '"Độ chắc chắn: "',
            '"Confidence" ": "',
            '"Confidence: "',
        }
        assert browser.errors == []


def test_issues_and_edits_that_ask_for_a_look_have_names_in_both_languages() -> None:
    from kehoach.pipeline.document import ACTUAL_TEXT
    from kehoach.pipeline.report import words

    for code in ("page-unreadable", "text-differs", "pictures-unread"):
        assert all(words.ISSUES[code]), code
        assert len(set(words.ISSUES[code])) == 2
    assert len(set(words.REASONS[ACTUAL_TEXT])) == 2
