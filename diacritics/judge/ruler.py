"""One ruler for damage: what is wrong with a text, line by line and as a whole, asked by the judge and by the restorer.

A line that looks odd may be a chemical's name, a formula, a line of English. So the whole text is judged first; in one
that is clean on the whole, only those lines count that have surely lost marks, and stretches that are damaged when they
are judged by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kehoach.diacritics.encodings import Encoding
from kehoach.diacritics.encodings.detection import Prior
from kehoach.diacritics.judge.damage import Damage, Level, assess, level, surely_lost
from kehoach.diacritics.judge.verdict import FEW_WORDS, TORN, Judgement, Kind, verdict_on, verdicts_on
from kehoach.diacritics.language.lines import TextLine

_SOUND = frozenset({Kind.CLEAN, Kind.NOT_VIETNAMESE, Kind.EMPTY})
_NAMED = 5  # lines that a judgement names


def damage_of(lines: Sequence[str]) -> list[Damage]:
    """What each line of a text needs: nothing, its marks back, or its letters mended as well.

    >>> text = ["Kế hoạch truyền thông của Sở Y tế tỉnh năm 2025", "Gambusia affinis, Banana bunchy top virus"]
    >>> [damage.value for damage in damage_of(text)]
    ['clean', 'clean']
    >>> [damage.value for damage in damage_of(["Ke hoach truyen thong cua So Y te tinh nam 2025"])]
    ['marks']
    """
    return measured(lines, list(map(_level_of, lines)))


@lru_cache(maxsize=1 << 14)  # a text is measured when it is judged and again when it is mended
def _level_of(line: str) -> Level:
    return level(list(TextLine.cut(line).cores()))


def measured(lines: Sequence[str], levels: Sequence[Level]) -> list[Damage]:
    """As `damage_of`, of lines whose levels are known."""
    found = [damage for damage, _ in assess(levels)]
    if all(damage is Damage.CLEAN for damage in found):
        return found
    whole = verdict_on("\n".join(lines))
    if whole.kind not in _SOUND or whole.figures.get("words", 0.0) < FEW_WORDS:
        return found
    vietnamese = whole.kind is Kind.CLEAN
    sure = (vietnamese and surely_lost(own) for own in levels)
    kept = [damage if lost else Damage.CLEAN for damage, lost in zip(found, sure, strict=True)]
    for start, end in _stretches(lines, found):
        if _is_stretch_damaged(verdict_on("\n".join(lines[start:end]))):
            kept[start:end] = found[start:end]
    return kept


def _is_stretch_damaged(verdict: Judgement) -> bool:
    """Whether a stretch is damaged; words that are torn but have all their letters are not."""
    torn = min(verdict.figures.get("rare", 0.0), verdict.figures.get("pieces", 0.0)) > TORN
    return verdict.kind not in _SOUND and not torn


def _stretches(lines: Sequence[str], found: Sequence[Damage]) -> Iterator[tuple[int, int]]:
    """Runs of damaged lines, from one to before another; blank lines do not end them."""
    start: int | None = None
    end = 0
    for at, damage in enumerate(found):
        if damage is not Damage.CLEAN and lines[at].strip():
            start, end = at if start is None else start, at + 1
        elif lines[at].strip() and start is not None:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def judge(text: str, prior: Prior | Encoding | None = None, expected_chars: float | None = None) -> Judgement:
    """What is wrong with a text: with the whole of it or, where that is clean, with some of its lines.

    `prior` is what its document is in; `expected_chars` how many characters the page should have (from the area that is
    printed on), where that is known.

    >>> judge("Kế hoạch truyền thông của Sở Y tế tỉnh năm 2025").kind
    <Kind.CLEAN: 'clean'>
    >>> clean = "Kế hoạch truyền thông về phòng, chống dịch bệnh của Sở Y tế tỉnh năm 2025\\n" * 6
    >>> found = judge(clean + "Chi dao cac don vi truc thuoc thực hiện nghiem tuc ke hoach nay")
    >>> found.kind.value, found.reason
    ('damaged-in-part', '1 of 7 lines lost marks or letters (line 7); the rest is right')
    """
    return _in_part(text, verdict_on(text, prior, expected_chars))


def judge_pages(pages: Sequence[str]) -> list[Judgement]:
    """Every page of a document, each with the others as prior: short pages are judged as the rest is."""
    return [_in_part(page, verdict) for page, verdict in zip(pages, verdicts_on(pages), strict=True)]


def _in_part(text: str, verdict: Judgement) -> Judgement:
    """A clean verdict, unless lines of the text are damaged; of too few words nothing is said."""
    if verdict.kind is not Kind.CLEAN or verdict.figures.get("words", 0.0) < FEW_WORDS:
        return verdict
    lines = text.split("\n")
    damaged = [
        at for at, damage in enumerate(damage_of(lines), 1) if damage is not Damage.CLEAN and lines[at - 1].strip()
    ]
    if not damaged:
        return verdict
    shown = ", ".join(map(str, damaged[:_NAMED])) + (" …" if len(damaged) > _NAMED else "")
    whole = sum(bool(line.strip()) for line in lines)
    noun = "line" if len(damaged) == 1 else "lines"
    reason = f"{len(damaged)} of {whole} lines lost marks or letters ({noun} {shown}); the rest is right"
    figures = {**verdict.figures, "damaged_lines": float(len(damaged))}
    return replace(verdict, kind=Kind.DAMAGED_IN_PART, reason=reason, figures=figures)
