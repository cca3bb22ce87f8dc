"""The judge: what is wrong with a text, how that is known, and whether it can be had back.

Every threshold stands beside its distribution, measured on 200 pages of thirty corpus lines for each kind of damage
(`tests/benchmarks/bench_judge.py`); they lie in gaps, not on slopes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from kehoach.diacritics.encodings import Encoding, Prior, detect
from kehoach.diacritics.encodings.composed import composition, to_nfc
from kehoach.diacritics.encodings.word_weights import BLANKS
from kehoach.diacritics.judge.traits import Traits, missing_letters, token_traits, traits


class Kind(StrEnum):
    """What a text is."""

    CLEAN = "clean"
    DAMAGED_IN_PART = "damaged-in-part"  # clean on the whole; some lines are not
    MARKS_MISSING = "marks-missing"
    GARBLED = "garbled"
    LEGACY = "legacy-encoding"
    LETTERS_DROPPED = "letters-dropped"
    NOT_VIETNAMESE = "not-vietnamese"
    PARTIAL = "partial"
    EMPTY = "empty"


@dataclass(frozen=True)
class Judgement:
    """What a line, page or document is, in a word, why, and the figures behind it (shares of words unless named)."""

    kind: Kind
    encoding: Encoding | None
    """How to convert it: set for LEGACY, and for a text that is clean once its letters are composed (NFD)."""
    reason: str
    figures: Mapping[str, float] = field(default_factory=dict)


FEW_WORDS = 4
"""Fewer words tell nothing but an encoding: such a text counts as clean."""
SOME_WORDS = 20
"""A page of fewer words that bears no marks is judged as the rest of its document."""
MARKED = 0.25
"""Clean pages 0.76-0.95, pages with letters dropped 0.31-0.57, read with an English model 0.00-0.06, stripped 0."""
FOREIGN = 0.35
"""English pages 0.71-0.83; Vietnamese, damaged in whatever way, up to 0.16."""
BARE = 0.2
"""Stripped pages 0.63-0.73, read with an English model 0.23-0.46, English 0.10-0.21, clean 0.00-0.01."""
BARE_IN_PART = 0.15
"""The same where the rest bears marks: a third of the lines stripped; asked of forty words and more."""
WRONG_AMONG_BARE = 0.03
"""Words that are broken, rare or noisy: stripped pages 0.00-0.01, read with an English model 0.07-0.30."""
WRONG_AMONG_MARKED = 0.15
"""The same where marks are there: clean pages 0.00-0.02; the issue's own line for OCR quality is 10-15 %."""
MISSING = 0.10
"""Share of printed letters that are never seen: letters dropped 0.19-0.42, clean pages 0.00-0.07."""
GAPS = 0.15
"""Words that lack a letter with two marks (quc, v): letters dropped 0.21-0.37, all other pages up to 0.03."""
FEW_GAPS = 0.05
"""The same for a line that has no letter with two marks at all."""
MISSING_AND_WRONG = (0.04, 0.03)
"""One letter alone can be dropped (ư as a soft hyphen: Trờng, nớc); then the words must be wrong as well."""
TORN = 0.05
"""Share of words that are rhymes parted from their onsets; whole layers 0.00-0.02."""
UNMAPPED = 0.05
"""Share of characters that are U+FFFD, of the private area or (cid:…); bullets of symbol fonts stay below 0.02."""
LEGACY_WRONG = 0.02
"""Share of wrong words from which on an encoding is looked for; nearly all clean pages stay below and cost nothing."""
LEGACY_MENDED = 0.5
"""Share of the wrong words that an encoding must mend."""
VIQR_SIGNS = 0.1
"""VIQR signs a word: VIQR pages 0.6 and more; pages read with an English model below 0.03."""
PARTIAL = 0.25
"""A layer with less than this share of the characters that the page should have is partial."""

