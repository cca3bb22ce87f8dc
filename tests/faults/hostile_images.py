"""Pictures that claim to be huge, are cut off, lead in circles, or hide much in little."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from hostile import BAD, DONE, Case
from PIL import Image


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *, bits: int = 1, colour: int = 0, more: bytes = b"") -> bytes:
    """A PNG that says what it likes about itself."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + more + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def tiff(entries: dict[int, tuple[int, int]], following: int = 0, more: bytes = b"") -> bytes:
    """A little-endian TIFF of one directory at byte 8: tag → (type, value)."""
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, (kind, value) in sorted(entries.items()))
    return b"II*\x00" + struct.pack("<IH", 8, len(entries)) + rows + struct.pack("<I", following) + more


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def page(width: int = 400, height: int = 560) -> Image.Image:
    """White paper."""
    return Image.new("L", (width, height), 255)


def image_cases() -> Iterator[Case]:
    """All pictures."""
    yield from _claims()
    yield from _cut_off()
    yield from _shapes()
    yield from _tiffs()


def _case(kind: str, name: str, ends: str, data: bytes, *, slow: bool = False) -> Case:
    return Case(kind, f"{kind}-{name}", ends, lambda: data, slow)


def _claims() -> Iterator[Case]:
    yield _case("huge", "claims.png", BAD, png(60_000, 60_000, zlib.compress(b"")))
    yield _case("huge", "largest.png", BAD, png(2**31 - 1, 2**31 - 1, zlib.compress(b"")))
    yield _case("huge", "bomb.png", BAD, png(20_000, 20_000, zlib.compress(bytes(2501 * 20_000), 9)))
    head = b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xdc\xff\xdc\x01\x01\x11\x00"
    yield _case("huge", "claims.jpg", BAD, head + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(99) + b"\xff\xd9")
    yield _case("huge", "claims.tif", BAD, tiff({256: (4, 999_999), 257: (4, 999_999), 273: (4, 8), 279: (4, 99)}))
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"hostile " * 8_000_000, 9))
    yield _case("hidden", "text.png", BAD, png(8, 8, zlib.compress(bytes(16)), more=text))
    profile = _chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(30_000_000), 9))
    yield _case("hidden", "profile.png", BAD, png(400, 560, zlib.compress(b"\0" + b"\xff" * 50), more=profile))


def _cut_off() -> Iterator[Case]:
    for kind, suffix in (("PNG", "png"), ("JPEG", "jpg"), ("TIFF", "tif")):
        whole = saved(Image.effect_noise((300, 400), 90), kind)
        yield _case("cut", f"half.{suffix}", BAD, whole[: len(whole) // 2])
        yield _case("cut", f"head.{suffix}", BAD, whole[:20])
    damaged = bytearray(saved(page(), "PNG"))
    damaged[60:70] = b"\xff" * 10
    yield _case("cut", "checksum.png", BAD, bytes(damaged))
    yield _case("cut", "no-data.png", BAD, png(100, 100, b""))


def _shapes() -> Iterator[Case]:
    yield _case("shape", "dot.png", DONE, saved(page(1, 1), "PNG"))
    yield _case("shape", "hair.png", DONE, saved(page(1, 20_000), "PNG"))
    yield _case("shape", "strip.png", DONE, saved(page(30_000, 3), "PNG"))
    yield _case("shape", "nothing.png", BAD, png(0, 0, zlib.compress(b"")))
    yield _case("shape", "black.png", DONE, saved(Image.new("L", (600, 800), 0), "PNG"))
    yield _case("shape", "noise.png", DONE, saved(Image.effect_noise((600, 800), 200), "PNG"), slow=True)
    yield _case("shape", "no-palette.png", DONE, png(8, 8, zlib.compress(bytes(72)), bits=8, colour=3))
    yield _case("shape", "clear.png", DONE, saved(Image.new("RGBA", (400, 560), (0, 0, 0, 0)), "PNG"))
    yield _case("shape", "no-dpi.jpg", DONE, saved(page(), "JPEG", dpi=(0, 65535)))
    yield _case("shape", "named.pdf", DONE, saved(page(), "PNG"))


def _tiffs() -> Iterator[Case]:
    one_bit = {256: (4, 8), 257: (4, 8), 258: (3, 1), 259: (3, 1), 262: (3, 1), 273: (4, 200), 278: (4, 8), 279: (4, 8)}
    yield _case("frames", "loop.tif", DONE, tiff(one_bit, following=8, more=b"\xff" * 300))
    yield _case("frames", "beyond.tif", BAD, tiff(one_bit, following=2**31, more=b"\xff" * 300))
    yield _case("frames", "strip-beyond.tif", BAD, tiff(one_bit | {273: (4, 2**30)}))
    many = saved(page(8, 8), "TIFF", save_all=True, append_images=[page(8, 8)] * 400)
    yield _case("frames", "many.tif", DONE, many, slow=True)
    moving = saved(page(64, 64), "PNG", save_all=True, append_images=[Image.new("L", (64, 64), n) for n in range(9)])
    yield _case("frames", "moving.png", DONE, moving)
