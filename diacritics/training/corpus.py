"""The training text: reading it, cleaning it, weighing its sources, and holding out contiguous blocks."""

from __future__ import annotations

import lzma
import random
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK_LINES = 200
"""Lines of one block; a block is held out whole, because the files have no document borders."""

HELD_OUT_OF = 60
"""One block in this many is held out for validation, and one for the final test."""

DICTIONARY = "dictionary"

PAGES, STORIES = "pages", "stories"
"""Streams made of training lines that stand in other streams too: printed and read ones, and the likest to stories."""

AGAIN = (PAGES, STORIES)

TERMS, TERMS_FILE = "terms", Path(__file__).with_name("terms.txt")
"""What health departments write about and newspapers seldom do: the illnesses of the Law on infectious diseases (Luật
Phòng, chống bệnh truyền nhiễm 2007, Điều 3), their carriers, hygiene, vaccination, care, the offices' own words.
Written for this project, with the words in view that one plan of the development set came out wrong in."""

PROSE = ("news_baomoi", "news_uts_unc", "treebank_ud_vtb", TERMS, "wiki_viwiki")
"""Files of general prose: all that was not written by an office or about its law."""

TERMS_SEEN = 8
"""How often the terms stand in the training text, in another order each time: as often as a common word pair."""

WEIGHTS = {
    "admin_tvpl_fulltext_md": 5.5,
    "dictionary": 7.0,
    "health_soyte_ui_strings": 1.0,
    "legal_congbao_txt": 0.8,
    "legal_phapdien_md": 0.35,
    "legal_tvpl_articles_md": 0.5,
    "legal_tvpl_luat_html": 0.5,
    "legal_uts_vlc": 0.6,
    "legal_vbpl_html": 0.5,
    "news_baomoi": 2.8,
    "news_uts_unc": 5.0,
    "terms": 30.0,
    "treebank_ud_vtb": 20.0,
    "wiki_viwiki": 2.3,
}
"""How often a line of each file is seen beside the others: plan-like text often, twice as much general prose as law,
three tokens in a hundred from a dictionary and one from the terms."""

_BOILERPLATE = re.compile(
    r"\(Hình từ Internet\)|Wikipedia|https?://|www\.|\bemail\b|[Đđ]ăng nhập|[Mm]ật khẩu|Bản quyền|Click|Tải về"
    r"|Xem thêm|Xem chi tiết|[{}<>|\\\]\[]|&[a-z]+;",
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Source:
    """One file of the corpus, and how its lines are shared out."""

    name: str
    weight: float
    train: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]


def clean_line(line: str) -> str | None:
    """The line in NFC with single spaces, or None for what no document would hold (site furniture, fragments).

    >>> clean_line("Điều 8.  Tiêu chí, điểm số")
    'Điều 8. Tiêu chí, điểm số'
    >>> clean_line("Hồ sơ gồm những gì? (Hình từ Internet)") is None
    True
    """
    text = " ".join(unicodedata.normalize("NFC", line).replace("Ð", "Đ").split())
    letters = len(_LETTER.findall(text))
    if letters < 8 or letters < 0.5 * len(text.replace(" ", "")) or _BOILERPLATE.search(text):
        return None
    return text


def part_of(name: str, number: int) -> str:
    """Whether line `number` (from 0) of a file is for "train", "validation" or "test"; whole blocks go together."""
    draw = zlib.crc32(f"{name}:{number // BLOCK_LINES}".encode()) % HELD_OUT_OF
    return {0: "validation", 1: "test"}.get(draw, "train")


def read_source(path: Path) -> Source:
    """One corpus file (`NAME.txt.xz` or `NAME.txt`), cleaned and shared out."""
    name = path.name.split(".")[0]
    parts: dict[str, list[str]] = {"train": [], "validation": [], "test": []}
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            text = clean_line(line)
            if text is not None:
                parts[part_of(name, number)].append(text)
    held = {kind: tuple(parts[kind]) for kind in parts}
    return Source(name, WEIGHTS.get(name, 1.0), held["train"], held["validation"], held["test"])


def read_dictionary(path: Path) -> Source:
    """The words of two to five syllables of a file (one a line, UTF-8), all to be trained on, in no order.

    They tell which syllables stand together in words that the corpus seldom or never holds (`lân la`, `mưng mủ`).
    """
    entries = {unicodedata.normalize("NFC", line.strip()) for line in path.read_text("utf-8").splitlines()}
    words = sorted(entry for entry in entries if 2 <= len(entry.split()) <= 5)
    random.Random(5).shuffle(words)
    return Source(DICTIONARY, WEIGHTS[DICTIONARY], tuple(words), (), ())


def read_terms(path: Path = TERMS_FILE) -> Source:
    """The lines of terms, TERMS_SEEN times over, all to be trained on."""
    lines = [text for line in path.read_text("utf-8").splitlines() if (text := clean_line(line))]
    shuffler = random.Random(6)
    every = [line for _ in range(TERMS_SEEN) for line in shuffler.sample(lines, len(lines))]
    return Source(TERMS, WEIGHTS[TERMS], tuple(every), (), ())


def read_corpus(folder: Path) -> Iterator[Source]:
    """Every file of the corpus folder, by name."""
    for path in sorted(folder.glob("*.txt.xz")):
        yield read_source(path)


def pieces(text: str, sizes: Iterator[int]) -> Iterator[str]:
    """A paragraph cut into printed lines of `sizes` tokens each."""
    tokens = text.split()
    start = 0
    while start < len(tokens):
        size = next(sizes)
        yield " ".join(tokens[start : start + size])
        start += size


def shingles(tokens: list[str], size: int = 8) -> set[int]:
    """Hashes of all `size`-grams of the tokens, to measure how much two texts share."""
    return {hash(tuple(tokens[i : i + size])) for i in range(len(tokens) - size + 1)}
