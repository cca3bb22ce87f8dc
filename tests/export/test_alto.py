"""ALTO is validated against a schema that allows less than the standard's (4.4); what it means is checked beside it."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from kehoach.pipeline.document import Document, MediaKind, Method, Page, Role, Unit
from kehoach.pipeline.export.alto import NAMESPACE, write_alto
from tests.export import scans

NS = {"a": NAMESPACE}
PROFILE = etree.XMLSchema(etree.parse(Path(__file__).with_name("alto_profile.xsd")))


def written(tmp_path: Path, pages: list[Page]) -> tuple[ElementTree.Element, Document]:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF")
    document = scans.document(path, MediaKind.PDF, pages)
    assert write_alto(document, tmp_path / "alto.xml") == [tmp_path / "alto.xml"]
    return ElementTree.parse(tmp_path / "alto.xml").getroot(), document


def assert_valid(root: ElementTree.Element) -> None:
    """Valid by the profile, and every role that is referred to is a RoleTag (libxml2 does not look after IDREFS)."""
    PROFILE.assertValid(etree.fromstring(ElementTree.tostring(root)))
    roles = {tag.attrib["ID"] for tag in root.iterfind(".//a:RoleTag", NS)}
    assert {block.attrib["TAGREFS"] for block in root.iterfind(".//a:TextBlock", NS)} <= roles


def test_words_with_places_confidences_and_other_readings(tmp_path: Path) -> None:
    root, document = written(tmp_path, [scans.pdf_page(1), scans.pdf_page(2)])
    assert_valid(root)
    assert root.findtext(".//a:MeasurementUnit", namespaces=NS) == "inch1200"
    strings = root.findall(".//a:Page", NS)[0].findall(".//a:String", NS)
    assert [one.attrib["CONTENT"] for one in strings] == [*scans.WORDS, "SPECIMEN"]
    box = document.pages[0].lines[0].words[0].box
    assert box is not None
    found = [float(strings[0].attrib[name]) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    assert found == pytest.approx([value * 1200 / 72 for value in (box.left, box.top, box.width, box.height)], abs=0.1)
    assert strings[0].attrib["WC"] == "0.900"


def test_every_word_lies_within_its_line_and_page(tmp_path: Path) -> None:
    root, _ = written(tmp_path, [scans.pdf_page()])

    def corners(element: ElementTree.Element) -> tuple[float, float, float, float]:
        x, y, w, h = (float(element.attrib[name]) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        return x, y, x + w, y + h

    for inner, outer in (("String", "TextLine"), ("TextLine", "TextBlock"), ("TextBlock", "PrintSpace")):
        for parent in root.iter(f"{{{NAMESPACE}}}{outer}"):
            left, top, right, bottom = corners(parent)
            for child in parent.iter(f"{{{NAMESPACE}}}{inner}"):
                x0, y0, x1, y1 = corners(child)
                assert left - 0.2 <= x0 <= x1 <= right + 0.2
                assert top - 0.2 <= y0 <= y1 <= bottom + 0.2


def test_lines_without_words_and_roles_of_blocks(tmp_path: Path) -> None:
    page = scans.pdf_page(method=Method.TEXT_LAYER)
    bare = tuple(type(line)(line.text, 1, line.number, line.box, (), line.role) for line in page.lines)
    root, _ = written(tmp_path, [Page(1, bare, (), 450, 600, Unit.POINT, Method.TEXT_LAYER)])
    assert_valid(root)
    assert [block.attrib["TAGREFS"] for block in root.iterfind(".//a:TextBlock", NS)] == ["role-body", "role-stamp"]
    assert [one.attrib["CONTENT"] for one in root.iterfind(".//a:String", NS)][:2] == ["Kế", "hoạch"]


def test_images_and_pages_without_text_are_valid(tmp_path: Path) -> None:
    blank = Page(2, (), (), 600, 800, Unit.PIXEL, Method.OCR, "tesseract", blank=True)
    root, _ = written(tmp_path, [scans.image_page(), blank])
    assert_valid(root)
    assert root.findtext(".//a:MeasurementUnit", namespaces=NS) == "pixel"
    assert len(root.findall(".//a:Page", NS)) == 2


def test_an_empty_row_of_a_table_is_no_line_of_text(tmp_path: Path) -> None:
    page = scans.pdf_page()
    empty = replace(page.lines[0], text="\t\t", words=(), role=Role.TABLE)
    root, _ = written(tmp_path, [replace(page, lines=(*page.lines, empty))])
    assert_valid(root)
    assert len(root.findall(".//a:TextLine", NS)) == len(page.lines)


def test_signs_that_xml_does_not_allow_do_not_break_the_file(tmp_path: Path) -> None:
    page = scans.pdf_page()
    word = replace(page.lines[0].words[0], text="a\x0b&<b>", alternatives=("\x01«",), confidence=1.0)
    line = replace(page.lines[0], text=word.text, words=(word,))
    root, _ = written(tmp_path, [replace(page, lines=(line,))])
    assert_valid(root)
    assert "&<b>" in root.findall(".//a:String", NS)[0].attrib["CONTENT"]


@pytest.mark.parametrize(
    ("where", "change"),
    [
        (".//a:String", {"WC": "1.2"}),
        (".//a:String", {"ID": "p1"}),
        (".//a:TextBlock", {"TAGREFS": "nobody"}),
        (".//a:Page", {"WIDTH": "wide"}),
        (".//a:TextLine", {"COLOUR": "red"}),
    ],
)
def test_the_profile_refuses_what_the_standard_refuses(tmp_path: Path, where: str, change: dict[str, str]) -> None:
    root, _ = written(tmp_path, [scans.pdf_page()])
    found = root.find(where, NS)
    assert found is not None
    found.attrib.update(change)
    with pytest.raises((etree.DocumentInvalid, AssertionError)):
        assert_valid(root)


def test_text_files_have_no_places(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch")
    assert write_alto(scans.document(path, MediaKind.TEXT, [Page(1)]), tmp_path / "alto.xml") == []
