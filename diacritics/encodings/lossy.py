"""Two conversions that lost letters, undone by what the words must have been: ư dropped, VNI read into Unicode."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from math import log

from kehoach.diacritics.encodings.ambiguous import core_of, forms, left_and_right
from kehoach.diacritics.encodings.encoders import encode
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.soft_hyphen import hyphen_as_letter, restore_lost
from kehoach.diacritics.encodings.vni_over_unicode import in_case_of, repair_vni_over_unicode
from kehoach.diacritics.encodings.word_weights import BLANKS, EDGES, weigh

SURE = 0.7
"""A word is put in place of a form if it is so probable; what stands there stays otherwise."""
UNSURE = 0.95
"""Below this a reading is worth a look, whether it was put in or not."""
_TELLING = 3.0
"""A token less likely than e^-3 to stand there as itself counts as mended."""
_LEAST = 1e-8
"""No word is less likely than a misprint."""
_OTHER_TEXTS = 10.0
"""How much more frequent a word may be in a text of another kind than in the corpus: ngời in songs."""
_OF_A_LETTER = 0.5
"""What a lone letter says at most between unknown neighbours: it may stand in a formula or a label (t, s, c)."""
_A_WORD = 20
"""A form that stands so often in the corpus as itself is a word and no misprint."""


_TOKENS = 1 << 15
"""Tokens of which it is remembered what a damage makes of them, and what they may stand for: a document says the same
words again and again, and every line is asked about every damage."""


@lru_cache(maxsize=64)  # a line is asked twice in a row
def is_struck(line: str, damage: Encoding) -> bool:
    """Whether a line has a letter that the damage would not have left.

    >>> is_struck("nhà nước", Encoding.HORN_LOST), is_struck("nhà nớc", Encoding.HORN_LOST)
    (True, False)
    """
    return encode(line, damage) != line


_HYPHENED = re.compile(r"[^\W\d]-[ơờớởỡợ]|(?<!\S)(?:[Tt]|[Nn]h|[Tt]h)-(?=[\s,;]|$)")
"""A hyphen where ư was: ch-ơng, t- vấn."""


def has_forms(line: str, damage: Encoding) -> bool:
    """Whether a line is not struck and has a word that the damage leaves of others; cheap.

    >>> [has_forms(s, Encoding.HORN_LOST) for s in ("cha mẹ", "nước của cha", "hệ thống")]
    [True, False, False]
    """
    if damage is Encoding.HORN_LOST and "ư" in line:
        return False
    if damage is Encoding.HORN_LOST and _HYPHENED.search(line):
        return True
    return any(map(_form_test(damage), BLANKS.split(line))) and not is_struck(line, damage)


@cache
def _form_test(damage: Encoding) -> Callable[[str], bool]:
    """Whether a token is a form that the damage leaves; remembered, and asked of every word of every text."""
    known = forms()[damage]
    return lru_cache(maxsize=_TOKENS)(lambda token: core_of(token) in known)


_SPLIT = re.compile(r"([ \t\r]+)")


def read_lossy(line: str, damage: Encoding) -> str:
    """A line that a damage has passed over, each word as it most probably was.

    >>> read_lossy("ch-ơng trình t- vấn, Trờng đại học cha đa, nh- trớc, kinh tế-xã hội, mục c", Encoding.HORN_LOST)
    'chương trình tư vấn, Trường đại học chưa đưa, như trước, kinh tế-xã hội, mục c'
    >>> read_lossy("cơ giáo Hồng Anh cĩ mặt ở cơ quan, tồn quốc, tồn tại", Encoding.VNI_OVER_UNICODE)
    'cô giáo Hoàng Anh có mặt ở cơ quan, toàn quốc, tồn tại'
    """
    parts = _SPLIT.split(line)
    if damage is Encoding.HORN_LOST:
        parts = [hyphen_as_letter(part, part, first=i == 0) for i, part in enumerate(parts)]
    places = [i for i, part in enumerate(parts) if part and part[0] not in " \t\r"]
    for i, near in zip(places, _with_neighbours([parts[i] for i in places]), strict=True):
        parts[i] = _read(*near, damage)
    return "".join(parts)


@lru_cache(maxsize=_TOKENS)
def _read(before: str, token: str, after: str, damage: Encoding) -> str:
    """One token as it most probably was, by its neighbours as the damage leaves them."""
    shares = _between(before, token, after, damage)
    return _chosen(token, shares, damage) if shares else _alone(token, damage)


def meant(tokens: Sequence[str], damage: Encoding) -> list[dict[str, float]]:
    """For each token of a damaged line the words it may stand for, with their probabilities; {} where it is no form
    that the damage leaves."""
    return [_between(*near, damage) for near in _with_neighbours(tokens)]


def _with_neighbours(tokens: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each token between the one before and the one after; "" where there is none."""
    return zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)


