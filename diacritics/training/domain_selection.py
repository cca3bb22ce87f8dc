"""The lines of general prose that read most like the treebank's stories and reports, to be trained on more often.

    python -m kehoach.diacritics.training.domain_selection --work DIR

Nine tenths of the corpus's news are about offices, sport and prices; people, fields and seas come in the tenth that is
found here: lines likelier as treebank text than as general prose, word by word (Moore and Lewis 2010, "Intelligent
selection of language model training data"). Writes `stream-stories.npz` to a prepared work folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.training.corpus import STORIES

LIKE = "treebank_ud_vtb"
AMONG = ("news_baomoi", "news_uts_unc", "wiki_viwiki")
"""Which file the lines are to be like, and where they are looked for."""

PRIOR = 1000.0
"""Words of general prose that are added to the treebank's 43,000, so that a word it has not is not ruled out."""

SHORTEST = 6
"""Words of a line that can be judged."""

Ints = NDArray[np.int64]


def likeness(like: Ints, among: Ints, words: int) -> NDArray[np.float64]:
    """How much likelier each word number is in `like` than in `among`, a natural logarithm.

    >>> likeness(np.array([1] * 900 + [2] * 100), np.array([1, 2] * 500), 3).round(1).tolist()
    [-0.7, 0.3, -0.5]
    """
    common = (np.bincount(among, minlength=words) + 0.5) / (len(among) + 0.5 * words)
    return np.log((np.bincount(like, minlength=words) + PRIOR * common) / (len(like) + PRIOR) / common)


def alike(words: Ints, lines: Ints, likeness: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which tokens stand in lines that are likelier than not; `words` and `lines`: their numbers."""
    sums, sizes = np.bincount(lines, likeness[words]), np.bincount(lines)
    chosen: NDArray[np.bool_] = ((sums > 0) & (sizes >= SHORTEST))[lines]
    return chosen


def main() -> None:
    """Streams in, one more out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    words = np.load(args.work / "forms.npz")["words"].astype(np.int64)
    among = {name: _stream(args.work, name) for name in AMONG if _path(args.work, name).is_file()}
    general = np.concatenate([tokens for tokens, _ in among.values()])
    told = likeness(words[_stream(args.work, LIKE)[0]], words[general], int(words.max()) + 1)
    found, numbers, first = [], [], 0
    for name, (tokens, lines) in among.items():
        chosen = alike(words[tokens], lines, told)
        found.append(tokens[chosen])
        numbers.append(lines[chosen] + first)
        first += int(lines[-1]) + 1
        print(name, int(chosen.sum()), "of", len(tokens), flush=True)
    np.savez(_path(args.work, STORIES), tokens=np.concatenate(found), line=np.concatenate(numbers).astype(np.int32))


def _stream(work: Path, name: str) -> tuple[NDArray[np.int32], Ints]:
    """The types of a stream and the numbers of their lines."""
    with np.load(_path(work, name)) as stream:
        return stream["tokens"], stream["line"].astype(np.int64)


def _path(work: Path, name: str) -> Path:
    return work / f"stream-{name}.npz"


if __name__ == "__main__":
    main()
