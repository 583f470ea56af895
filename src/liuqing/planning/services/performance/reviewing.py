"""Reviews (监控、自评、评价): what was reached of each target, what it is worth, and what is to be done."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Project, Review, Target
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import money, terms
from liuqing.planning.services.performance.targets import number
from liuqing.policy import masking, performance, place
from liuqing.policy.performance import Promise, Version
from liuqing.workflow import clock, trail

SAID = 200
"""Characters of a remark on one target."""


@transaction.atomic
def review(
    project: Project, *, by: Any, kind: str, values: Mapping[int, Mapping[str, Any]], uuid: UUID,
    year: int | None = None, said: str = "", on: date | None = None,
) -> Review:  # fmt: skip
    """Take down a look at the targets: ``values`` is {target pk: {"actual", "said"}}; no actual is not known.

    The same uuid again returns the first. Problems ``planning.not_allowed``, ``performance.no_kind``,
    ``performance.too_early``, ``performance.no_targets``, ``performance.once_a_year``,
    ``performance.by_another``, ``performance.faulty``.
    """
    one = Project.objects.select_for_update(of=("self",)).select_related("area").get(pk=project.pk)
    if known := Review.objects.filter(uuid=uuid, project=one).first():
        return known
    today = clock.today()
    day = on or today
    about = _year(year, day)
    _may(one, by, kind, about, day, today)
    targets = list(one.targets.all())
    actuals, told = _read(targets, values, said)
    made = _reviewed(one, Review.Kind(kind), targets, actuals, about, day)
    for key, remark in told.items():
        made.values[str(key)]["said"] = remark
    made.uuid, made.by, made.at, made.said = uuid, by.get_username(), clock.now(), said.strip()[:300]
    made.save(force_insert=True)
    detail = {"kind": kind, "year": about, "score": made.score, "grade": made.grade}
    trail.record("performance.reviewed", subject=f"project:{one.no}", by=by, detail=detail)
    return made


def passed(project: Project, day: date, year: int) -> Decimal:
    """How much of the project's time in the year is over, 0 to 1; of the whole year if its days are not known."""
    first = max(project.starts_on or date(year, 1, 1), date(year, 1, 1))
    last = min(project.ends_on or date(year, 12, 31), date(year, 12, 31))
    if last < first:
        first, last = date(year, 1, 1), date(year, 12, 31)
    share = Decimal((day - first).days + 1) / Decimal((last - first).days + 1)
    return max(Decimal(0), min(Decimal(1), share))


def _reviewed(
    one: Project, kind: Review.Kind, targets: list[Target], actuals: dict[int, Decimal | None], year: int, day: date
) -> Review:  # fmt: skip
    by = performance.scale(place.load(settings.WORKSPACE.place), day)[1]
    promises = [promise(target) for target in targets]
    if kind == Review.Kind.MIDYEAR:
        lines = _watched(promises, actuals, passed(one, day, year), by)
        return Review(project=one, year=year, kind=kind, values=lines, on=day)
    spent = money.execution(one)
    scored = performance.score(promises, actuals, spent, by)
    worth = performance.worths(promises, by)
    lines = {
        str(each.key): _line(actuals[each.key], points=scored.points[each.key], worth=worth[each.key])
        for each in promises
    }
    lines["execution"] = _line(spent, points=scored.execution, worth=worth[performance.EXECUTION])
    return Review(
        project=one, year=year, kind=kind, values=lines, score=scored.total, grade=scored.grade, on=day
    )


def promise(target: Target) -> Promise:
    """A target as the rules read it."""
    return Promise(target.pk, target.kind, target.value, target.least, target.weight)


def _watched(
    promises: list[Promise], actuals: dict[int, Decimal | None], share: Decimal, by: Version
) -> dict[str, Any]:  # fmt: skip
    found = {}
    for one in promises:
        reached, warning = performance.behind(one, actuals[one.key], share, by)
        do = by.warnings[warning].do if warning else ""
        found[str(one.key)] = _line(actuals[one.key], reached=reached, warning=warning, do=do)
    return found


def _line(actual: Decimal | None, **more: Any) -> dict[str, Any]:
    told = {"actual": actual, "said": "", **more}
    return {
        key: str(round(value, 4).normalize() + 0) if isinstance(value, Decimal) else value
        for key, value in told.items()
    }


def _may(one: Project, by: Any, kind: str, year: int, day: date, today: date) -> None:
    if kind not in Review.Kind.values:
        raise Problem("performance.no_kind", "没有选是监控、自评还是评价", "请选一种。")
    which = Review.Kind(kind)
    if not any(scope.may(by, right, one) for right in terms.RIGHTS[which]):
        scope.require(by, terms.RIGHTS[which][0], one)
    first = terms.FIRST[which]
    if not terms.reached(one, first):
        raise Problem(
            "performance.too_early",
            f"项目现在是「{one.get_state_display()}」，还不能做{which.label}",
            f"请在「{first.label}」以后办理。",
        )
    if not one.targets.exists():
        raise Problem("performance.no_targets", "项目没有绩效目标", "请先填绩效目标。")
    if day > today or year > day.year:
        raise Problem("performance.bad_day", "日期还没有到", "请填今天或以前的日期。")
    if one.reviews.filter(year=year, kind=kind).exists():
        raise Problem("performance.once_a_year", f"{year} 年的{which.label}已经做过", "请看项目的绩效一栏。")
    if which == Review.Kind.OUTSIDE:
        _by_another(one, by, year)


def _by_another(one: Project, by: Any, year: int) -> None:
    own = one.reviews.filter(year=year, kind=Review.Kind.SELF).first()
    if own is None:
        raise Problem("performance.too_early", f"还没有 {year} 年的绩效自评", "请先由实施单位自评。")
    if by.get_username() in (own.by, one.maker):
        raise Problem(
            "performance.by_another", "这个项目是您申报或自评的，不能由您评价", "请由另一位同事评价。"
        )


def _year(said: int | None, day: date) -> int:
    return day.year if said is None else said


def _read(
    targets: list[Target], values: Mapping[int, Mapping[str, Any]], said: str
) -> tuple[dict[int, Decimal | None], dict[int, str]]:
    actuals: dict[int, Decimal | None] = {}
    told: dict[int, str] = {}
    found = ["说明里有号码"] if masking.found(said) and "number" in masking.found(said) else []
    for target in targets:
        line = values.get(target.pk) or {}
        typed = str(line.get("actual") if line.get("actual") is not None else "").strip()
        actuals[target.pk] = number(typed) if typed else None
        told[target.pk] = str(line.get("said") or "").strip()[:SAID]
        if typed and (actuals[target.pk] is None or actuals[target.pk] < 0):  # type: ignore[operator]
            found.append(f"「{target.name}」的完成值应是不小于 0 的数，最多 4 位小数")
        if "number" in masking.found(told[target.pk]):
            found.append(f"「{target.name}」的说明里有号码")
    if not any(value is not None for value in actuals.values()):
        found.append("一个完成值都没有填")
    if found:
        raise Problem("performance.faulty", "；".join(found), "请改好后再交；不知道的空着，不要填 0。")
    return actuals, told
