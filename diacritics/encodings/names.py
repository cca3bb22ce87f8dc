"""The names of what can be wrong with the encoding of a text."""

from __future__ import annotations

from enum import StrEnum


class Encoding(StrEnum):
    """An encoding, or a wrong conversion between two, that text can be had back from."""

    TCVN3 = "tcvn3"
    """ABC: the .VnTime fonts; one code for both cases of a toned letter."""
    TCVN5712 = "tcvn5712"
    """TCVN 5712-1:1993, of which TCVN3 is the part without toned capitals."""
    VNI = "vni"
    """VNI-Windows: the VNI-Times fonts; letter + sign."""
    VPS = "vps"
    VISCII = "viscii"
    CP1258 = "cp1258"
    """Windows-1258: letter + combining tone."""
    VIQR = "viqr"
    """Vietnamese Quoted-Readable, RFC 1456: Vie^.t"""
    MOJIBAKE = "utf-8-as-cp1252"
    """UTF-8 read as CP1252 or Latin-1, once or several times over."""
    NFD = "nfd"
    """Letters taken apart into base and combining marks, everywhere."""
    PARTIAL_NFD = "partial-nfd"
    """Some letters taken apart, others not."""
    FONT_MAP = "font-map"
    """A PDF font whose map names ư as ƣ and Ò as Õ: Văn thƣ, CỘNG HÕA."""
    HORN_LOST = "horn-lost"
    """TCVN3 converted by a tool that took ư, its soft hyphen, for a hyphen or dropped it: ch-ơng, Trờng, nhà nớc."""
    VNI_OVER_UNICODE = "vni-over-unicode"
    """Unicode text to which a VNI table was applied: thơng, cĩ, dịng."""


SINGLE_BYTE = (Encoding.TCVN3, Encoding.TCVN5712, Encoding.VISCII, Encoding.VPS)
COMPOSED = (Encoding.NFD, Encoding.PARTIAL_NFD)
