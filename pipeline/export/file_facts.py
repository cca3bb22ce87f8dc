"""What the rules for digitised documents ask of a file: PDF/A or not, and the resolution and colour of its scans."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.export.pdf_content import Overlong, placed_images
from kehoach.pipeline.files.regular import open_regular

if TYPE_CHECKING:
    import pikepdf

_COVERS = 0.5
"""A picture that takes half of the page or more is a page's scan; seals, signatures and logos take under a fifth."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The picture of a scanned page: dots per inch (None: not stated) and bits for each dot."""

    dpi: float | None
    bits: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as the rules see it: its PDF/A part and level ("2B", empty for none) and its pages' scans.

    `scans` has one entry a page, None for a page that is no scan.
    """

    pdfa: str = ""
    scans: tuple[Scan | None, ...] = ()

    def of_pages(self, first: int, last: int) -> FileFacts:
        """The same for a document that takes some of the file's pages (from 1, both included)."""
        return FileFacts(self.pdfa, self.scans[first - 1 : last])


def file_facts(path: Path, media_type: str, password: str | None = None) -> FileFacts | None:
    """Look into a PDF or an image file; None where it is not there, cannot be opened, or is text."""
    try:
        open_regular(path).close()
    except (OSError, BadInput):
        return None
    if media_type == "application/pdf":
        return _pdf_facts(path, password)
    return _image_facts(path) if media_type.startswith("image/") else None


def has_facts(media_type: str) -> bool:
    """Whether the rules ask anything of such a file."""
    return media_type == "application/pdf" or media_type.startswith("image/")


def opens(path: Path, password: str | None = None) -> bool:
    """Whether a file is there and wants no other password, whatever is in it."""
    import pikepdf

    try:
        with path.open("rb") as file, pikepdf.open(file, password=password or ""):
            return True
    except (OSError, pikepdf.PasswordError):
        return False
    except (pikepdf.PdfError, ValueError):  # a picture, or a PDF that is broken inside
        return True


def _pdf_facts(path: Path, password: str | None) -> FileFacts | None:
    import pikepdf

    try:
        with pikepdf.open(path, password=password or "") as pdf:
            scans = tuple(_page_scan(page) for page in pdf.pages)
            return FileFacts(pdf.open_metadata().pdfa_status, scans)
    except (pikepdf.PdfError, OSError, ValueError, AttributeError, TypeError, KeyError):
        return None  # broken inside: nothing that could be said of it is certain


def _page_scan(page: pikepdf.Page) -> Scan | None:
    left, bottom, right, top = (float(number) for number in page.mediabox)
    paper = max(1.0, (right - left) * (top - bottom))
    largest, share = None, 0.0
    try:
        pictures = placed_images(page)
    except Overlong:  # a drawing
        return None
    for placed in pictures:
        across, down = placed.size
        if across * down / paper > share:
            largest, share = placed, across * down / paper
    if largest is None or share < _COVERS:
        return None
    return Scan(largest.dpi, _bits(largest.image))


def _bits(image: Any) -> int:
    """Bits for each dot of an image XObject: bits for each component times components."""
    if bool(image.get("/ImageMask", False)):
        return 1
    return int(image.get("/BitsPerComponent", 8)) * _components(image)


def _components(image: Any) -> int:
    import pikepdf

    space = image.get("/ColorSpace")
    name = str(space[0] if isinstance(space, pikepdf.Array) else space)
    if name == "/ICCBased":
        return int(space[1].get("/N", 3))
    if name == "/Indexed":
        return 3 if int(image.get("/BitsPerComponent", 8)) == 8 else 1
    if space is None and str(image.get("/Filter", "")) == "/JPXDecode":
        return 3  # the colour stands in the JPEG 2000 data; scanners that write it scan in colour
    return {"/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}.get(name, 1)


def _image_facts(path: Path) -> FileFacts | None:
    import PIL.Image

    bits = {"1": 1, "L": 8, "LA": 8, "P": 8, "I;16": 16, "CMYK": 32}
    scans = []
    try:
        with PIL.Image.open(path) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                stated = image.info.get("dpi")
                dpi = float(min(stated)) if stated and min(stated) > 1 else None
                scans.append(Scan(dpi, bits.get(image.mode, 24)))
    except (OSError, SyntaxError, ValueError, EOFError, PIL.Image.DecompressionBombError):
        return None
    return FileFacts("", tuple(scans))
