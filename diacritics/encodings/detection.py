"""Which encoding a line is in: by what reads as Vietnamese, with the document as prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from math import exp, log
from types import MappingProxyType

from kehoach.diacritics.encodings.ambiguous import DAMAGES
from kehoach.diacritics.encodings.evidence import Evidence, candidates, evidence, line_weight
from kehoach.diacritics.encodings.names import COMPOSED, Encoding
from kehoach.diacritics.encodings.word_weights import BLANKS, unicode_only, weigh

Prior = Mapping[Encoding | None, float]
"""Share of a document's lines by encoding; None is Unicode as it should be."""

_ALONE: Prior = MappingProxyType(
    {
        **dict.fromkeys(Encoding, 1e-6),
        Encoding.MOJIBAKE: 1e-3,
        Encoding.HORN_LOST: 2e-3,
        Encoding.VNI_OVER_UNICODE: 5e-3,
        Encoding.TCVN5712: 1e-8,
        None: 1.0,
    }
)
"""Without a document: chosen so that 20,000 clean lines give no false alarm (`tests/benchmarks/bench_encodings.py`).
What speaks most for the conversions that lost letters in 77,000 clean lines is 6.0 nats, in horn-lost, and 3.2."""

CERTAIN = (*COMPOSED, Encoding.FONT_MAP)
"""What a single sign proves."""

_ALONE_MENDED = 2
"""Words that must be mended before a line is believed to be in a byte encoding without help from its document. For the
conversions that lost letters one is enough: what speaks for them was counted in clean text, misprints included."""

_TRIED_ON = 10
_READ_WHOLE = 3
"""Broken words on which every encoding is tried, and how many of the best then read the whole line: the right one was
among them on all lines of the corpus re-encoded."""

_LEFT_OVER = 1e-4
"""Prior share of an encoding that no line of the document speaks for."""


@dataclass(frozen=True)
class Detection:
    """What encoding a line is in; `encoding` is None for text that is right as it is, or beyond telling."""

    encoding: Encoding | None
    confidence: float
    """0..1: the probability of the answer, given the line and its document."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """`gain`: log likelihood won by decoding; `mended`: words that become syllables; `spoilt`: words that break."""


CLEAN = Detection(None, 1.0)


def detect(line: str, prior: Prior | Encoding | None = None) -> Detection:
    """The encoding of one line; `prior` is that of its document, as shares or as one name.

    >>> [detect(s).encoding for s in ("Së Y tÕ B×nh §Þnh", "Sôû Y teá Bình Ñònh", "Sá»Ÿ Y táº¿ BÃ¬nh")]
    [<Encoding.TCVN3: 'tcvn3'>, <Encoding.VNI: 'vni'>, <Encoding.MOJIBAKE: 'utf-8-as-cp1252'>]
    >>> [detect(s).encoding for s in ("Sở Y tế Bình Định", "Café Müller à Zürich", "25 µm ± 3 %, §5, Windows®")]
    [None, None, None]
    >>> detect("mét", Encoding.TCVN3).encoding, detect("mét").encoding
    (<Encoding.TCVN3: 'tcvn3'>, None)
    """
    shares = _shares(prior)
    wanted = _wanted(line, shares)
    if not wanted:
        return CLEAN
    if wanted[0] in CERTAIN:
        return Detection(wanted[0], 1.0)
    found = {encoding: evidence(line, encoding) for encoding in _likeliest(line, wanted)}
    if prior is None and any(told.mended == 1 for told in found.values()) and _all_are_words(line):
        found = {encoding: told for encoding, told in found.items() if told.mended > 1}
    return _decide(found, shares, alone=prior is None)


def _all_are_words(line: str) -> bool:
    """Whether every word of a line is one: then a single word that could be another is no sign, «a đĩ» may be right."""
    return all(weigh(token).known or token.isascii() for token in BLANKS.split(line) if token)


def _shares(prior: Prior | Encoding | None) -> Prior:
    """A prior in any of its forms as shares."""
    if prior is None:
        return _ALONE
    if isinstance(prior, Mapping):
        return prior
    return dict.fromkeys(Encoding, _LEFT_OVER**2) | {None: _LEFT_OVER, Encoding(prior): 1.0}


def _wanted(line: str, shares: Prior) -> list[Encoding]:
    """What to try on a line: what its signs allow, and what its document is in."""
    signs = candidates(line)
    if signs and signs[0] in CERTAIN:
        return signs
    likely = [e for e, share in shares.items() if e is not None and share > shares.get(None, 0.0) * 0.01]
    return signs + [e for e in likely if e not in signs and e not in COMPOSED]


def _likeliest(line: str, wanted: Sequence[Encoding]) -> Sequence[Encoding]:
    """The few encodings that do best on the line's first broken words, so that only they read all of it."""
    lossy = [e for e in wanted if e in DAMAGES]
    wanted = [e for e in wanted if e not in DAMAGES]
    if len(wanted) <= _READ_WHOLE:
        return wanted + lossy
    broken = " ".join(islice((t for t in BLANKS.split(line) if t and weigh(t).broken), _TRIED_ON))
    if not broken:
        return wanted + lossy
    return sorted(wanted, key=lambda e: -evidence(broken, e).gain)[:_READ_WHOLE] + lossy


