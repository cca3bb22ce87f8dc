"""Image files by Pillow: one file, a multi-page TIFF, or a folder of page images as one document."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.document import MediaKind, PageImage, Source
from kehoach.pipeline.errors import BadInput, KehoachError, OutOfMemory, PageError, PageMemory
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.file_errors import digest, file_errors
from kehoach.pipeline.ingest.identify import identify
from kehoach.pipeline.ingest.limits import DRAWN_PIXELS, IMAGE_PIXELS
from kehoach.pipeline.ingest.pages import PicturePage
from kehoach.pipeline.ingest.values import Opened

if TYPE_CHECKING:
    from PIL.Image import Image

    from kehoach.pipeline.ingest.values import Input

_MAX_EDGE_INCHES = 25.0
"""A stated resolution that makes the page longer than A2 (23.4 inches) is a camera's or a program's default."""

_ORIENTATION = 274  # EXIF, as TIFF tag; 1: as it is stored
_BROKEN = (SyntaxError, ValueError, EOFError, TypeError, KeyError, RuntimeError)  # what decoders raise

_REDUCED = 1  # TIFF tag 254, bit 0: a smaller copy of another page (TIFF 6.0, section 8)


_ANIMATED = ("GIF", "WEBP", "AVIF", "PNG")
"""Formats in which more than one picture is an animation, not pages: the first is read, and the page says so. In TIFF
they are pages, in HEIC the shots of a series."""


class ImageDocument(Opened):
    """Image files opened as one document; each page is decoded when it is asked for."""

    def __init__(self, source: Source, frames: tuple[tuple[Path, int], ...]) -> None:
        super().__init__(source)
        self._frames = frames
        self._decoded: PicturePage | None = None

    def decode_alone(self) -> None:
        """Decode the only page, and keep it for whoever asks first. Raises PageError."""
        self._decoded = self.page(1)

    def page(self, number: int) -> PicturePage:
        """Page `number`; its picture is decoded now, so that a broken one is known. Raises PageError."""
        if self._decoded:
            decoded, self._decoded = self._decoded, None
            return decoded
        path, frame = self._frames[number - 1]
        picture, moving = _load(path, frame, number)
        notes = (f"the first picture of an animation of {moving}; the others are not read",) if moving > 1 else ()
        return PicturePage(number, picture, notes)


def open_images(chosen: Input) -> ImageDocument:
    """Open the image files of an input. A single broken picture is BadInput; among several it is a page's problem."""
    frames: list[tuple[Path, int]] = []
    for path in chosen.paths:
        frames.extend((path, frame) for frame in _frames(path, alone=len(chosen.paths) == 1))
    found = digest(chosen.paths)
    source = Source(chosen.path, identify(chosen.paths[0]), found.sha256, found.size, len(frames))
    document = ImageDocument(source, tuple(frames))
    if len(frames) == 1:
        try:
            document.decode_alone()
        except PageMemory as error:
            raise OutOfMemory(error.message, advice=error.advice) from error
        except PageError as error:
            raise BadInput(error.message, advice=error.advice) from error
    return document


def _frames(path: Path, *, alone: bool) -> list[int]:
    """The frames of a file that are pages; smaller copies within a TIFF are not."""
    try:
        if not identify(path).is_image:
            raise BadInput(f"{path}: is no image and cannot be a page of this document")
        with _opened(path) as image:
            count = 1 if image.format in _ANIMATED else int(getattr(image, "n_frames", 1))
            return [frame for frame in range(count) if not _is_copy(image, frame, count)] or [0]
    except KehoachError:
        if alone:
            raise
        return [0]  # the page will say what is wrong with it


def _is_copy(image: Image, frame: int, count: int) -> bool:
    if count == 1 or image.format != "TIFF":
        return False
    image.seek(frame)
    return bool(int(getattr(image, "tag_v2", {}).get(254, 0)) & _REDUCED)


