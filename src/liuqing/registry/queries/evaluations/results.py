"""Results (结果): every rate of an evaluation with its base, its interval and the limit of the place.

The rate is the one of the published formula: found ÷ those of whom it is known, unweighted. Beside it
stands what it says of the whole area: weighted by cell (frame ÷ met), with standard error, design
effect and interval (``compute.intervals``). Households whose answers leave it open are not in the base;
their number stands beside, with the rate if all of them were failures. Composite incidence is the
place's formula; its interval takes both rates at the ends of their 97.5 % intervals at once, which is
conservative: it covers at least 95 %.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings

from liuqing.compute import intervals
from liuqing.compute.intervals import Estimate, Seen
from liuqing.policy import door, evaluation
from liuqing.policy.door import FALSE_EXIT, OMISSION, Judged
from liuqing.policy.evaluation import COMPOSITE, RATES, STRATA, Bound, Question, Rate
from liuqing.policy.place import load
from liuqing.policy.quality import FORMULAS
from liuqing.registry.models import Appeal, Evaluation, Figure, Questionnaire, Sampled
from liuqing.registry.queries.evaluations import asked

Result = dict[str, Any]
"""As it is frozen: plain numbers, texts and lists."""

JOINT = 0.975
"""The level of each of the two rates in composite incidence, so that both together hold at 95 %."""


@dataclass(frozen=True)
class Met:
    """A household that was met, what its answers say, and what it weighs."""

    sampled: Sampled
    answers: dict[str, str]
    judged: Judged
    weight: float


def results(evaluation_: Evaluation) -> Result:
    """Everything that the questionnaires say now, accepted appeals included."""
    met = _met(evaluation_)
    plan = evaluation_.design
    villages = plan["villages_of"] if plan.get("villages") else None
    frames = {name: cell["frame"] for name, cell in plan["cells"].items() if cell["take"]}
    rates = {
        key: _rate(evaluation_, key, _counted(key, met, evaluation_.questions), frames, villages)
        for key in RATES
    }
    return {
        "rates": rates,
        "composite": _composite(evaluation_, rates),
        "layers": _layers(evaluation_, met),
        "villages": _villages(met, evaluation_.questions),
        "failed": sum(1 for one in met if one.judged.verdict in door.VERDICTS and one.judged.verdict not in ("", door.UNKNOWN)),
        "unknown": sum(1 for one in met if one.judged.verdict == door.UNKNOWN),
        "accepted": sorted(accepted(evaluation_)),
    }  # fmt: skip


def accepted(evaluation_: Evaluation) -> set[int]:
    """The questionnaires whose failure was taken back on appeal."""
    found = Appeal.objects.filter(questionnaire__sampled__evaluation=evaluation_, accepted=True)
    return set(found.values_list("questionnaire", flat=True))


def judged(one: Questionnaire, appealed: Collection[int] = ()) -> Judged:
    """What a questionnaire says by the questions of its evaluation; an accepted appeal takes it back."""
    of = one.sampled
    questions, line = asked.questions(of.evaluation), asked.line(of.evaluation)
    found = door.judge(of.stratum, questions, one.answers, line)
    if one.pk not in appealed:
        return found
    errors = {name: False if is_so else is_so for name, is_so in found.errors.items()}
    return Judged(door.verdict(errors), errors, found.reasons)


def _met(evaluation_: Evaluation) -> list[Met]:
    taken_back = accepted(evaluation_)
    given = Questionnaire.objects.filter(sampled__evaluation=evaluation_, met=True).select_related(
        "sampled__village", "sampled__evaluation"
    )
    found = list(given.order_by("sampled__order"))
    counts = Counter(one.sampled.cell for one in found)
    plan = evaluation_.design
    more = plan["villages_of"] / plan["villages"] if plan.get("villages") else 1.0
    return [
        Met(one.sampled, one.answers, judged(one, taken_back), more * plan["cells"][one.sampled.cell]["frame"] / counts[one.sampled.cell])
        for one in found
    ]  # fmt: skip


Says = Callable[[Met], bool | None]


def _counted(key: str, met: Iterable[Met], questions: Any) -> list[tuple[Met, bool | None, int]]:
    """Those whom a rate is about: found (None: not known), and how many of its unit each is."""
    if key in door.VERDICTS:
        about = [one for one in met if key in one.judged.errors]
        return [(one, one.judged.errors[key], one.sampled.persons or 0) for one in about]
    return [
        (one, door.holds(question, one.answers.get(name, ""), None), 1)
        for one in met
        for name, question in asked.read(questions).items()
        if question.role == key and one.sampled.stratum in question.of
    ]


def _rate(
    evaluation_: Evaluation,
    key: str,
    counted: list[tuple[Met, bool | None, int]],
    frames: dict[str, int],
    villages: int | None,
) -> Result:
    rate = RATES[key]
    known = [(one, bool(said), size) for one, said, size in counted if said is not None]
    found, of = sum(size for _, said, size in known if said), sum(size for _, _, size in known)
    open_ = [(one, size) for one, said, size in counted if said is None]
    strata = {one.sampled.stratum for one, _, _ in counted}
    cells = {name: n for name, n in frames.items() if evaluation_.design["cells"][name]["stratum"] in strata}
    seen = [
        Seen(one.sampled.cell, one.sampled.village.code, one.weight, size if said else 0, size)
        for one, said, size in known
    ]
    estimated = intervals.estimate(seen, cells, villages=villages)
    unknown = sum(size for _, size in open_)
    worst = (found + unknown if rate.bad else found), of + unknown
    return {
        "label": rate.label, "unit": rate.unit, "bad": rate.bad,
        "found": found, "of": of, "households": len(known), "share": _share(found, of),
        "unknown": unknown, "unknown_households": len(open_), "worst": _share(*worst) if open_ else None,
        "estimate": _told(estimated),
        "joint": _told(intervals.estimate(seen, cells, villages=villages, level=JOINT)),
        "bounds": _bounds(evaluation_, rate, _fraction(found, of), estimated),
    }  # fmt: skip


def _composite(evaluation_: Evaluation, rates: dict[str, Result]) -> Result:
    formula = FORMULAS[COMPOSITE.found]
    own = _figures(evaluation_)
    figures = {name: own.get(name) for name in formula.needs}
    samples = {
        name: Fraction(rates[key][part])
        for key, (found, of) in {OMISSION: formula.samples[0], FALSE_EXIT: formula.samples[1]}.items()
        for part, name in (("found", found), ("of", of))
    }
    people = own.get(COMPOSITE.of)
    middle = formula.fn(**{**figures, **samples})
    ends = [_at(formula, figures, samples, rates, end) for end in ("low", "high")]
    share = middle / people if middle is not None and people else None
    low, high = (end / people if end is not None and people else None for end in ends)
    told = Estimate(float(share), None, None, intervals.Interval(float(low), float(high), "joint"), False) if (
        share is not None and low is not None and high is not None
    ) else None  # fmt: skip
    return {
        "label": COMPOSITE.label, "unit": COMPOSITE.unit, "bad": True,
        "found": _float(middle), "of": _float(people), "share": _float(share), "estimate": _told(told),
        "source": formula.source, "parts": {name: _float(value) for name, value in {**figures, **samples}.items()},
        "bounds": _bounds(evaluation_, COMPOSITE, share, told),
    }  # fmt: skip


def _at(
    formula: Any, figures: Any, samples: dict[str, Fraction], rates: dict[str, Result], end: str
) -> Fraction | None:
    """The formula with both rates at one end of their intervals."""
    moved = dict(samples)
    for key, (found, of) in {OMISSION: formula.samples[0], FALSE_EXIT: formula.samples[1]}.items():
        joint = rates[key]["joint"]
        if joint and samples[of]:
            moved[found] = Fraction(joint[end]).limit_denominator(10**9) * samples[of]
    result: Fraction | None = formula.fn(**{**figures, **moved})
    return result


def _figures(evaluation_: Evaluation) -> dict[str, Fraction | None]:
    """The area's own figures of the snapshot, exact."""
    rows = Figure.objects.filter(snapshot=evaluation_.snapshot, area=evaluation_.area, dimension="")
    return {
        metric: None if value is None else Fraction(value)
        for metric, value in rows.values_list("metric", "value")
    }


