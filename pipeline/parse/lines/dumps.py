"""The dumps of digital signatures that text exports of PDFs contain, one entry a block, duplicates too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.form.signature_dumps import CLOSING, LABELLED, LOCAL_TIME, PROVIDER, TIME
from kehoach.pipeline.form.text_key import key, squeeze
from kehoach.pipeline.parse.lines.paragraphs import evidence
from kehoach.pipeline.plan import DigitalSignature

_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")


def iso_time(text: str) -> str | None:
    """A signing time as ISO 8601 with zone; without a printed zone it is Vietnam's (NĐ 30/2020, Phụ lục I).

    >>> iso_time("2025-04-03T10:24:19+0700"), iso_time("Thời gian ký: 18/11/2025 16:39:25 +07:00"), iso_time("ngày 3")
    ('2025-04-03T10:24:19+07:00', '2025-11-18T16:39:25+07:00', None)
    """
    match = TIME.search(text)
    if match and match["y"]:
        return f"{match['y']}-{match['m']}-{match['d']}T{match['t']}{match['z']}:{match['zz']}"
    if match:
        return match[0]
    match = LOCAL_TIME.search(text)
    if match is None:
        return None
    clock = match["t"].zfill(5)
    clock = clock if clock.count(":") == 2 else clock + ":00"
    zone = f"{int(match['z']):+03d}:{match['zz']}" if match["z"] else "+07:00"
    return f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}T{clock.zfill(8)}{zone}"


def _closing_form(line: Line) -> bool:
    return "<" in line.text and CLOSING.search(key(line.text)) is not None


def is_dump_line(line: Line) -> bool:
    """Whether a line can be part of a dump, by its role or its words."""
    if line.role is Role.SIGNATURE_DUMP:
        return True
    folded = key(line.text)
    return (
        _closing_form(line)
        or TIME.search(line.text) is not None
        or (PROVIDER.search(folded) is not None and "@" in folded)
        or LABELLED.match(folded) is not None
    )


def _label_of(line: Line) -> re.Match[str] | None:
    return LABELLED.match(key(line.text)) if ":" in line.text[:60] else None


def split_dumps(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The lines without the dumps, and the dumps, a block of lines each.

    A block ends with «… đã ký lên văn bản này!», or is a run of «Người ký: …», «Email: …», «Thời gian ký: …» lines
    with a signing time; what merely looks like one of its lines stays where it is.
    """
    taken: set[int] = set()
    blocks: list[list[int]] = []
    for at, line in enumerate(lines):
        if _closing_form(line):
            block = _block_before(lines, at, taken)
            taken.update(block)
            blocks.append(block)
    for run in _labelled_runs(lines, taken):
        if _is_dump(lines, run):
            taken.update(run)
            blocks.append(run)
    kept = [line for at, line in enumerate(lines) if at not in taken]
    return kept, [[lines[at] for at in block] for block in sorted(blocks)]


def _labelled_runs(lines: Sequence[Line], taken: set[int]) -> Iterator[list[int]]:
    """Runs of lines that a signature's label begins, or that the layout marked; blank lines do not part them."""
    run: list[int] = []
    signers = 0
    for at, line in enumerate(lines):
        label = _label_of(line) if at not in taken else None
        marked = at not in taken and line.role is Role.SIGNATURE_DUMP and bool(line.text.strip())
        if not (label or marked):
            if run and line.text.strip():
                yield run
                run, signers = [], 0
            continue
        if label and label["signer"] and signers:
            yield run
            run, signers = [], 0
        signers += bool(label and label["signer"])
        run.append(at)
    if run:
        yield run


def _is_dump(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Whether a run is a dump: it has a signer and a time, or the layout marked it."""
    found = [label for at in run if (label := _label_of(lines[at]))]
    if any(lines[at].role is Role.SIGNATURE_DUMP for at in run):
        return True
    return any(m["signer"] or m["mail"] for m in found) and any(m["time"] for m in found)


def _block_before(lines: Sequence[Line], at: int, taken: set[int]) -> list[int]:
    """The block that ends at a closing line: up to three lines above it, the provider the first."""
    block = [at]
    here = at - 1
    while (
        here >= 0
        and len(block) < 4
        and here not in taken
        and lines[here].text.strip()
        and not _closing_form(lines[here])
    ):
        block.insert(0, here)
        if PROVIDER.search(key(lines[here].text)):
            break
        here -= 1
    else:
        while len(block) > 1 and not is_dump_line(lines[block[0]]):
            block.pop(0)
    return block


@dataclass(slots=True)
class _Said:
    """What the lines of a dump have said so far."""

    signer: str | None = None
    organisation: str | None = None
    email: str | None = None
    time: str | None = None
    issuer: str | None = None


def read_dump(lines: Sequence[Line]) -> DigitalSignature:
    """One block as a signature."""
    found = _Said()
    for line in lines:
        text = squeeze(line.text)
        signed = CLOSING.search(key(text))
        labelled = LABELLED.match(key(text))
        if signed:
            found.signer = text[signed.start("who") : signed.end("who")].strip() or None
            found.email = text[signed.start("mail") : signed.end("mail")] or None
        elif labelled and not TIME.fullmatch(text):
            _read_labelled(found, labelled, text)
        elif TIME.search(text):
            found.time = iso_time(text)
        elif PROVIDER.search(key(text)):
            found.issuer = re.split(r"\s[-–]\s|;|,", text)[0].strip()
        elif found.organisation is None:
            found.organisation = text
    return DigitalSignature(**asdict(found), evidence=evidence(list(lines)))


def _read_labelled(found: _Said, match: re.Match[str], text: str) -> None:
    value = text[match.end() :].strip() or None
    if match["org"]:
        found.organisation = value
    elif match["mail"]:
        mail = _MAIL.search(text)
        found.email = mail[0] if mail else value
    elif match["time"]:
        found.time = iso_time(text)
    elif match["issuer"]:
        found.issuer = value
    else:
        found.signer = value
