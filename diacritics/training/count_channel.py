"""Count what readers give for each letter, on printed lines that two English models read.

    python -m kehoach.diacritics.training.count_channel --work DIR

Writes `diacritics/data/channel.tsv`, read by `diacritics.restore.channel`: a letter, what was read for it, how often.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kehoach.diacritics.language.alphabet import to_old_style
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.channel import pieces
from kehoach.diacritics.training.channel import Pair, read_pairs
from kehoach.diacritics.training.held_out import ENGLISH

FILE = Path(__file__).parents[1] / "data" / "channel.tsv"

LEAST = 5
"""What was seen less often is left out."""


def count(pairs: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """How often each piece was read for each letter, in words of training lines; all in small letters.

    >>> sorted(count([Pair("best", "train", ("của",), ("cia",))]).items())
    [(('a', 'a'), 1), (('c', 'c'), 1), (('ủ', 'i'), 1)]
    """
    found: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        if pair.part == "train" and pair.model in ENGLISH:
            for tokens in zip(pair.true, pair.read, strict=True):
                word, form = (split_token(token).core.lower() for token in tokens)
                if word.isalpha() and form:
                    found.update(pieces(to_old_style(word), form))
    return found


def main() -> None:
    """Pairs in, a table out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    found = count(read_pairs(args.work))
    rows = sorted((true, -times, read) for (true, read), times in found.items() if times >= LEAST)
    args.out.write_text("".join(f"{true}\t{read}\t{-times}\n" for true, times, read in rows), "utf-8")


if __name__ == "__main__":
    main()
