"""Pictures of other kinds than scanners write: each is a page; of an animation the first picture is, and it is said."""

from __future__ import annotations

import pytest
from ingest_files import as_input, page_picture
from PIL import Image

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.ingest import open_input
from kehoach.pipeline.ingest.identify import is_image
from kehoach.pipeline.options import IngestOptions

KINDS = {
    "WEBP": MediaKind.WEBP,
    "BMP": MediaKind.BMP,
    "GIF": MediaKind.GIF,
    "JPEG2000": MediaKind.JP2,
    "AVIF": MediaKind.AVIF,
    "HEIF": MediaKind.HEIC,
}


def saved(path, form, **how):
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    page_picture(320, 448).convert("RGB").save(path, form, **how)
    return path


@pytest.mark.parametrize("form", KINDS)
def test_a_picture_of_each_kind_is_a_page(tmp_path, form):
    path = saved(tmp_path / "trang.dat", form)
    assert is_image(path)
    with open_input(as_input(path), IngestOptions()) as document:
        assert document.source.kind is KINDS[form]
        (page,) = document.pages()
        pixels = page.render(200).pixels
    assert (page.width, page.height) == (320, 448)
    assert pixels[20, 20, 0] > 200
    assert pixels[64, 160, 0] < 90
    assert page.notes == ()


@pytest.mark.parametrize("form", KINDS)
def test_a_cut_off_picture_is_bad_input(tmp_path, form):
    path = saved(tmp_path / "trang.dat", form)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])
    with pytest.raises(BadInput) as caught:
        open_input(as_input(path), IngestOptions())
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_read(tmp_path, form):
    more = [Image.new("RGB", (320, 448), (n * 20, 0, 0)) for n in range(1, 4)]
    path = saved(tmp_path / "chuyen-dong", form, save_all=True, append_images=more)
    with open_input(as_input(path), IngestOptions()) as document:
        (page,) = document.pages()
    assert page.notes == ("the first picture of an animation of 4; the others are not read",)


def test_a_large_webp_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.images.IMAGE_PIXELS", 1000)
    with pytest.raises(BadInput, match="too large"):
        open_input(as_input(saved(tmp_path / "a.webp", "WEBP")), IngestOptions())
