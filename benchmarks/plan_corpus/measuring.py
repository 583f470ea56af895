"""What a check found of a plan's truth, counted; and the same over many invented plans with and without errors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.plan_corpus import matching
from benchmarks.plan_corpus.making import make
from benchmarks.plan_corpus.matching import Row
from benchmarks.plan_corpus.planting import Scope, plant
from liuqing.plans import checking, reading
from liuqing.plans.checked import Checked
from liuqing.plans.claims import Claim


@dataclass
class Tally:
    """So many of so many."""

    hit: int = 0
    of: int = 0

    def add(self, hit: bool) -> None:
        """One more."""
        self.hit, self.of = self.hit + hit, self.of + 1

    @property
    def share(self) -> float:
        """0 to 1; 1 of nothing."""
        return self.hit / self.of if self.of else 1.0


@dataclass
class Score:
    """The counts of one or several plans, with what was missed and what was a false alarm, to be read."""

    relations: dict[str, Tally] = field(default_factory=dict)
    wrong_verdicts: int = 0
    errors: dict[str, Tally] = field(default_factory=dict)
    roots: dict[str, Tally] = field(default_factory=dict)
    characters: int = 0
    claims: int = 0
    fails: int = 0
    alarms: list[tuple[str, Claim]] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    missed_relations: list[Row] = field(default_factory=list)

    def join(self, other: "Score") -> None:
        """Add another plan's counts."""
        for mine, theirs in (
            (self.relations, other.relations),
            (self.errors, other.errors),
            (self.roots, other.roots),
        ):
            for name, tally in theirs.items():
                known = mine.setdefault(name, Tally())
                known.hit, known.of = known.hit + tally.hit, known.of + tally.of
        self.wrong_verdicts += other.wrong_verdicts
        self.characters += other.characters
        self.claims += other.claims
        self.fails += other.fails
        self.alarms += other.alarms
        self.missed += other.missed
        self.missed_relations += other.missed_relations

    @property
    def alarm_rate(self) -> float:
        """False alarms in 10,000 characters."""
        return len(self.alarms) / self.characters * 10_000 if self.characters else 0.0


def score(checked: Checked, rows: Sequence[Row]) -> Score:
    """One plan beside its truth."""
    told = Score(characters=checked.document.characters, claims=len(checked.claims))
    fails = [claim for claim in checked.claims if claim.verdict == "fails"]
    told.fails = len(fails)
    by_line = _by_line(checked.claims)
    for row in rows:
        claims = _near(by_line, row)
        claim = matching.found(row, claims)
        name = "slogans" if row.get("slogan") else row["scope"]
        hit = matching.agrees(row, claim) or (row["contradiction"] and bool(matching.reported(row, fails)))
        told.relations.setdefault(name, Tally()).add(hit)
        told.wrong_verdicts += claim is not None and not hit
        if not hit:
            told.missed_relations.append(row)
    _errors(told, rows, fails)
    errors = [row for row in rows if row["contradiction"]]
    told.alarms = [
        (checked.document.name, c) for c in fails if not any(matching.shows(row, c) for row in errors)
    ]
    return told


def _errors(told: Score, rows: Sequence[Row], fails: list[Claim]) -> None:
    by_root: dict[str, list[tuple[Row, bool]]] = {}
    for row in rows:
        if row["contradiction"]:
            hit = matching.reported(row, fails) is not None
            told.errors.setdefault(row["scope"], Tally()).add(hit)
            by_root.setdefault(str(row.get("root", row["id"])), []).append((row, hit))
            if not hit:
                told.missed.append(row)
    for found in by_root.values():
        scope = "local" if any(row["scope"] == "local" for row, _ in found) else "cross"
        told.roots.setdefault(scope, Tally()).add(any(hit for _, hit in found))


def _by_line(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    told: dict[int, list[Claim]] = {}
    for claim in claims:
        for line in claim.lines:
            told.setdefault(line, []).append(claim)
    return told


def _near(by_line: dict[int, list[Claim]], row: Row) -> list[Claim]:
    return list({id(c): c for line in row["lines"] for c in by_line.get(line, [])}.values())


def clean(seeds: Iterable[int]) -> Score:
    """Invented plans without an error: how many of their relations are found, and every failure is false."""
    told = Score()
    for seed in seeds:
        paper = make(seed)
        checked = checking.check(reading.text(paper.text(), name=f"corpus-{seed}"))
        told.join(score(checked, paper.truth(f"corpus-{seed}")))
    return told


@dataclass
class Hunt:
    """Planted errors: found of all, by scope and by kind; false alarms beside them."""

    found: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[str, Tally] = field(default_factory=dict)
    alarms: list[tuple[str, Claim]] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)


def hunt(seeds: Iterable[int], scope: Scope) -> Hunt:
    """One planted error of this scope in each invented plan."""
    told = Hunt()
    for seed in seeds:
        planted = plant(seed, scope)
        if planted is None:
            continue
        name = f"planted-{scope}-{seed}"
        checked = checking.check(reading.text(planted.text, name=name))
        fails = [claim for claim in checked.claims if claim.verdict == "fails"]
        rows = [row for row in planted.paper.truth(name) if row["contradiction"]]
        mark = planted.mark
        true = [
            c
            for c in fails
            if matching.holds_figure(c, mark.base, mark.line) or any(matching.shows(r, c) for r in rows)
        ]
        told.found.setdefault(scope, Tally()).add(bool(true))
        told.kinds.setdefault(f"{scope} {'/'.join(sorted({str(row['kind']) for row in rows}))}", Tally()).add(
            bool(true)
        )
        told.alarms += [(name, claim) for claim in fails if claim not in true]
        if not true:
            told.missed.append(
                {
                    "seed": seed,
                    "scope": scope,
                    "was": str(planted.was),
                    "is": str(mark.value),
                    "unit": mark.unit,
                    "line": mark.line,
                    "rows": rows,
                }
            )
    return told
