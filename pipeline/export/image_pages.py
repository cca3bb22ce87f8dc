"""Image files as pages of a PDF, every dot as it is: JPEG data as they stand, the rest without loss."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.regular import open_regular

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

_A4_LONG = 841.89  # points: the long side of a page whose file states no resolution
_MOST_INCHES = 25.0  # a page longer than A2 has a camera's or a program's default as its resolution
_TURNED = {  # EXIF orientation (TIFF 6.0, tag 274): the matrix that draws the stored unit square upright
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_SIDEWAYS = (5, 6, 7, 8)


def pdf_of_images(paths: Sequence[Path]) -> pikepdf.Pdf:
    """A PDF with a page for each picture of the files, in order. Raises BadInput for one that cannot be opened."""
    import pikepdf
    import PIL.Image

    pdf = pikepdf.new()
    for path in paths:
        try:
            with open_regular(path) as file, PIL.Image.open(file) as image:
                for frame in _frames(image):
                    image.seek(frame)
                    image.load()
                    _add_page(pdf, image, path)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise BadInput(f"{path}: the image cannot be put into a PDF: {error}") from error
    return pdf


def _frames(image: Image) -> Iterator[int]:
    """The frames that are pages: smaller copies within a TIFF are not (TIFF 6.0, tag 254, bit 0)."""
    count = int(getattr(image, "n_frames", 1))
    for frame in range(count):
        image.seek(frame)
        copy = count > 1 and image.format == "TIFF" and int(getattr(image, "tag_v2", {}).get(254, 0)) & 1
        if not copy:
            yield frame


def _add_page(pdf: pikepdf.Pdf, image: Image, path: Path) -> None:
    import pikepdf

    orientation = int(image.getexif().get(274, 1))
    matrix = _TURNED.get(orientation, _TURNED[1])
    across, down = image.size[::-1] if orientation in _SIDEWAYS else image.size
    width, height = _paper(image, across, down)
    page = pdf.add_blank_page(page_size=(width, height))
    drawn = " ".join(f"{value:g}" for value in matrix)
    page.obj.Contents = pdf.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm {drawn} cm /Scan Do Q".encode())
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=_xobject(pdf, image, path)))


def _paper(image: Image, across: int, down: int) -> tuple[float, float]:
    """Width and height of the page in points."""
    stated = image.info.get("dpi")
    try:
        dpi = float(min(stated)) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = 0.0
    if dpi <= 1 or max(across, down) / dpi > _MOST_INCHES:
        dpi = max(across, down) * 72 / _A4_LONG
    return across * 72 / dpi, down * 72 / dpi


def _xobject(pdf: pikepdf.Pdf, image: Image, path: Path) -> Any:
    from pikepdf import Name

    if image.format == "JPEG" and image.mode in ("L", "RGB"):
        return _stream(pdf, _bytes(path), image, Name.DCTDecode)
    if image.mode == "1":
        return _bilevel(pdf, image)
    plain = _plain(image)
    return _stream(pdf, zlib.compress(plain.tobytes(), 9), plain, Name.FlateDecode)


def _bytes(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read()


def _plain(image: Image) -> Image:
    """Grey or RGB of eight bits: what PDF/A with an sRGB output intent can hold; transparency becomes white paper."""
    import PIL.Image

    if image.mode in ("L", "RGB"):
        return image
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return PIL.Image.alpha_composite(PIL.Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L") if image.mode != "I" else image.convert("L")
    return image.convert("RGB")


def _bilevel(pdf: pikepdf.Pdf, image: Image) -> Any:
    """A black-and-white picture by CCITT Group 4, as fax machines and scanners do; half the size of Flate."""
    from pikepdf import Dictionary, Name

    file = io.BytesIO()
    image.save(
        file,
        "TIFF",
        compression="group4",
        strip_size=max(1 << 16, image.width * image.height // 4),
    )
    import PIL.Image

    with PIL.Image.open(file) as saved:
        starts, lengths = saved.tag_v2[273], saved.tag_v2[279]  # type: ignore[attr-defined]
        white_is_zero = saved.tag_v2[262] == 0  # type: ignore[attr-defined]
    if len(starts) != 1:  # a library that cuts strips all the same: Flate then
        return _stream(pdf, zlib.compress(image.tobytes(), 9), image, Name.FlateDecode)
    data = file.getvalue()[starts[0] : starts[0] + lengths[0]]
    stream = _stream(pdf, data, image, Name.CCITTFaxDecode)
    stream.DecodeParms = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=not white_is_zero)
    return stream


def _stream(pdf: pikepdf.Pdf, data: bytes, image: Image, filtered: Any) -> Any:
    """An image XObject of already filtered data, for a picture of mode 1, L or RGB."""
    from pikepdf import Dictionary, Name, Stream

    about = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=Name.DeviceRGB if image.mode == "RGB" else Name.DeviceGray,
        BitsPerComponent=1 if image.mode == "1" else 8,
        Filter=filtered,
    )
    return Stream(pdf, data, about)
