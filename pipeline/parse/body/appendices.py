"""Phụ lục: those that stand in the file, and those that the text announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kehoach.pipeline.form.appendix_heads import label_of, listed_end
from kehoach.pipeline.form.doc_types import cited_types
from kehoach.pipeline.form.text_key import is_capitals, key, squeeze
from kehoach.pipeline.parse.citing.mentions import NUMBER
from kehoach.pipeline.parse.lines.paragraphs import Para, evidence
from kehoach.pipeline.parse.lines.rows import Row
from kehoach.pipeline.plan import Appendix

_ANNOUNCED = re.compile(r"\bphu luc(?:\s+(?:so\s+)?(?P<n>[ivx]{1,5}|\d{1,2}[a-z]?)\b)?")
_KEPT = re.compile(r"kem theo|dinh kem|gui kem|chi tiet|cua ke hoach nay|ke hoach nay|theo phu luc|tai phu luc|file")
_NOTE = re.compile(r"[\[(]\s*(?:ban hanh |dinh )?kem|[\[(]\s*ban hanh|\(\d{1,2}/\d")


def read_appendix(rows: Sequence[Row], paras: Sequence[Para]) -> Appendix:
    """An appendix of the file: its label, its title (the lines in capitals below), and its text; tables stand apart."""
    label = label_of(paras[0].text) if paras else None
    texts = [para.text for para in paras]
    if label:
        rest = texts[0][len(label) :].strip(" .:-")
        texts = ([rest] if rest else []) + texts[1:]
    titles = 0
    while titles < len(texts) and is_capitals(texts[titles]) and not _NOTE.match(key(texts[titles])):
        titles += 1
    if not titles and len(texts) > 1 and len(texts[0]) < 160 and not texts[0].endswith((".", ";", ":")):
        titles = 1
    return Appendix(
        label=label or "",
        title=squeeze(" ".join(texts[:titles])) or None,
        present=True,
        paragraphs=texts[titles:],
        evidence=evidence([row.line for row in rows]),
    )


def _listed(para: Para) -> Appendix | None:
    """«Phụ lục 1: Danh mục …» as a paragraph of the body: an announcement with a title."""
    end = listed_end(para.key)
    if end is None:
        return None
    label = label_of(para.text) or ""
    return Appendix(label=label, title=para.text[end:].strip(" .;") or None, announced=True, evidence=para.evidence())


def _of_another(para: Para, end: int) -> bool:
    """Whether what follows says that the appendix is of another document: «Phụ lục II Nghị quyết 214/NQ-CP»."""
    after = para.text[end : end + 80]
    number = NUMBER.search(after)
    return number is not None and cited_types().search(para.key[end : end + number.start()]) is not None


def announced(paras: Iterable[Para]) -> list[Appendix]:
    """The appendices that the text of the body announces, each once, in order."""
    found: dict[str, Appendix] = {}
    for para in paras:
        listed = _listed(para)
        if listed:
            found.setdefault(key(listed.label), listed)
            continue
        for match in _ANNOUNCED.finditer(para.key):
            near = para.key[max(match.start() - 40, 0) : match.end() + 60]
            if _of_another(para, match.end()) or not _KEPT.search(near) or not para.text[match.start()].isupper():
                continue
            label = squeeze(para.text[match.start() : match.end()])
            place = para.evidence(match.start(), match.end())
            found.setdefault(key(label), Appendix(label=label, announced=True, evidence=place))
    if len(found) > 1:
        found.pop("phu luc", None)  # «Phụ lục kèm theo» beside numbered ones is no other appendix
    return list(found.values())


def match_up(present: Sequence[Appendix], promised: Sequence[Appendix]) -> list[Appendix]:
    """Appendices present and announced as one list; one that is both is one entry."""
    entries = list(present)
    for promise in promised:
        wanted = key(promise.label).replace("so ", "")
        same = [at for at, entry in enumerate(entries) if key(entry.label).replace("so ", "") == wanted]
        alone = len(present) == 1 and key(present[0].label) == "phu luc" and len(promised) == 1
        if not same and (alone or wanted == "phu luc"):
            same = list(range(len(present)))
        for at in same:
            entries[at] = entries[at].model_copy(update={"announced": True})
        if not same:
            entries.append(promise)
    return entries
