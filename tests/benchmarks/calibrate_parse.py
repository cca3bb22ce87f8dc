"""How often the parser is right when it says so: makes and shows `pipeline/parse/data/calibration.json`.

    python tests/benchmarks/calibrate_parse.py [--shared DIR] [--write]

The tables are fitted on the composed plans of the tests and the true texts of the samples: as they are, without their
letterhead, and read badly: letters lose or change their marks, are taken for others (l 1 I, rn m), words are glued,
lines lost, in five strengths, the reader's confidence of a word mostly lower where it is wrong. With --shared the
tables are tried on plans that they were not fitted on: DIR/eval/plans, damaged in the same ways. Points of a table:
raw figure, share that was right, by isotonic regression (pool adjacent violators) over bins of equal size.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "parse"))

from parse_documents import arranged  # noqa: E402

import kehoach.pipeline.parse.checks.confidence as weighing  # noqa: E402
from kehoach.diacritics.language.alphabet import fold  # noqa: E402
from kehoach.pipeline.document import Document, Line, Method, Word  # noqa: E402
from kehoach.pipeline.evaluation import score_plan  # noqa: E402
from kehoach.pipeline.parse import parse  # noqa: E402

DATA = TESTS.parent / "pipeline" / "parse" / "data" / "calibration.json"
STRENGTHS = (0.003, 0.01, 0.03, 0.08, 0.16)  # share of letters that are hurt
SEEDS = 1
BINS = 12
ALIKE = {"l": "1", "1": "l", "I": "l", "O": "0", "0": "O", "o": "ó", "u": "ư", "S": "5", "5": "S", "m": "rn", "D": "Đ"}
FIELDS = ("doc_type", "number", "notation", "agency", "place", "date", "subject", "signer", "recipients")


def gold_of(truth: dict) -> dict:
    """A composed plan's truth in the shape of the gold plans."""
    authority, _, position, name = truth["signer"]
    metadata = {**truth["metadata"], "signer": {"authority": authority, "position": position, "name": name}}
    sections: list[dict] = []
    at: dict[str, dict] = {}
    for path in truth["sections"]:
        above = max((p for p in at if path.startswith(p + "/")), key=len, default="")
        node = {"label": path[len(above) + 1 :] if above else path, "title": "", "children": []}
        (at[above]["children"] if above else sections).append(at.setdefault(path, node))
    deadlines = [{"iso_start": a, "iso_end": b} for a, b in truth["deadlines"]]
    bases = [{"number": n} for n in truth["bases"] if "/" in n]
    return {**truth, "metadata": metadata, "sections": sections, "deadlines": deadlines, "legal_bases": bases}


def sources() -> Iterator[tuple[str, dict]]:
    """Texts and gold of what the tables are fitted on."""
    for path in sorted((TESTS / "cases" / "plans").glob("*.txt")):
        yield path.read_text("utf-8"), gold_of(json.loads(path.with_suffix(".json").read_text("utf-8")))
    for path in sorted((TESTS.parent / "samples").glob("*/truth.txt")):
        gold = json.loads(path.with_name("expected.json").read_text("utf-8"))
        if "sections" in gold:
            yield path.read_text("utf-8"), gold


def hurt_word(word: str, strength: float, rng: random.Random) -> str:
    """A word as a bad reader gives it."""
    letters = []
    for letter in word:
        if rng.random() >= strength:
            letters.append(letter)
        elif not letter.isascii():
            letters.append(fold(letter))
        else:
            letters.append(ALIKE.get(letter, "" if rng.random() < 0.3 else letter))
    return "".join(letters) or word


def reader_confidence(right: bool, rng: random.Random) -> float:
    """What a reader says of a word; shares as counted on the 3,480 words of the samples' scans."""
    if not right:
        return rng.uniform(0.0, 0.9) if rng.random() < 0.8 else rng.uniform(0.9, 1.0)
    dice = rng.random()
    return rng.uniform(0.97, 1.0) if dice < 0.9 else rng.uniform(0.9, 0.97) if dice < 0.96 else rng.uniform(0.0, 0.9)


