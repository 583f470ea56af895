"""An invented plan as it grows: paragraphs of words and marks, headings, bonds; then its text and its truth."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from benchmarks.plan_corpus.manners import Manner, chinese
from benchmarks.plan_corpus.marks import Bond, Mark

Run = str | Mark
SLOT = re.compile(r"\{(\w+)\}")
TEAR = re.compile(r"[一-鿿](?=[一-鿿])")
"""Where a page may end: between two words, never in a number."""
UNITS_OF_LEVELS = {"chinese": ("{c}、", "（{c}）", "{n}."), "chapters": ("第{c}章 ", "第{c}节 ", "{c}、"), "bare": ("", "", ""), "decimal": ("{n} ", "{p}.{n} ", "{p}.{q}.{n} ")}  # fmt: skip


def say(template: str, **given: "Run | list[Run]") -> list[Run]:
    """The template's words with marks (or runs) in its {slots}."""
    told: list[Run] = []
    for at, piece in enumerate(SLOT.split(template)):
        value = given[piece] if at % 2 else piece
        told.extend(value if isinstance(value, list) else [value])
    return [run for run in told if run != ""]


def chain(runs: Iterable[Sequence[Run]], join: str, last: str = "") -> list[Run]:
    """Runs with ``join`` between, ``last`` before the last one."""
    runs = list(runs)
    told: list[Run] = []
    for at, run in enumerate(runs):
        told += ([last or join] if at == len(runs) - 1 else [join]) if at else []
        told += run
    return told


@dataclass
class Paper:
    """A plan being written. ``count`` keeps the numbers of headings, ``last_spot`` where a list will end."""

    seed: int
    manner: Manner
    choose: Random
    paragraphs: list[list[Run]] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    count: list[int] = field(default_factory=lambda: [0, 0, 0])
    last_spot: Mark | None = None
    noises: list[str] = field(default_factory=list)

    def heading(self, level: int, title: str, rest: list[Run] | None = None) -> None:
        """A heading of level 1 to 3; with ``rest`` the paragraph goes on after it."""
        self.count[level - 1] += 1
        self.count[level:] = [0] * (3 - level)
        mark = UNITS_OF_LEVELS[self.manner.headings][level - 1].format(
            c=chinese(self.count[level - 1]), n=self.count[level - 1], p=self.count[0], q=self.count[1]
        )
        bold = "**" if self.manner.bold and level < 3 else ""
        self.put([f"{bold}{mark}{title}{bold}", *(["。", *rest] if rest else [])])

    def put(self, *runs: Sequence[Run]) -> None:
        """A paragraph."""
        self.paragraphs.append([part for run in runs for part in run])

    def bond(
        self,
        kind: str,
        shape: str,
        total: Mark,
        *parts: tuple[str, Mark],
        factor: object = 1,
        slogan: bool = False,
    ) -> None:
        """State what must hold."""
        self.bonds.append(Bond(kind, shape, total, parts, Decimal(str(factor)), slogan))

    def same(self, *marks: Mark) -> None:
        """The same figure, printed more than once."""
        self.bond("repeat", "repeat", marks[0], *(("", mark) for mark in marks[1:]))

    def maybe(self, chance: float) -> bool:
        """Toss."""
        return self.choose.random() < chance

    def text(self) -> str:
        """The plan on paper; every mark then knows its paragraph and its line."""
        lines: list[str] = []
        tear = Random(len(self.paragraphs))
        for number, runs in enumerate(self.paragraphs):
            torn = self.manner.page_breaks and len(runs) > 6 and tear.random() < 0.25
            at_run = tear.randrange(2, len(runs) - 2) if torn else -1
            line = ""
            for at, run in enumerate(runs):
                if isinstance(run, Mark):
                    run.paragraph, run.line = number, len(lines) + 1
                    line += self.manner.printed(run)
                elif at >= at_run > 0 and (cut := TEAR.search(run)):
                    lines += [line + run[: cut.end()], ""]
                    line, at_run = run[cut.end() :], -1
                else:
                    line += run
            lines += [line, ""] if self.manner.empty_lines else [line]
        return "\n".join(lines) + "\n"

    def truth(self, doc: str) -> list[dict[str, object]]:
        """Every relation as the truth files have it (call ``text`` first)."""
        return [_row(doc, at, bond) for at, bond in enumerate(self.bonds, 1)]


def _row(doc: str, at: int, bond: Bond) -> dict[str, object]:
    computed, verdict = bond.computed(), bond.verdict()
    parts = [{"label": label, "value": float(m.value), "unit": m.unit} for label, m in bond.parts if m.unit]
    return {
        "doc": doc, "id": f"{doc}-{at:03d}", "kind": bond.kind,
        "total": {"value": float(bond.total.value), "unit": bond.total.unit}, "parts": parts,
        "computed": float(computed), "difference": float(computed - bond.total.value), "verdict": verdict,
        "lines": bond.lines(), "scope": bond.scope(), "contradiction": verdict == "fails",
        **({"slogan": True} if bond.slogan else {}), **({"root": f"{doc}-R1"} if verdict == "fails" else {}),
    }  # fmt: skip
