"""What the fuzzer starts from and what it does to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hostile_images import page, saved
from hostile_pdfs import one_page, stream
from hostile_texts import BAITS, PLAN
from hypothesis import strategies as st
from PIL import Image

from kehoach.diacritics.encodings import Encoding, encode_bytes

Change = tuple[str, float, bytes]
"""What is done, where (as a share of the length), with what bytes."""

_SAMPLES = Path(__file__).parents[2] / "samples"
_WORDS: dict[str, list[str]] = json.loads((Path(__file__).parents[1] / "cases" / "fuzz_words.json").read_text("utf-8"))
"""Pieces that mean something to the parsers: labels, dates, odd digits, controls; names and operators of PDF."""


@cache
def texts() -> tuple[bytes, ...]:
    """A plan in several encodings, and a sample."""
    sample = (_SAMPLES / "09-text-export" / "09-text-export.txt").read_bytes()
    coded = [encode_bytes(PLAN, e) for e in (Encoding.TCVN3, Encoding.VNI, Encoding.VISCII, Encoding.CP1258)]
    return (PLAN.encode(), PLAN.encode("utf-16"), sample[:3000], *coded)


@cache
def pdfs() -> tuple[bytes, ...]:
    """Small PDFs with each kind of object that is read."""
    note = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 99 99]/Contents(da xem)>>"
    signed = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 0 0]/V<</Type/Sig/ByteRange[0 9 9 9]/Contents<00>>>>>"
    picture = stream(bytes(64), b"/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray")
    form = stream(b"0 0 99 1 re f", b"/Subtype/Form/BBox[0 0 99 99]")
    drawn = b"q 200 0 0 200 9 9 cm /X Do Q 72 700 300 0.5 re f 72 600 300 0.5 re f 72 600 0.5 100 re f "
    return (
        one_page(),
        one_page(page=b"/Annots[%s]" % note),
        one_page(page=b"/Annots[%s]/Rotate 90" % signed),
        one_page(drawn, more={10: picture}),
        one_page(drawn, more={10: form}, packed=True),
    )


@cache
def images() -> tuple[bytes, ...]:
    """A small page in each format, mode and packing."""
    noise = Image.effect_noise((120, 160), 60)
    plain = [saved(noise, kind) for kind in ("PNG", "JPEG", "TIFF")]
    modes = [saved(noise.convert(mode), "TIFF") for mode in ("1", "RGB", "CMYK", "I;16")]
    packed = [saved(noise.convert("1"), "TIFF", compression=name) for name in ("group4", "tiff_lzw")]
    frames = saved(page(40, 40), "TIFF", save_all=True, append_images=[page(30, 30)] * 2)
    return (*plain, *modes, *packed, frames, saved(noise.convert("P"), "PNG"), saved(noise, "JPEG", progressive=True))


SEEDS: dict[str, Callable[[], tuple[bytes, ...]]] = {
    "text": texts,
    "strings": texts,
    "pdf": pdfs,
    "image": images,
}


def edits(target: str) -> st.SearchStrategy[Change]:
    """One change: a piece put in, written over, cut out, doubled, or a byte changed."""
    baits = [bait.encode() * 50 for bait in BAITS.values()]
    words = {name: [word.encode() for word in found] for name, found in _WORDS.items()}
    words |= {"text": words["text"] + baits, "image": [b"\xff" * 4, bytes(4)]}
    words["strings"] = words["text"]
    piece = st.one_of(st.sampled_from(words[target]), st.binary(min_size=1, max_size=8))
    return st.tuples(st.sampled_from(("insert", "over", "cut", "double", "move")), st.floats(0, 1), piece)


def edited(base: bytes, changes: list[Change]) -> bytes:
    """The seed after all changes."""
    for kind, where, piece in changes:
        at = int(where * len(base))
        span = 1 + (piece[0] if kind != "over" else 0)
        before, after = base[:at], base[at:]
        base = {
            "insert": before + piece + after,
            "over": before + piece + after[len(piece) :],
            "cut": before + after[span:],
            "double": before + after[:span] * 2 + after[span:],
            "move": before[: max(0, at - span)] + after[:span] + before[max(0, at - span) :] + after[span:],
        }[kind]
    return base