_SAMPLE = 24
_COMBINING = re.compile("[\u0300-\u0323]")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f]")
_VIQR = re.compile(r"[aeoAEO]\^['`?~.]?|[aA]\(['`?~.]|[ouOU]\+['`?~.]?|\b[dD][dD](?=[aeiouy])|[aeiouyAEIOUY]['`~][a-z]")
_TWO_MARKS = re.compile("[ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]", re.IGNORECASE)
_STRUCK = {Encoding.VNI_OVER_UNICODE: re.compile("[òóôÒÓÔ]"), Encoding.HORN_LOST: re.compile("ư")}
"""Letters that a conversion would not have left, so that it cannot be what happened to most of a text."""


def verdict_on(text: str, prior: Prior | Encoding | None = None, expected_chars: float | None = None) -> Judgement:
    """What is wrong with a text. `prior` is what its document is in; `expected_chars` how many characters the page
    should have (from the area that is printed on), where that is known.

    >>> verdict_on("Kế hoạch truyền thông của Sở Y tế tỉnh năm 2025").kind
    <Kind.CLEAN: 'clean'>
    >>> verdict_on("Ke hoach truyen thong cua So Y te tinh nam 2025").kind
    <Kind.MARKS_MISSING: 'marks-missing'>
    >>> verdict_on("Ké hoach truyén thong ctia S¢ Y té tinh nam 2025, nganh y té").kind
    <Kind.GARBLED: 'garbled'>
    >>> verdict_on("KÕ ho¹ch truyÒn th«ng cña Së Y tÕ tØnh").encoding
    <Encoding.TCVN3: 'tcvn3'>
    >>> verdict_on("The plan was approved by the committee on Monday").kind, verdict_on(" \\n").kind
    (<Kind.NOT_VIETNAMESE: 'not-vietnamese'>, <Kind.EMPTY: 'empty'>)
    """
    composed = composition(text) if _COMBINING.search(text) else None
    letters = to_nfc(text) if composed else text
    found = traits(letters.split())
    figures = _figures(found)
    if not found.words and not found.codes:
        return Judgement(Kind.EMPTY, None, "no words", figures)
    if expected_chars and len("".join(text.split())) < PARTIAL * expected_chars:
        return Judgement(Kind.PARTIAL, None, f"holds few of about {expected_chars:.0f} characters", figures)
    for question in (_legacy, _unmapped, _foreign, _dropped, _garbled, _stripped):
        answer = question(letters, found, prior)
        if answer is not None:
            return replace(answer, figures={**figures, **answer.figures})
    reason = "combining marks, to be composed" if composed else _clean_reason(found)
    return Judgement(Kind.CLEAN, composed, reason, figures)


def _figures(found: Traits) -> dict[str, float]:
    """Counts as shares of words."""
    whole = max(1, found.words)
    shares = {name: n / whole for name, n in found._asdict().items() if name not in ("words", "codes")}
    return {"words": float(found.words), "codes": float(found.codes)} | shares


def _clean_reason(found: Traits) -> str:
    """Why a text passes."""
    if not found.words:
        return "numbers and codes only"
    if found.words < FEW_WORDS:
        return "too few words to find fault with"
    if min(found.rare, found.pieces) > TORN * found.words:
        return "all letters are there, but words are torn: onsets and rhymes stand apart"
    return f"{found.marked + found.plain} of {found.words} words are known syllables"


def _wrong(found: Traits) -> int:
    """Words that are none: broken, rare, noisy or gapped."""
    return found.broken + found.rare + found.noisy + found.gapped


def _legacy(text: str, found: Traits, prior: Prior | Encoding | None) -> Judgement | None:
    """An old encoding, if most of what is wrong becomes right by it."""
    told = prior is not None and not (isinstance(prior, Mapping) and prior.get(None, 0.0) >= 1.0)
    signs = found.marked < MARKED * found.words and _looks_like_viqr(text, found)
    suspicious = _wrong(found) > LEGACY_WRONG * found.words or signs or bool(_CONTROLS.search(text))
    if not suspicious and not (told and not text.isascii()):
        return None
    sample = _suspects(text, signs)
    answer = detect(" ".join(sample), prior)
    if answer.encoding is None or answer.figures.get("mended", len(sample)) < LEGACY_MENDED * len(sample):
        return None
    struck = _STRUCK.get(answer.encoding)
    if struck and len(struck.findall(text)) > _wrong(found):
        return None
    reason = f"{len(sample)} words that are none become syllables when read as {answer.encoding}"
    return Judgement(Kind.LEGACY, answer.encoding, reason, {"confidence": answer.confidence})