def read_badly(document: Document, strength: float, seed: int) -> Document:
    """The document as a reader of its image might give it."""
    rng = random.Random(seed)
    page = document.pages[0]
    lines: list[Line] = []
    for line in page.lines:
        if line.text.strip() and rng.random() < strength / 8:
            continue
        words, parts = [], re.split(r"(\s+)", line.text)
        for at, word in enumerate(parts):
            if word.strip():
                parts[at] = hurt_word(word, strength, rng)
                words.append(Word(parts[at], None, reader_confidence(parts[at] == word, rng)))
        lines.append(replace(line, text="".join(parts), words=tuple(words)))
    return replace(document, pages=(replace(page, lines=tuple(lines), method=Method.OCR),))


def variants(text: str) -> Iterator[tuple[Document, bool]]:
    """The document sound, headless and read badly; whether it was read."""
    yield arranged(text), False
    lines = text.split("\n")
    title = next((at for at, line in enumerate(lines) if line.strip(" *#").startswith(("KẾ HOẠCH", "QUYẾT ĐỊNH"))), 0)
    yield arranged("\n".join(lines[title + 1 :])), False
    for strength in STRENGTHS:
        for seed in range(SEEDS):
            yield read_badly(arranged(text), strength, seed), True


def right(name: str, score, wrong: set[str]) -> float:
    """How far a field is right, 0…1."""
    if name == "recipients":
        return score.parts["recipients"].f1
    return float(not any(field == name or field.startswith(name + ".") for field in wrong))


def observe(pairs: list[tuple[str, dict]]) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """(raw figure, how right) of every field with a value, and of every plan, over all variants."""
    fields, plans = [], []
    for text, gold in pairs:
        for document, read in variants(text):
            plan = parse(document)
            score = score_plan(gold, json.loads(plan.model_dump_json()), read=read)
            for name in FIELDS:
                field = getattr(plan.metadata, name)
                if field.method != "absent":
                    fields.append((float(field.confidence), right(name, score, set(score.wrong))))
            raw = weighing.raw_overall(plan, plan.issues, document)
            plans.append((raw, sum(t.f1 for t in score.parts.values()) / 6))
    return fields, plans


def isotonic(points: list[tuple[float, float]]) -> list[list[float]]:
    """Rising points (raw, share right) from observations: bins of equal size, pooled where they fall."""
    ordered = sorted(points)
    size = max(len(ordered) // BINS, 1)
    pools: list[list[float]] = []
    for at in range(0, len(ordered), size):
        part = ordered[at : at + size]
        pools.append([sum(r for r, _ in part), sum(s for _, s in part), float(len(part))])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    found = [[round(raw / n, 3), round((share + 0.5) / (n + 1), 3)] for raw, share, n in pools]  # no bin is certainty
    return [[0.0, round(found[0][1] / 2, 3)], *found, [1.0, found[-1][1]]]


def table(points: list[tuple[float, float]]) -> str:
    """What was said against what was right, in fifths."""
    rows, off = [], 0.0
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        part = [(said, was) for said, was in points if low <= said < high]
        if part:
            said, was = (sum(pair[n] for pair in part) / len(part) for n in (0, 1))
            off += abs(said - was) * len(part) / len(points)
            rows.append(f"  {low:.2f}-{min(high, 1):.2f}  n {len(part):5}  said {said:.3f}  right {was:.3f}")
    return "\n".join([*rows, f"  mean distance {off:.3f}"])


def main() -> None:
    """Fit, show, and with --write keep the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    pairs = list(sources())
    same = [(0.0, 0.0), (1.0, 1.0)]
    found = {"fields": same, "plan": same}
    weighing.table_of = lambda name: found[name]
    fields, _ = observe(pairs)
    found["fields"] = isotonic(fields)
    _, plans = observe(pairs)
    found["plan"] = isotonic(plans)
    print(json.dumps(found))
    if args.shared:
        golds = sorted((args.shared / "eval" / "plans").glob("*.json"))
        held = [(p.with_suffix(".txt").read_text("utf-8-sig"), json.loads(p.read_text("utf-8"))) for p in golds]
        fields, plans = observe(held)
        print("fields of plans held out\n" + table(fields))
        print("plans held out\n" + table([(weighing.calibrated(raw, found["plan"]), was) for raw, was in plans]))
    if args.write:
        source = f"tests/benchmarks/calibrate_parse.py: {len(pairs)} plans, each sound, headless and read badly"
        lines = [f'  "{name}": {json.dumps(points)}' for name, points in found.items()]
        DATA.write_text('{\n  "source": "' + source + '",\n' + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
