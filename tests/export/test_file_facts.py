from pathlib import Path

import pytest
from PIL import Image

from kehoach.pipeline.export.file_facts import Scan, file_facts
from tests.export import scans
from tests.export.test_searchable_pdf import INVISIBLE, scan_pdf


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_scanned_page_has_its_resolution_and_colour(tmp_path: Path, rotate: int) -> None:
    scan_pdf(tmp_path / "scan.pdf", rotate, extra=INVISIBLE)
    facts = file_facts(tmp_path / "scan.pdf", "application/pdf")
    assert facts is not None
    assert facts.pdfa == ""
    assert facts.scans[0] is not None
    assert (round(facts.scans[0].dpi or 0), facts.scans[0].bits) == (96, 24)


def test_a_logo_is_no_scan(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "scan.pdf")
    import pikepdf

    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 90 0 0 90 20 500 cm /Im Do Q")
        pdf.save(tmp_path / "letter.pdf")
    facts = file_facts(tmp_path / "letter.pdf", "application/pdf")
    assert facts is not None
    assert facts.scans == (None,)


@pytest.mark.parametrize(("mode", "bits"), [("RGB", 24), ("L", 8), ("1", 1)])
def test_image_files(tmp_path: Path, mode: str, bits: int) -> None:
    scans.picture(mode).save(tmp_path / "a.tif", dpi=(200, 200))
    facts = file_facts(tmp_path / "a.tif", "image/tiff")
    assert facts is not None
    assert facts.scans == (Scan(200.0, bits),)


def test_what_cannot_be_looked_into_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    Image.new("L", (9, 9)).save(tmp_path / "a.png")
    assert file_facts(tmp_path / "a.pdf", "application/pdf") is None
    assert file_facts(tmp_path / "b.pdf", "application/pdf") is None
    assert file_facts(tmp_path / "a.png", "text/plain") is None
