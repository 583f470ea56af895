"""check-plan beside the truth: what it finds, what it misses, where it cries wolf, how fast it is.

``python -m benchmarks.plan_check [FOLDER TRUTH …] [--tuned 000,002] [--seeds N] [--each] [--show] [--json]``: FOLDER holds the
plans (``000_….txt``), each TRUTH is a ``.jsonl`` whose rows name them by ``doc``. Plans named by ``--tuned`` are
those the rules were made on: they have a table of their own. Without arguments only the invented plans are checked.

A relation counts as found if a claim has its total, its computed value, its parts and its lines, and gives its
verdict (``ambiguous`` is ``unclear``; rounding aside). A contradiction counts as found if a failure in its lines
holds its figures. A failure that shows no contradiction of the truth is a false alarm.
"""

import argparse
import json
import time
from pathlib import Path

from benchmarks import plan_corpus
from benchmarks.plan_corpus import measuring
from benchmarks.plan_corpus.making import make
from benchmarks.plan_corpus.matching import Row
from benchmarks.plan_corpus.measuring import Hunt, Score
from benchmarks.report import Result, show
from liuqing.plans import checking, reading

OWN = Path(plan_corpus.__file__).parent
LONG = 100_000


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path)
    asked.add_argument("truth", nargs="*", type=Path)
    asked.add_argument("--tuned", default="000,002", help="plans the rules were made on, by comma")
    asked.add_argument("--seeds", type=int, default=60, help="how many invented plans")
    asked.add_argument("--first", type=int, default=1000, help="the first seed")
    asked.add_argument("--each", action="store_true", help="a table for each plan, too")
    asked.add_argument("--show", action="store_true", help="print what was missed and the false alarms")
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args()
    tables = _real(told.folder, told.truth, told.tuned.split(","), every=told.each) if told.folder else {}
    seeds = range(told.first, told.first + told.seeds)
    hunts = [measuring.hunt(seeds, "local"), measuring.hunt(seeds, "cross")]
    clean = measuring.clean(seeds)
    results = {name: _results(score) for name, score in tables.items()}
    results["invented plans without an error"] = _results(clean)
    results["invented plans with one error each"] = _hunted(hunts)
    results["time"] = _times(told.folder)
    _print(results, as_json=told.json)
    if told.show:
        _read({**tables, "invented": clean}, hunts)


def _real(folder: Path, files: list[Path], tuned: list[str], *, every: bool) -> dict[str, Score]:
    """Every plan of which there is a truth, and the two groups."""
    rows: dict[str, list[Row]] = {}
    for file in [*files, *sorted(OWN.glob("*.jsonl"))]:
        for line in file.read_text().splitlines():
            row = json.loads(line)
            rows.setdefault(row["doc"], []).append(row)
    groups = {"tuned on": Score(), "held out": Score()}
    each: dict[str, Score] = {}
    for plan in sorted(folder.glob("*.txt")):
        doc = plan.name.partition("_")[0]
        if doc in rows:
            each[doc] = measuring.score(checking.check(reading.read(plan, name=doc)), rows[doc])
            groups["tuned on" if doc in tuned else "held out"].join(each[doc])
    names = {name: [d for d in each if (d in tuned) == (name == "tuned on")] for name in groups}
    together = {f"{name}: {', '.join(names[name])}": score for name, score in groups.items()}
    return {**together, **{f"plan {doc}": score for doc, score in each.items() if every}}


def _results(score: Score) -> list[Result]:
    told = [
        _share(f"relations {name}", tally) for name, tally in sorted(score.relations.items(), reverse=True)
    ]
    told += [
        _share(f"contradictions {name}", tally) for name, tally in sorted(score.errors.items(), reverse=True)
    ]
    told += [
        _share(f"roots of contradictions {name}", tally)
        for name, tally in sorted(score.roots.items(), reverse=True)
    ]
    return [
        *told,
        Result("relations found with another verdict", score.wrong_verdicts, ""),
        Result("claims", score.claims, ""),
        Result("failures", score.fails, ""),
        Result(
            f"false alarms: {len(score.alarms)} in {score.characters:,} characters",
            score.alarm_rate,
            "per 10,000 characters",
            "aim < 1",
        ),
    ]


AIMS = {"relations local": "aim ≥ 80", "contradictions local": "aim ≥ 90", "contradictions cross": "aim ≥ 67"}


def _share(what: str, tally: measuring.Tally) -> Result:
    return Result(f"{what}: {tally.hit} of {tally.of}", tally.share * 100, "%", AIMS.get(what, ""))


def _hunted(hunts: list[Hunt]) -> list[Result]:
    told = []
    for hunt in hunts:
        told += [_share(f"planted {name}", tally) for name, tally in hunt.found.items()]
        told += [_share(f"  {name}", tally) for name, tally in sorted(hunt.kinds.items())]
        told.append(Result("false alarms beside them", len(hunt.alarms), ""))
    return told


def _times(folder: Path | None) -> list[Result]:
    """Reading and checking beside reading alone: the plans given, then invented ones, twice and four times as many."""
    checking.check(reading.text(make(9000).text()))
    plans = sorted(folder.glob("*.txt")) if folder else []
    told = [_timed("the plans given", "\n".join(plan.read_text() for plan in plans))] if plans else []
    invented = (make(seed).text() for seed in range(9000, 9999))
    text = ""
    while len(text) < 4 * LONG:
        text += next(invented)
    for times in (1, 2, 4):
        told.append(_timed("invented plans", text[: times * LONG]))
    growth = told[-1].value / told[-3].value
    return [
        *told,
        Result("growth from 1 to 4 times the text, for each character", growth, "×", "aim: linear, 1"),
    ]


def _timed(what: str, text: str) -> Result:
    begin = time.process_time()
    document = reading.text(text)
    read = time.process_time()
    checked = checking.check(document)
    took = time.process_time() - begin
    what = f"{what}, {len(text):,} characters, {len(checked.claims)} claims: 100,000 characters in (CPU)"
    return Result(what, took / len(text) * LONG, "s", "reading alone", took / (read - begin))


def _print(results: dict[str, list[Result]], *, as_json: bool) -> None:
    if as_json:
        flat = [
            Result(f"{name} · {r.what.strip()}", r.value, r.unit, r.yardstick, r.ratio)
            for name, rs in results.items()
            for r in rs
        ]
        show("plan_check", flat, as_json=True)
        return
    for name, rows in results.items():
        show(f"plan_check · {name}", rows, as_json=False)


def _read(scores: dict[str, Score], hunts: list[Hunt]) -> None:
    for name, score in scores.items():
        for plan, claim in score.alarms:
            print(
                "false alarm",
                name,
                plan,
                claim.kind,
                claim.lines,
                claim.stated,
                claim.computed,
                claim.unit,
                claim.why,
            )
        for row in score.missed:
            print(
                "missed contradiction", name, row["id"], row["kind"], row["scope"], row["total"], row["lines"]
            )
    for hunt in hunts:
        for plan, claim in hunt.alarms:
            print(
                "false alarm",
                plan,
                claim.kind,
                claim.lines,
                claim.stated,
                claim.computed,
                claim.unit,
                claim.why,
            )
        for missed in hunt.missed:
            print("missed", {**missed, "rows": [(r["kind"], r["lines"], r["total"]) for r in missed["rows"]]})


if __name__ == "__main__":
    main()