def _looks_like_viqr(text: str, found: Traits) -> bool:
    """Whether a text without marks, and all but without letters beyond ASCII, has the signs of VIQR in its words."""
    return found.broken < 0.1 * found.words and len(_VIQR.findall(text)) > max(1, VIQR_SIGNS * found.words)


def _suspects(text: str, signs: bool) -> list[str]:
    """The first tokens that are wrong as they stand; with `signs`, those that look like VIQR."""
    tokens = dict.fromkeys(BLANKS.split(text.strip()))
    wanted = _VIQR.search if signs else _is_wrong
    return list(islice(filter(wanted, tokens), _SAMPLE)) or list(tokens)[:_SAMPLE]


def _is_wrong(token: str) -> bool:
    """Whether a token with letters beyond ASCII has a word that is none."""
    return not token.isascii() and _wrong(token_traits(token)) > 0


def _unmapped(text: str, found: Traits, prior: object) -> Judgement | None:
    """Glyphs that the font gives no letter for."""
    share = len(_UNMAPPED.findall(text)) / max(1, len(text))
    if share < UNMAPPED:
        return None
    return Judgement(Kind.LETTERS_DROPPED, None, "glyphs without a Unicode value", {"unmapped": share})


def _foreign(text: str, found: Traits, prior: object) -> Judgement | None:
    """Words of another language."""
    if found.words < FEW_WORDS or found.marked > 0.1 * found.words or found.foreign < FOREIGN * found.words:
        return None
    if found.bare > 2 * BARE * found.words:
        return None
    return Judgement(Kind.NOT_VIETNAMESE, None, f"{found.foreign} of {found.words} words are of another language")


def _dropped(text: str, found: Traits, prior: object) -> Judgement | None:
    """Letters that the PDF's fonts give nothing for: frequent letters that never occur, and words torn by the gap."""
    if found.words < FEW_WORDS or found.marked < 0.5 * MARKED * found.words or found.marked < 2:
        return None
    if _wrong(found) + found.pieces < LEGACY_WRONG * found.words:
        return None
    gone = missing_letters(text)
    share, wrong = sum(gone.values()), _wrong(found) / found.words
    one_letter = share >= MISSING_AND_WRONG[0] and wrong >= MISSING_AND_WRONG[1]
    if share >= MISSING or one_letter or _has_gaps(text, found):
        names = " ".join(sorted(gone, key=lambda c: -gone[c])[:8]) or "letters with two marks"
        return Judgement(Kind.LETTERS_DROPPED, None, f"never seen: {names}", {"missing": share})
    return None


def _has_gaps(text: str, found: Traits) -> bool:
    """Whether words lack letters with two marks: fewer such words convince where no such letter is there at all."""
    torn = found.gapped + min(found.pieces, found.gapped)
    if torn > 0 and torn >= found.broken and not _TWO_MARKS.search(text):
        return torn >= FEW_GAPS * found.words
    return torn > 1 and not found.broken and torn >= GAPS * found.words


def _garbled(text: str, found: Traits, prior: object) -> Judgement | None:
    """Words that are none, by OCR."""
    if found.words < FEW_WORDS or _wrong(found) < 2:
        return None
    wrong = _wrong(found) / found.words
    if found.marked < MARKED * found.words and found.bare > BARE / 2 * found.words and wrong >= WRONG_AMONG_BARE:
        return Judgement(Kind.GARBLED, None, _why_garbled(text, found))
    torn = min(found.rare, found.pieces)  # n|ăm, c|ủa: rhymes and onsets that the layer parted, all letters there
    if wrong - torn / found.words >= WRONG_AMONG_MARKED:
        return Judgement(Kind.GARBLED, None, f"{_wrong(found)} of {found.words} words cannot be syllables")
    return None


