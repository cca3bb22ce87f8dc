"""Image files: every mode as RGB, turned upright, broken ones refused."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from ingest_files import as_input, page_picture
from PIL import Image

from kehoach.pipeline.document import MediaKind, Unit
from kehoach.pipeline.errors import BadInput, OutOfMemory, PageError
from kehoach.pipeline.ingest import BrokenPage, PicturePage, images, open_input
from kehoach.pipeline.ingest.images import resolution
from kehoach.pipeline.options import IngestOptions

OPTIONS = IngestOptions()


def only_page(path):
    with open_input(as_input(path), OPTIONS) as document:
        (page,) = document.pages()
        return page


def test_a_png_with_its_resolution(tmp_path):
    path = tmp_path / "scan.dat"
    page_picture().save(path, "PNG", dpi=(200, 200))
    with open_input(as_input(path), OPTIONS) as document:
        assert (document.source.kind, document.source.pages) == (MediaKind.PNG, 1)
    page = only_page(path)
    image = page.render(300)
    assert (page.width, page.height, page.unit) == (620, 877, Unit.PIXEL)
    assert image.pixels.shape[:2] == (877, 620)
    assert image.dpi == pytest.approx(200, abs=0.5)
    assert isinstance(page, PicturePage)


MODES = {
    "1": Image.fromarray(np.full((8, 6), 255, np.uint8)).convert("1"),
    "L": Image.new("L", (6, 8), 255),
    "LA": Image.new("LA", (6, 8), (0, 0)),
    "P": Image.new("RGB", (6, 8), "white").convert("P"),
    "RGBA": Image.new("RGBA", (6, 8), (0, 0, 0, 0)),
    "I;16": Image.fromarray(np.full((8, 6), 65535, np.uint16)),
}


@pytest.mark.parametrize("mode", MODES)
def test_white_paper_is_white_in_every_mode(tmp_path, mode):
    path = tmp_path / "page.png"
    MODES[mode].save(path, "PNG")
    pixels = only_page(path).render(200).pixels
    assert pixels.shape == ((8, 6) if mode in ("1", "L") else (8, 6, 3))  # grey stays grey: a third of the memory
    assert pixels.min() == 255


def test_sixteen_bits_are_scaled_not_cut(tmp_path):
    path = tmp_path / "deep.tif"
    Image.fromarray(np.array([[0, 32768, 65535]], np.uint16)).save(path, "TIFF")
    assert only_page(path).render(200).pixels[0, :, 0].tolist() == [0, 127, 255]


def test_cmyk(tmp_path):
    path = tmp_path / "page.jpg"
    Image.new("CMYK", (16, 16), (0, 0, 0, 0)).save(path, "JPEG")
    assert only_page(path).render(200).pixels.min() > 250


def test_exif_orientation_is_applied(tmp_path):
    path = tmp_path / "photo.jpg"
    picture = Image.new("RGB", (40, 20), "white")
    exif = Image.Exif()
    exif[274] = 6  # the camera was turned: show it turned by 90 degrees
    picture.save(path, "JPEG", exif=exif)
    page = only_page(path)
    assert (page.width, page.height) == (20, 40)


def test_pages_of_a_tiff_without_its_small_copies(tmp_path):
    path = tmp_path / "fax.tif"
    pages = [page_picture(100 + n, 120) for n in range(3)]
    pages[1].encoderinfo = {"tiffinfo": {254: 1}}
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], dpi=(204, 204))
    with open_input(as_input(path), OPTIONS) as document:
        widths = [page.width for page in document.pages()]
        assert document.source.pages == len(widths)
        assert {100.0, 102.0} <= set(widths)


def test_a_truncated_image_is_refused(tmp_path):
    whole = io.BytesIO()
    page_picture().save(whole, "JPEG")
    path = tmp_path / "cut.jpg"
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    with pytest.raises(BadInput, match=r"cut\.jpg: the image is broken"):
        open_input(as_input(path), OPTIONS)


def test_a_header_and_nothing_else(tmp_path):
    path = tmp_path / "head.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(BadInput, match="broken"):
        open_input(as_input(path), OPTIONS)


def test_a_decompression_bomb_is_refused(tmp_path):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (60_000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    path = tmp_path / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
    with pytest.raises(BadInput, match="too large"):
        open_input(as_input(path), OPTIONS)


def test_one_broken_page_among_several_is_that_pages_problem(tmp_path):
    good, bad = tmp_path / "1.png", tmp_path / "2.png"
    page_picture(60, 80).save(good, "PNG")
    bad.write_bytes(good.read_bytes()[:60])
    with open_input(as_input(good, bad), OPTIONS) as document:
        first, second = document.pages()
        assert isinstance(first, PicturePage)
        assert isinstance(second, BrokenPage)
        assert "2.png" in second.problem
        with pytest.raises(PageError):
            document.page(2)


def test_a_document_of_images_is_hashed_over_all(tmp_path):
    paths = [tmp_path / f"{n}.png" for n in (1, 2)]
    for path in paths:
        page_picture(60, 80).save(path, "PNG")
    with open_input(as_input(*paths), OPTIONS) as document:
        assert document.source.path == tmp_path
        assert document.source.size == sum(path.stat().st_size for path in paths)


@pytest.mark.parametrize(
    ("stated", "size", "dpi"),
    [
        ((300, 300), (2480, 3508), 300.0),
        ((72, 72), (2480, 3508), None),
        ((1, 1), (600, 800), None),
        (None, (9, 9), None),
    ],
)
def test_only_a_plausible_resolution_counts(stated, size, dpi):
    picture = Image.new("L", size)
    picture.info = {"dpi": stated} if stated else {}
    assert resolution(picture) == dpi


def test_a_picture_for_which_memory_is_short_is_not_called_broken(tmp_path, monkeypatch):
    def short(*_):
        raise MemoryError

    monkeypatch.setattr(images, "_page_image", short)
    page_picture(60, 80).save(tmp_path / "1.png", "PNG")
    with pytest.raises(OutOfMemory, match=r"not enough memory for the picture .*--memory"):
        open_input(as_input(tmp_path / "1.png"), OPTIONS)


def test_a_picture_beyond_what_is_drawn_is_read_coarser_and_finds_its_way_back(tmp_path, monkeypatch):
    path = tmp_path / "poster.png"
    Image.new("L", (400, 200), 255).save(path, dpi=(300, 300))
    monkeypatch.setattr(images, "DRAWN_PIXELS", 20_000)
    page = only_page(path)
    drawn = page.render(200)
    assert drawn.pixels.shape[:2] == (100, 200)
    assert drawn.dpi == pytest.approx(150, abs=0.1)
    assert (page.width, page.height) == (400, 200)
    assert drawn.to_page[0] * drawn.pixels.shape[1] == pytest.approx(page.width)
    assert drawn.to_page[4] * drawn.pixels.shape[0] == pytest.approx(page.height)
