"""Old Vietnamese encodings and wrong conversions: which one a line is in, and its text in Unicode."""

from kehoach.diacritics.encodings.detection import CLEAN, Detection, Prior, detect, detect_document
from kehoach.diacritics.encodings.document import Converted, Flag, convert_document
from kehoach.diacritics.encodings.encoders import encode, encode_bytes
from kehoach.diacritics.encodings.files import Decoded, decode_bytes
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.reading import convert

__all__ = [
    "CLEAN",
    "Converted",
    "Decoded",
    "Detection",
    "Encoding",
    "Flag",
    "Prior",
    "convert",
    "convert_document",
    "decode_bytes",
    "detect",
    "detect_document",
    "encode",
    "encode_bytes",
]
