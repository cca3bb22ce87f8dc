"""How near a text is to its truth: CER, WER, missing words, syllable and diacritic accuracy, numbers found.

All distances are Levenshtein's over NFC text. The definitions are those of the project's common scorer, so that its
figures and these agree to the last digit; `kehoach evaluate` prints them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

from rapidfuzz.distance import Levenshtein

from kehoach.diacritics.language.alphabet import TONES, is_marked, with_tone


@dataclass(frozen=True)
class Figures:
    """Counts of one pair of texts; add them up to pool several. The rates are properties."""

    characters: int = 0
    words: int = 0
    character_edits: int = 0
    word_edits: int = 0
    missing_words: int = 0
    marked_right: int = 0
    marked: int = 0
    numbers_found: int = 0
    numbers: int = 0

    def __add__(self, other: Self) -> Figures:
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Figures)))

    @property
    def cer(self) -> float:
        """Character error rate: edits per character of the truth (white space folded)."""
        return self.character_edits / max(1, self.characters)

    @property
    def wer(self) -> float:
        """Word error rate: edits per whitespace word of the truth."""
        return self.word_edits / max(1, self.words)

    @property
    def missing(self) -> float:
        """Share of the truth's words that the output lacks, whatever the order."""
        return self.missing_words / max(1, self.words)

    @property
    def diacritics(self) -> float:
        """Share of the truth's marked letters (and đ) that came out exactly right."""
        return self.marked_right / max(1, self.marked)

    @property
    def number_recall(self) -> float:
        """Share of the truth's tokens with a digit (numbers, dates, codes) that the output has; 1 if there are none."""
        return self.numbers_found / self.numbers if self.numbers else 1.0


@dataclass(frozen=True)
class LineFigures:
    """Counts of a text compared line by line: tokens of the truth, and how many came out exactly (or but for case)."""

    tokens: int = 0
    exact: int = 0
    exact_caseless: int = 0

    def __add__(self, other: Self) -> LineFigures:
        return LineFigures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(LineFigures)))

    @property
    def accuracy(self) -> float:
        """Share of the tokens that are exactly right."""
        return self.exact / max(1, self.tokens)

    @property
    def accuracy_caseless(self) -> float:
        """Share of the tokens that are right but for case."""
        return self.exact_caseless / max(1, self.tokens)


def clean(text: str) -> str:
    """NFC with every run of white space as one space.

    >>> clean("  Sở\\tY tê\\u0301 ")
    'Sở Y tế'
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _aligned_marks(truth: str, output: str) -> tuple[int, int]:
    """(marked letters of the truth that stand unchanged in the alignment, all its marked letters)."""
    kept = [False] * len(truth)
    for block in Levenshtein.opcodes(truth, output):
        if block.tag == "equal":
            kept[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    wanted = [ok for char, ok in zip(truth, kept, strict=True) if is_marked(char)]
    return sum(wanted), len(wanted)


def compare(truth: str, output: str) -> Figures:
    """The figures of an output against its truth.

    >>> figures = compare("Sở Y tế số 12", "So Y tế số 12")
    >>> round(figures.cer, 3), figures.wer, round(figures.diacritics, 3), figures.number_recall
    (0.077, 0.2, 0.667, 1.0)
    """
    true, out = clean(truth), clean(output)
    true_words, out_words = true.split(), out.split()
    lacking = Counter(true_words) - Counter(out_words)
    right, marked = _aligned_marks(true, out)
    numbers = [w for w in true_words if any(c.isdigit() for c in w)]
    return Figures(
        characters=len(true),
        words=len(true_words),
        character_edits=Levenshtein.distance(true, out),
        word_edits=Levenshtein.distance(true_words, out_words),
        missing_words=sum(lacking.values()),
        marked_right=right,
        marked=marked,
        numbers_found=len(numbers) - sum(n for w, n in lacking.items() if any(c.isdigit() for c in w)),
        numbers=len(numbers),
    )


def _style_table() -> dict[str, str]:
    """New tone placement -> old, in lower case and in capitals."""
    pairs = {
        first + with_tone(second, tone): with_tone(first, tone) + second
        for first, second in ("oa", "oe", "uy")
        for tone in filter(None, TONES)
    }
    return pairs | {new.upper(): old.upper() for new, old in pairs.items()}


_STYLE = _style_table()
_LOWER = re.compile(rf"(?<![qQ])({'|'.join(p for p in _STYLE if p.islower())})(?![a-zà-ỹ])")
_UPPER = re.compile(rf"(?<![qQ])({'|'.join(p for p in _STYLE if p.isupper())})(?![A-ZÀ-Ỹ])")


def one_style(text: str) -> str:
    """Tone placement aside, as the common scorer has it: lower case and capitals; a first capital alone (`Uỷ`) stays.

    >>> one_style("khoẻ, HOÀ BÌNH, quý")
    'khỏe, HÒA BÌNH, quý'
    """
    return _UPPER.sub(lambda m: _STYLE[m[0]], _LOWER.sub(lambda m: _STYLE[m[0]], text))


def _kept(truth: Sequence[str], output: Sequence[str]) -> int:
    """How many tokens of the truth an alignment with least edits keeps."""
    return sum(block.size for block in Levenshtein.editops(truth, output).as_matching_blocks())


def compare_tokens(truth: str, output: str) -> LineFigures:
    """One line against its truth, token by token; with other token counts the lines are aligned.

    >>> compare_tokens("Ủy ban nhân dân tỉnh", "Ủy ban nhan dân Tỉnh")
    LineFigures(tokens=5, exact=3, exact_caseless=4)
    """
    true, out = (one_style(unicodedata.normalize("NFC", text)).split() for text in (truth, output))
    lower = _kept([t.lower() for t in true], [t.lower() for t in out])
    return LineFigures(len(true), _kept(true, out), lower)


def compare_lines(truth: str, output: str) -> LineFigures:
    """Two texts line for line, blank lines left out; ValueError when their numbers of lines differ."""
    true, out = ([line for line in text.split("\n") if line.strip()] for text in (truth, output))
    if len(true) != len(out):
        raise ValueError(f"{len(true)} lines of truth, {len(out)} of output")
    return sum((compare_tokens(t, o) for t, o in zip(true, out, strict=True)), LineFigures())