def _bounds(
    evaluation_: Evaluation, rate: Rate, share: Fraction | None, told: Estimate | None
) -> list[Result]:
    stated = evaluation.bounds(load(settings.WORKSPACE.place), rate, evaluation_.area.level, evaluation_.on)
    return [_bound(one, share, told) for one in stated]


def _bound(one: Bound, share: Fraction | None, told: Estimate | None) -> Result:
    """A limit, whether the rate keeps it, and whether the whole interval does; None: not known."""
    surely = None
    if told is not None:
        ends = {evaluation.keeps(one, end) for end in (told.interval.low, told.interval.high)}
        surely = ends.pop() if len(ends) == 1 else None
    return {
        "label": one.label, "set": one.set, "operator": evaluation.standards.OPERATORS[one.operator], "value": float(one.value),
        "keeps": None if share is None else evaluation.keeps(one, share), "surely": surely,
        "since": one.since.isoformat(), "source": one.source, "unverified": one.unverified,
    }  # fmt: skip


def _layers(evaluation_: Evaluation, met: list[Met]) -> list[Result]:
    """By stratum: frame, drawn, met, not met; cells of whose households nobody was met speak for nobody."""
    cells, visited = evaluation_.design["cells"], Counter(one.sampled.cell for one in met)
    missed = Counter(
        Sampled.objects.filter(evaluation=evaluation_, questionnaire__met=False).values_list(
            "stratum", flat=True
        )
    )
    found = []
    for stratum, label in STRATA.items():
        own = {name: cell for name, cell in cells.items() if cell["stratum"] == stratum}
        if own:
            unseen = sum(cell["frame"] for name, cell in own.items() if cell["take"] and not visited[name])
            found.append({
                "stratum": stratum, "label": label, "frame": sum(cell["frame"] for cell in own.values()),
                "take": sum(cell["take"] for cell in own.values()), "met": sum(visited[name] for name in own),
                "missed": missed[stratum], "unseen": unseen,
            })  # fmt: skip
    return found


def _villages(met: list[Met], questions: Any) -> list[Result]:
    """By village: of each rate found and base, as plain counts; a village is too small for more."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: {key: [0, 0] for key in RATES})
    names = {}
    for key in RATES:
        for one, said, size in _counted(key, met, questions):
            names[one.sampled.village.code] = one.sampled.village.name
            if said is not None:
                pair = counts[one.sampled.village.code][key]
                pair[0] += size if said else 0
                pair[1] += size
    return [{"code": code, "name": names[code], "rates": counts[code]} for code in sorted(names)]


def _told(one: Estimate | None) -> Result | None:
    if one is None:
        return None
    return {
        "share": one.share, "error": one.error, "effect": one.effect, "low": one.interval.low,
        "high": one.interval.high, "method": one.interval.method, "whole": one.whole,
    }  # fmt: skip


def _fraction(found: int, of: int) -> Fraction | None:
    return Fraction(found, of) if of else None


def _share(found: int, of: int) -> float | None:
    return found / of if of else None


def _float(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)


__all__ = ["Met", "Question", "Result", "accepted", "judged", "results"]