def _why_garbled(text: str, found: Traits) -> str:
    """The likely cause of a page that lost its marks and its letters."""
    marks = Counter(c for c in text.lower() if c.isalpha() and not c.isascii())
    western = sum(n for c, n in marks.items() if c < "\u0100")
    if marks and western >= 0.8 * sum(marks.values()):
        common = " ".join(c for c, _ in marks.most_common(3))
        return f"read with a model for another language: no Vietnamese letters but {common}"
    if not marks:
        return "read with an English model: no marks, and symbols or digits in words"
    return f"{_wrong(found)} of {found.words} words cannot be syllables, and few bear marks"


def _stripped(text: str, found: Traits, prior: object) -> Judgement | None:
    """Vietnamese without its marks, wholly or in part."""
    if found.words < FEW_WORDS or found.bare < max(2, BARE_IN_PART * found.words):
        return None
    if found.marked > 0.1 * found.words and found.words < 2 * SOME_WORDS:
        return None
    if found.marked <= 0.1 * found.words and found.bare < BARE * found.words:
        return None
    part = "" if found.marked < 0.1 * found.words else ", in part"
    return Judgement(Kind.MARKS_MISSING, None, f"{found.bare} of {found.words} words are syllables without marks{part}")


def verdicts_on(pages: Sequence[str]) -> list[Judgement]:
    """Every page of a document, each with the others as prior: short pages are judged as the rest is.

    >>> [j.encoding for j in verdicts_on(["Th«ng t− cña ChÝnh phñ vÒ viÖc", "mét sè ®iÒu"])]
    [<Encoding.TCVN3: 'tcvn3'>, <Encoding.TCVN3: 'tcvn3'>]
    """
    first = [verdict_on(page) for page in pages]
    prior = _pages_prior(first)
    main = _main_kind(first)
    return [_as_the_rest(page, own, prior, main) for page, own in zip(pages, first, strict=True)]


def _pages_prior(found: Sequence[Judgement]) -> Prior | None:
    """Shares of words by encoding; None where no page is in an old one."""
    votes: Counter[Encoding | None] = Counter()
    for page in found:
        if page.kind in (Kind.LEGACY, Kind.CLEAN) and page.figures.get("words", 0.0) >= FEW_WORDS:
            votes[page.encoding if page.kind is Kind.LEGACY else None] += round(page.figures["words"])
    total = votes.total()
    if total == votes[None]:
        return None
    rest: dict[Encoding | None, float] = {**dict.fromkeys(Encoding, 1e-8), None: 1e-4}
    return rest | {e: n / total for e, n in votes.items() if n}


def _main_kind(found: Sequence[Judgement]) -> Judgement | None:
    """The judgement of most words of a document, if they are damaged and more than half agree."""
    words: Counter[Kind] = Counter()
    for page in found:
        words[page.kind] += round(page.figures.get("words", 0.0))
    if not words.total():
        return None
    kind, most = words.most_common(1)[0]
    if kind not in (Kind.GARBLED, Kind.MARKS_MISSING) or most * 2 <= words.total():
        return None
    return next(page for page in found if page.kind is kind)


def _as_the_rest(page: str, own: Judgement, prior: Prior | None, main: Judgement | None) -> Judgement:
    """A page judged again in the light of its document."""
    if own.kind is Kind.CLEAN and prior is not None:
        own = verdict_on(page, prior)
    weak = (
        own.kind in (Kind.CLEAN, Kind.MARKS_MISSING)
        and 0 < own.figures["words"] < SOME_WORDS
        and own.figures["marked"] < MARKED
    )
    if weak and main is not None:
        return replace(own, kind=main.kind, reason=f"as the rest of the document: {main.reason}")
    return own