@lru_cache(maxsize=1)
def _register() -> None:
    """Let Pillow read HEIC; it reads AVIF and JPEG 2000 by itself where it was built so."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


@contextmanager
def _opened(path: Path) -> Iterator[Image]:
    """A Pillow image, not yet decoded; foreign errors become BadInput here."""
    import PIL.Image

    _register()
    with file_errors(path), open_regular(path) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # large pictures are judged below, odd EXIF data is no news
        try:
            with PIL.Image.open(file) as image:
                if image.width * image.height > IMAGE_PIXELS:
                    raise _too_large(path, image.width, image.height)
                yield image
        except PIL.Image.DecompressionBombError as error:
            raise _too_large(path) from error
        except _BROKEN as error:
            raise _broken(path, error) from error
        except OSError as error:  # Pillow's UnidentifiedImageError among them
            if error.errno is not None:
                raise
            raise _broken(path, error) from error  # Pillow's own: truncated, broken stream


def _too_large(path: Path, width: int = 0, height: int = 0) -> BadInput:
    size = f" of {width} x {height} pixels" if width else ""
    return BadInput(f"{path}: a picture{size} is too large to be a page", advice="scan or export it at 200 to 300 dpi")


def _broken(path: Path, error: Exception) -> BadInput:
    from PIL import UnidentifiedImageError

    why = "" if isinstance(error, UnidentifiedImageError) else f": {error}"  # that names an object of ours, no cause
    return BadInput(f"{path}: the image is broken{why}", advice="it may be a cut-off copy; scan or fetch it again")


def _load(path: Path, frame: int, number: int) -> tuple[PageImage, int]:
    """A frame as grey or RGB pixels, turned as its EXIF data says: a grey A0 scan as RGB would take 420 MB, not 140.

    Second, how many pictures the animation has that it begins, else 1.
    """
    try:
        identify(path)
        with _opened(path) as image:
            image.seek(frame)
            moving = int(getattr(image, "n_frames", 1)) if image.format in _ANIMATED else 1
            image.load()
            return _page_image(image, number), moving
    except PageError:
        raise
    except MemoryError as error:
        raise PageMemory(f"{path}: not enough memory for the picture") from error
    except KehoachError as error:
        raise PageError(error.message, advice=error.advice) from error


def _page_image(image: Image, number: int) -> PageImage:
    import numpy as np
    from PIL import ImageOps

    dpi = resolution(image)
    if image.getexif().get(_ORIENTATION, 1) != 1:
        ImageOps.exif_transpose(image, in_place=True)
    across, down = image.size
    coarser = (DRAWN_PIXELS / (across * down)) ** 0.5
    if coarser < 1:  # to page units, which are the file's own pixels, it finds its way back
        image = _smaller(image, (round(across * coarser), round(down * coarser)))
        dpi = dpi and dpi * coarser
    to_page = (across / image.width, 0.0, 0.0, 0.0, down / image.height, 0.0)
    grey = image.mode in ("1", "L") and "transparency" not in image.info
    return PageImage(np.array(image.convert("L") if grey else to_rgb(image), dtype=np.uint8), number, dpi, to_page)


def _smaller(image: Image, size: tuple[int, int]) -> Image:
    """A picture resized by the mean of what each pixel covers; of black dots and palettes as grey or colours."""
    from PIL.Image import Resampling

    if image.mode not in ("L", "RGB"):
        image = image.convert("L") if image.mode == "1" else to_rgb(image)
    return image.resize(size, Resampling.BOX)


def resolution(image: Image) -> float | None:
    """The dots per inch that the file states, None where it states none or an impossible one."""
    stated = image.info.get("dpi")
    if not stated:
        return None
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    dpi = min(across, down)
    plausible = dpi > 1 and max(image.width, image.height) / dpi <= _MAX_EDGE_INCHES
    return round(dpi, 1) if plausible else None


def to_rgb(image: Image) -> Image:
    """Any picture as RGB: 16-bit grey is scaled, transparency becomes white paper, CMYK and palettes are converted."""
    from PIL import Image as images

    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = images.new("RGBA", clear.size, "white")
        return images.alpha_composite(paper, clear).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _eight_bits(image: Image) -> Image:
    """A grey picture of 16 or 32 bits as one of 8; values up to 255 are taken as they are."""
    import numpy as np
    from PIL import Image as images

    values = np.asarray(image, dtype=np.float64)
    top = float(values.max(initial=0.0))
    scale = 1.0 if top <= 255 else 255.0 / (65535.0 if top <= 65535 else top)
    return images.fromarray((np.clip(values, 0, None) * scale).astype(np.uint8))


__all__ = ["ImageDocument", "MediaKind", "open_images", "resolution", "to_rgb"]
