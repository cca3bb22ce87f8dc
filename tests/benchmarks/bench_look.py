"""Whether what wants a look is what has errors: documents with known heads, called to a look or not.

    python tests/benchmarks/bench_look.py --shared DIR [--out OUT]

DIR holds `eval/` with its scorers. OUT is a folder of `kehoach run DIR/eval/haugiang/pdf DIR/eval/wild/text
DIR/eval/pages2 -o OUT --export json`; without it that run is made here, in some minutes. Halves go by the checksum of
the name: the bar of `plan_look` was found on half 0 and looked at on half 1.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measured import record

from kehoach.pipeline.plan import Plan
from kehoach.pipeline.plan_look import reasons_to_look

FIELDS = ("number", "notation", "date", "doc_type", "agency", "subject")
Known = tuple[str, str, dict[str, Any], bool]
"""Its collection, its name, its Plan, and whether a known fact is wrong or lost in it."""


def scans(shared: Path, plans: dict[str, Path], scorer: Any) -> Iterator[Known]:
    for line in (shared / "eval/haugiang/heads.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if path := plans.get(record["id"]):
            plan = json.loads(path.read_text("utf-8"))
            facts = ((name, scorer.gold_values(record, name)) for name in scorer.FIELDS)
            judged = [scorer.judge(n, gold, scorer.out_value(plan, n)[0])[0] for n, gold in facts if gold is not None]
            yield "bureau scans", record["id"], plan, any(one != "right" for one in judged)


def texts(shared: Path, plans: dict[str, Path], scorer: Any) -> Iterator[Known]:
    for name, told in json.loads((shared / "eval/wild/catalogue.json").read_text("utf-8")).items():
        if path := plans.get(name):
            plan = json.loads(path.read_text("utf-8"))
            head = {key: field["value"] for key, field in plan["metadata"].items()}
            code = "/".join(filter(None, (head["number"], head["notation"])))
            day = "-".join(reversed((told.get("date") or "").split("/")))
            signer = scorer.TITLES.sub("", scorer.norm((head["signer"] or {}).get("name")))
            pairs = (
                (told.get("number"), scorer.norm(code)),
                (day, scorer.norm(head["date"])),
                (told.get("type"), scorer.norm(head["doc_type"])),
                (told.get("signer"), signer),
            )
            known = ((fact, got) for fact, got in pairs if fact and "\ufffd" not in fact)
            yield "texts", name, plan, any(scorer.norm(fact) != got for fact, got in known)


def pages(shared: Path, plans: dict[str, Path], scorer: Any) -> Iterator[Known]:
    for truth in sorted((shared / "eval/pages2").glob("*.fields.json")):
        name = truth.name.removesuffix(".fields.json")
        if path := plans.get(name):
            plan, facts = json.loads(path.read_text("utf-8")), json.loads(truth.read_text("utf-8"))
            wrong = [n for n in FIELDS if n in facts and not scorer.same(n, facts[n], plan["metadata"][n]["value"])]
            yield "hard pages", name, plan, bool(wrong)


def read_all(shared: Path, out: Path) -> None:
    """Read the three collections into `out`."""
    inputs = [shared / "eval" / name for name in ("haugiang/pdf", "wild/text", "pages2")]
    program = "from kehoach.pipeline.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", program, "run", *inputs, "-o", out, "--export", "json", "-q"]
    subprocess.run(command, check=False)  # some of these files cannot be read, and are meant to be so


def called(shared: Path, out: Path) -> None:
    """A line a collection and half; the sums of both halves are for the papers."""
    sys.path.insert(0, str(shared / "eval"))
    import score_heads as scorer  # type: ignore[import-not-found]

    plans = {path.parent.name.rsplit(".", 1)[0]: path for path in sorted(out.rglob("plan.json"))}
    counts: dict[tuple[str, int], Counter[tuple[bool, bool]]] = {}
    for kind, name, plan, wrong in (f for known in (scans, texts, pages) for f in known(shared, plans, scorer)):
        named = bool(reasons_to_look(Plan.model_validate(plan)))
        counts.setdefault((kind, zlib.crc32(name.encode()) % 2), Counter())[wrong, named] += 1
    for (kind, half), found in sorted(counts.items()):
        wrong, right = found[True, True] + found[True, False], found[False, True] + found[False, False]
        print(f"{kind:14} half {half}: with errors, called {found[True, True]} of {wrong};", end=" ")
        print(f"right in what is known, called {found[False, True]} of {right}")
    for kind in sorted({kind for kind, _ in counts}):
        found = sum((few for (one, _), few in counts.items() if one == kind), Counter())
        key = f"look.{kind.replace(' ', '_')}"
        record(f"{key}.errors", f"{found[True, True]} of {found[True, True] + found[True, False]}")
        record(f"{key}.in_vain", f"{found[False, True]} of {found[False, True] + found[False, False]}")


def main() -> None:
    """Read, unless it is read already, and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="what such a run wrote")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if args.out is None:
            read_all(args.shared, Path(scratch))
        called(args.shared, args.out or Path(scratch))


if __name__ == "__main__":
    main()
