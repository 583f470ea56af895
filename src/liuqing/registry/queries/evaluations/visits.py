"""What an enumerator sees: whom to visit, and one household with its questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from liuqing.policy.door import VERDICTS, Reason
from liuqing.policy.evaluation import STRATA, Question
from liuqing.registry.models import Evaluation, Membership, Person, Questionnaire, Sampled
from liuqing.registry.queries.evaluations import asked, results, seeing
from liuqing.registry.queries.evaluations.page import who
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Stop:
    """A household on the list. ``done``: "", met, missed or again (it was sent back, with a word why)."""

    order: int
    head: str
    hamlet: str
    stratum: str
    persons: int
    instead: bool
    done: str
    why: str


@dataclass(frozen=True)
class Village:
    """The stops of one village."""

    town: str
    name: str
    stops: tuple[Stop, ...]

    @property
    def left(self) -> int:
        """Stops that are still to be made."""
        return sum(one.done in ("", "again") for one in self.stops)


@dataclass(frozen=True)
class Visits:
    """The round of one enumerator."""

    pk: int
    label: str
    area: str
    villages: tuple[Village, ...]

    @property
    def left(self) -> int:
        """Stops that are still to be made."""
        return sum(one.left for one in self.villages)

    @property
    def open(self) -> tuple[Village, ...]:
        """The villages in which somebody is still to be visited."""
        return tuple(one for one in self.villages if one.left)

    @property
    def done(self) -> tuple[Village, ...]:
        """The villages that are finished."""
        return tuple(one for one in self.villages if not one.left)

    @property
    def first(self) -> int | None:
        """The next stop."""
        stops = (stop for village in self.villages for stop in village.stops)
        return next((stop.order for stop in stops if stop.done in ("", "again")), None)


@dataclass(frozen=True)
class Visit:
    """One household at its door. ``sections`` are the screens: a heading and questions by key."""

    pk: int
    label: str
    sampled: Sampled
    head: str
    no: str
    hamlet: str
    town: str
    village: str
    stratum: str
    members: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, Question], ...]], ...]
    given: Questionnaire | None
    why: str
    verdict: str
    reasons: tuple[Reason, ...]
    line: str


def mine(user: Any) -> list[tuple[int, str, int]]:
    """The open evaluations in which the user visits: key, name, stops left."""
    found: list[tuple[int, str, int]] = []
    if not rights.can(user, Right.VISIT_SAMPLED):
        return found
    for one in Evaluation.objects.filter(state=Evaluation.State.OPEN).select_related("area"):
        stops = list(seeing.visiting(user).filter(evaluation=one))
        if stops:
            found.append((one.pk, one.label, sum(_done(stop)[0] in ("", "again") for stop in stops)))
    return found


def visits(user: Any, pk: int) -> Visits:
    """The round of the user. Problem ``evaluations.no_such_evaluation`` if there is none."""
    stops = list(seeing.visiting(user).filter(evaluation=pk).order_by("village__code", "order"))
    if not stops:
        raise seeing.no_such()
    one = stops[0].evaluation
    villages = (
        Village(village.parent.name if village.parent else "", village.name, tuple(map(_stop, group)))
        for village, group in groupby(stops, key=lambda stop: stop.village)
    )
    return Visits(one.pk, one.label, one.area.name, tuple(villages))


def visit(user: Any, pk: int, order: int) -> Visit:
    """One household. Problem ``evaluations.no_such_evaluation`` if it is not the user's to visit."""
    of = seeing.visiting(user).filter(evaluation=pk, order=order).first()
    if of is None:
        raise seeing.no_such()
    given: Questionnaire | None = getattr(of, "questionnaire", None)
    done, why = _done(of)
    shown = given if given and given.met and done == "met" else None
    judged = results.judged(shown) if shown else None
    line = asked.line(of.evaluation)
    return Visit(
        of.evaluation_id, of.evaluation.label, of, who(of), of.household.no if of.household else "", _hamlet(of),
        of.village.parent.name if of.village.parent else "", of.village.name, STRATA[of.stratum], tuple(members(of)),
        tuple(sections(of)), given if done in ("met", "missed") else None, why, VERDICTS[shown.verdict] if shown else "",
        judged.reasons if judged else (), "" if line is None else f"{line:,}",
    )  # fmt: skip


def sections(of: Sampled) -> Iterable[tuple[str, tuple[tuple[str, Question], ...]]]:
    """The screens for a household of its stratum, in the order of the file."""
    own = [(key, one) for key, one in asked.questions(of.evaluation).items() if of.stratum in one.of]
    for name in dict.fromkeys(one.section for _, one in own):
        yield name, tuple((key, one) for key, one in own if one.section == name)


def members(of: Sampled) -> list[str]:
    """Who lives there by the record: names only, to know at the door that it is the right house."""
    if of.household:
        rows = (
            Membership.objects.filter(household=of.household, until=None)
            .select_related("person")
            .order_by("pk")
        )
        return [row.person.name for row in rows]
    if of.person and of.person.hukou_no:
        return list(
            Person.objects.filter(hukou_no=of.person.hukou_no, same_as=None)
            .order_by("pk")
            .values_list("name", flat=True)
        )
    return [of.person.name] if of.person else []


def _stop(of: Sampled) -> Stop:
    done, why = _done(of)
    return Stop(
        of.order,
        who(of),
        _hamlet(of),
        STRATA[of.stratum],
        of.persons or 0,
        of.replaces_id is not None,
        done,
        why,
    )


def _done(of: Sampled) -> tuple[str, str]:
    given: Questionnaire | None = getattr(of, "questionnaire", None)
    if given is None:
        return "", ""
    last = given.earlier[-1] if given.earlier else {}
    if last.get("open"):
        return "again", str(last["why"])
    return ("met" if given.met else "missed"), ""


def _hamlet(of: Sampled) -> str:
    return of.household.hamlet if of.household else ""