@lru_cache(maxsize=_TOKENS)
def _between(before: str, token: str, after: str, damage: Encoding) -> dict[str, float]:
    """The words that one token may stand for, by its neighbours as the damage leaves them; nobody may change what is
    remembered."""
    core = core_of(token)
    if core not in forms()[damage] or (damage is Encoding.HORN_LOST and _in_capitals(token)):
        return {}
    return _among(core, damage, *_neighbours(before, token, after, damage))


@lru_cache(maxsize=_TOKENS)
def _among(core: str, damage: Encoding, *neighbours: str) -> dict[str, float]:
    """The words that a form may stand for between two neighbours; nobody may change what is remembered."""
    return forms()[damage][core].shares(neighbours)


def _neighbours(before: str, token: str, after: str, damage: Encoding) -> list[str]:
    """The neighbours of a token as the damage leaves them; "" is none."""
    tokens = [one for one in (before, token, after) if one]
    return list(left_and_right(tokens, 1 if before else 0, lambda one: _left(one, damage)))


@lru_cache(maxsize=_TOKENS)
def _left(token: str, damage: Encoding) -> str:
    """A token's core as the damage leaves it."""
    return encode(core_of(token), damage)


def _in_capitals(token: str) -> bool:
    """A word of several capitals: Ư has a code of its own in TCVN3, so it was never lost."""
    core = token.strip(EDGES)
    return core.isupper() and len(core) > 1


def _chosen(token: str, shares: dict[str, float], damage: Encoding) -> str:
    """The token with the word that is probable enough."""
    best = max(shares, key=lambda word: shares[word])
    core = token.strip(EDGES)
    if shares[best] < SURE or best == core.lower():
        return token
    return token.replace(core, in_case_of(core, best), 1)


_ALONE: dict[Encoding, Callable[[str], str]] = {
    Encoding.HORN_LOST: restore_lost,
    Encoding.VNI_OVER_UNICODE: repair_vni_over_unicode,
}
"""For what is no listed form: words joined by a dash, rare ones."""


@lru_cache(maxsize=_TOKENS)
def _alone(token: str, damage: Encoding) -> str:
    return _ALONE[damage](token)


def speaks_for(line: str, damage: Encoding) -> tuple[float, int]:
    """How much a line speaks for a damage, in nats, and by how many words.

    The likelihood of a token in a damaged line is that of all words which the damage turns into it; in a line that is
    whole, of itself alone: their ratio is the inverse of the chance that it stands there as itself.

    >>> gain, words = speaks_for("nhà nớc và ngời dân", Encoding.HORN_LOST)
    >>> gain > 15, words
    (True, 2)
    >>> speaks_for("nhà nước và ngời dân", Encoding.HORN_LOST)
    (0.0, 0)
    """
    if is_struck(line, damage):
        return 0.0, 0
    tokens = line.split()
    if damage is Encoding.HORN_LOST and "-" in line:  # a hyphen may be a letter, by where it stands
        now = read_lossy(line, damage).split()
        if len(tokens) != len(now):
            return 0.0, 0
        places = [(near, read) for near, read in zip(_with_neighbours(tokens), now, strict=True)]
    else:  # most words of most lines are no form that a damage leaves
        told = (near for near in _with_neighbours(tokens) if _may_be_hurt(near[1], damage))
        places = [(near, _read(*near, damage)) for near in told]
    gains = [_gain(*near, read, damage) for near, read in places]
    return sum(gains), sum(gain > _TELLING for gain in gains)


@lru_cache(maxsize=_TOKENS)
def _may_be_hurt(token: str, damage: Encoding) -> bool:
    """Whether a token is a form that the damage leaves, or reads as another word."""
    return _form_test(damage)(token) or _alone(token, damage) != token


@lru_cache(maxsize=_TOKENS)
def _gain(before: str, token: str, after: str, read: str, damage: Encoding) -> float:
    """What one token says for the damage: by its shares, or by what it became if it is no listed form."""
    shares = _between(before, token, after, damage)
    if not shares:
        return max(0.0, weigh(read).log_share - weigh(token).log_share) if read != token else 0.0
    core = core_of(token)
    form = forms()[damage][core]
    more = _OTHER_TEXTS if form.count(core) >= _A_WORD else 1.0
    gain = max(0.0, -log(max(more * shares.get(core, 0.0), _LEAST)))
    if len(core) == 1 and not form.tells(_neighbours(before, token, after, damage)):
        return min(gain, _OF_A_LETTER)
    return gain


def unsure(line: str, read: str, damage: Encoding) -> list[str]:
    """The words of a read line that may have been others.

    >>> unsure("họ Hồng Vân", "họ Hoàng Vân", Encoding.VNI_OVER_UNICODE)
    ['Hoàng']
    """
    tokens, now = ([t for t in BLANKS.split(text) if t] for text in (line, read))
    if len(tokens) != len(now):
        return []
    found = zip(now, meant(tokens, damage), strict=True)
    return [new for new, shares in found if shares and max(shares.values()) < UNSURE]
