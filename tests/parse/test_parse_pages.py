"""Pages in trouble are told of, with severity 1."""

from kehoach.pipeline.document import Line, Method, Page
from kehoach.pipeline.parse.checks.pages import LOST, page_troubles
from kehoach.pipeline.plan import Issue

SOUND = "Thực hiện chỉ đạo của Bộ Y tế về công tác truyền thông phòng, chống dịch bệnh năm 2024 trên địa bàn tỉnh"
NONSENSE = "Thyc hién chi dao cta BO Y té vé céng tac truyén théng phdng, chéng dich bénh ndm 2024 trén dja ban tinh"


def page(text: str, **more: object) -> Page:
    return Page(2, (Line(text, 2, 1), Line(text, 2, 2)), method=Method.OCR, engine="scripted", **more)  # type: ignore[arg-type]


def found(one: Page) -> list[Issue]:
    issues = list(page_troubles([one]))
    assert all(issue.severity == 1 and issue.evidence and issue.evidence.page == 2 for issue in issues)
    return issues


def test_a_page_that_was_read_is_in_no_trouble() -> None:
    assert found(page(SOUND, unread_share=LOST)) == []


def test_a_page_of_which_most_is_lost_is() -> None:
    (issue,) = found(page(SOUND, unread_share=0.93))
    assert (issue.code, issue.message) == ("page-mostly-lost", "page 2: 93% of what is printed on it was not read")


def test_a_page_of_nonsense_is_and_a_word_of_it_is_not() -> None:
    (issue,) = found(page(NONSENSE))
    assert issue.code == "page-nonsense"
    assert found(page(NONSENSE[:20])) == []


def test_a_page_that_could_not_be_read_at_all_is_told_of_once_elsewhere() -> None:
    assert found(Page(2, problem="its stream is broken", unread_share=1.0)) == []