def _needed(encoding: Encoding) -> int:
    """Words that must be mended in a line that has no document."""
    return 1 if encoding in DAMAGES else _ALONE_MENDED


def _decide(found: Mapping[Encoding, Evidence], shares: Prior, *, alone: bool) -> Detection:
    """The likeliest encoding, Unicode included."""
    scores = {
        e: f.gain + log(shares.get(e, 0.0) or 1e-12)
        for e, f in found.items()
        if f.gain != 0.0 and f.mended >= max(f.spoilt, _needed(e) if alone else 0)
    }
    if not scores:
        return CLEAN
    clean = log(shares.get(None, 0.0) or 1e-12)
    best = max(scores, key=lambda e: scores[e])
    top = max(clean, scores[best])
    total = sum(exp(s - top) for s in (clean, *scores.values()))
    if scores[best] <= clean:
        return Detection(None, exp(clean - top) / total)
    figures = {k: float(v) for k, v in found[best]._asdict().items()}
    return Detection(best, exp(scores[best] - top) / total, figures)


def detect_document(lines: Sequence[str]) -> list[Detection]:
    """The encoding of every line, each line judged with the whole document as prior.

    >>> [d.encoding for d in detect_document(["Th«ng t− h−íng dÉn thùc hiÖn", "mét sè ®iÒu", "x∙", "12/2006"])]
    [<Encoding.TCVN3: 'tcvn3'>, <Encoding.TCVN3: 'tcvn3'>, <Encoding.TCVN3: 'tcvn3'>, None]
    """
    first = [detect(line) for line in lines]
    prior = document_prior(lines, first)
    if prior.get(None, 0.0) >= 1.0:
        return first
    return [detect(line, prior) for line in lines]


@lru_cache(maxsize=1 << 16)
def _known_in_unicode(token: str) -> int:
    """The known syllables of a token that is Unicode already."""
    return weigh(token).known if token and unicode_only(token) else 0


def document_prior(lines: Sequence[str], detections: Sequence[Detection]) -> Prior:
    """Shares of encodings by the words that speak for each: mended ones, or Unicode letters that are right."""
    votes: dict[Encoding | None, float] = dict.fromkeys(Encoding, 0.0) | {None: 0.0}
    for line, found in zip(lines, detections, strict=True):
        if found.encoding is None:
            votes[None] += sum(map(_known_in_unicode, BLANKS.split(line)))
        else:
            votes[found.encoding] += found.figures.get("mended", line_weight(line).known)
    total = sum(votes.values())
    if total == votes[None]:
        return {None: 1.0}
    return {e: max(v / total, _LEFT_OVER if e is None else _LEFT_OVER**2) for e, v in votes.items()}
