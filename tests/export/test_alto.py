"""ALTO's structure is checked against the rules of its schema (4.4) that this writer's elements fall under."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.document import Document, MediaKind, Method, Page, Unit
from pipeline.export.alto import NAMESPACE, write_alto
from tests.export import scans

NS = {"a": NAMESPACE}
CHILDREN = {
    "alto": ["Description", "Styles", "Tags", "ReadingOrder", "Layout"],
    "Description": ["MeasurementUnit", "sourceImageInformation", "OCRProcessing", "Processing"],
    "sourceImageInformation": ["fileName", "fileIdentifier"],
    "Processing": ["processingStepDescription", "processingSoftware"],
    "processingSoftware": ["softwareName", "softwareVersion"],
    "Tags": ["RoleTag"],
    "Layout": ["Page"],
    "Page": ["PrintSpace"],
    "PrintSpace": ["TextBlock"],
    "TextBlock": ["TextLine"],
    "String": ["ALTERNATIVE"],
}
NEEDED = {
    "Processing": {"ID"},
    "RoleTag": {"ID", "LABEL"},
    "Page": {"ID", "PHYSICAL_IMG_NR", "WIDTH", "HEIGHT"},
    "TextBlock": {"ID"},
    "TextLine": {"ID"},
    "String": {"CONTENT"},
}
ID = re.compile(r"[A-Za-z_][\w.-]*")  # xsd:ID


def written(tmp_path: Path, pages: list[Page]) -> tuple[ElementTree.Element, Document]:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF")
    document = scans.document(path, MediaKind.PDF, pages)
    assert write_alto(document, tmp_path / "alto.xml") == [tmp_path / "alto.xml"]
    return ElementTree.parse(tmp_path / "alto.xml").getroot(), document


def name_of(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def assert_structure(root: ElementTree.Element) -> None:
    ids: list[str] = []
    for element in root.iter():
        name, children = name_of(element), [name_of(child) for child in element]
        if name == "TextLine":
            assert re.fullmatch(r"(String( SP)?)( String( SP)?)*", " ".join(children))
        elif name in CHILDREN:
            order = CHILDREN[name]
            assert [order.index(child) for child in children] == sorted(order.index(child) for child in children)
        else:
            assert not children, name
        assert NEEDED.get(name, set()) <= set(element.attrib), name
        ids += [element.attrib["ID"]] if "ID" in element.attrib else []
        for number in ("HPOS", "VPOS", "WIDTH", "HEIGHT"):
            assert float(element.attrib.get(number, "0")) >= 0
        assert 0 <= float(element.attrib.get("WC", "0")) <= 1
        assert set(element.attrib.get("TAGREFS", "").split()) <= {
            tag.attrib["ID"] for tag in root.iterfind(".//a:RoleTag", NS)
        }
    assert len(ids) == len(set(ids))
    assert all(ID.fullmatch(one) for one in ids)


def test_words_with_places_confidences_and_other_readings(tmp_path: Path) -> None:
    root, document = written(tmp_path, [scans.pdf_page(1), scans.pdf_page(2)])
    assert_structure(root)
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
    assert_structure(root)
    assert [block.attrib["TAGREFS"] for block in root.iterfind(".//a:TextBlock", NS)] == ["role-body", "role-stamp"]
    assert [one.attrib["CONTENT"] for one in root.iterfind(".//a:String", NS)][:2] == ["Kế", "hoạch"]


def test_text_files_have_no_places(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch")
    assert write_alto(scans.document(path, MediaKind.TEXT, [Page(1)]), tmp_path / "alto.xml") == []
