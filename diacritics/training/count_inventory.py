"""Count the word lists of the restorer in the training corpus: syllables, foreign words, acronyms, notations.

    python -m kehoach.diacritics.training.count_inventory CORPUS_DIR [OUT_DIR]

Only lines that are training text and clearly Vietnamese are counted; what is held out for tests stays unseen.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kehoach.diacritics.language.alphabet import fold, is_marked, to_old_style
from kehoach.diacritics.language.syllable import decompose
from kehoach.diacritics.language.tokens import atoms, split_token
from kehoach.diacritics.training.corpus import read_corpus

SYLLABLE_FLOOR = 15
"""Below this the words that `decompose` takes are mostly misprints (at 9-10: `triêu`, `hính`, `lơn` beside `luộm`)."""
IRREGULAR_FLOOR = 80
"""For marked words of other build: above it stand Đắk, Lắk, Kông, ôxy; below it words glued together."""
FOREIGN_FLOOR = 8
"""A sample of 120 words seen 8 to 10 times held names and English words only, no misprints."""
ACRONYM_FLOOR = 5
NOTATION_FLOOR = 3

_CODE = re.compile(r"\d+[A-Za-z]?(?:/\d{4})?[-/](?P<letters>[A-ZĐ][A-Za-zĐđ]*(?:[-/][A-ZĐ][A-Za-zĐđ]*)*)")
_ACRONYM = re.compile(r"[A-ZĐƯƠ]{2,8}")


def is_vietnamese(line: str) -> bool:
    """Whether a line is marked Vietnamese: at least one letter in twelve is not ASCII (documents: one in four)."""
    return sum(c > "\x7f" for c in line) * 12 >= len(line)


def _in_capitals(line: str) -> bool:
    """Whether most letters of a line are capitals, so that a word in capitals is no acronym."""
    return 2 * sum(c.isupper() for c in line) > sum(c.isalpha() for c in line)


def count_tokens(lines: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Whitespace tokens of (lines in usual case, lines in capitals)."""
    usual: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for line in lines:
        if is_vietnamese(line):
            (capitals if _in_capitals(line) else usual).update(line.split())
    return usual, capitals


def words(tokens: Counter[str]) -> Iterator[tuple[str, int]]:
    """The atoms' cores of counted tokens, with their counts."""
    for token, count in tokens.items():
        yield from ((atom.core, count) for atom in atoms(token) if atom.core)


def _at_least(floor: int, counts: Counter[str]) -> Counter[str]:
    return Counter({word: count for word, count in counts.items() if count >= floor})


def syllables(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    """The syllables above their floor, and frequent marked words of irregular build that are not two words glued."""
    regular: Counter[str] = Counter()
    irregular: Counter[str] = Counter()
    for core, count in counted:
        word = to_old_style(core.lower())
        if decompose(word):
            regular[word] += count
        elif word.isalpha() and any(map(is_marked, word)) and not core.isupper() and re.search("[aeiouy]", fold(word)):
            irregular[word] += count
    known = _at_least(SYLLABLE_FLOOR, regular)
    glued = {w for w in irregular if any(w[:i] in known and w[i:] in known for i in range(2, len(w) - 1))}
    odd = Counter({w: n for w, n in irregular.items() if w not in glued and len(w) <= 7})
    return known + _at_least(IRREGULAR_FLOOR, odd)


def foreign(counted: Iterable[tuple[str, int]], folds: set[str]) -> Counter[str]:
    """ASCII words of four letters or more that are no syllable even without marks (website, vaccine), not acronyms."""
    seen: Counter[str] = Counter()
    for core, count in counted:
        if core.isascii() and core.isalpha() and len(core) >= 4 and not core.isupper() and core.lower() not in folds:
            seen[core.lower()] += count
    return _at_least(FOREIGN_FLOOR, seen)


def acronyms(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    """Words of two to eight capitals."""
    seen: Counter[str] = Counter()
    for core, count in counted:
        if _ACRONYM.fullmatch(core):
            seen[core] += count
    return _at_least(ACRONYM_FLOOR, seen)


def notations(tokens: Counter[str]) -> Counter[str]:
    """The letters of document codes, whole (`NĐ-CP`) and part by part (`NĐ`, `CP`)."""
    seen: Counter[str] = Counter()
    for token, count in tokens.items():
        found = _CODE.fullmatch(split_token(token).core)
        if found:
            letters = found["letters"]
            seen.update(dict.fromkeys({letters, *re.split("[-/]", letters)}, count))
    return _at_least(NOTATION_FLOOR, seen)


def _write(path: Path, counts: Counter[str]) -> None:
    """One `word TAB count` a line, most frequent first."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    path.write_text("".join(f"{word}\t{count}\n" for word, count in rows), "utf-8")
    print(f"{path}: {len(rows)} words")


def main(corpus: Path, out: Path) -> None:
    """Read the corpus once and write the four lists."""
    usual: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for source in read_corpus(corpus):
        for total, part in zip((usual, capitals), count_tokens(source.train), strict=True):
            total.update(part)
    in_usual = list(words(usual))
    known = syllables([*in_usual, *words(capitals)])
    _write(out / "syllables.tsv", known)
    _write(out / "foreign.tsv", foreign(in_usual, {fold(word) for word in known}))
    _write(out / "acronyms.tsv", acronyms(in_usual))
    _write(out / "notations.tsv", notations(usual + capitals))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "diacritics/data"))
