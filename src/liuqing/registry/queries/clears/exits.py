"""6 脱贫时序清: identified, planned to exit, exited, fallen back."""

from collections.abc import Iterable

from liuqing.policy.tables import CLEARS
from liuqing.registry.card import Clear, Grid, Shown
from liuqing.registry.models import Standing
from liuqing.registry.queries import words
from liuqing.registry.queries.gathering import Told


def clear(told: Told) -> Clear:
    """The years that count, and the time line."""
    return Clear("exits", CLEARS["exits"], tuple(_facts(told)), (_line(told),), tuple(_gaps(told)))


def identified_year(told: Told) -> int | None:
    """The year of the first standing; None if there is none."""
    return told.standings[0].since.year if told.standings else None


def exit_year(told: Told) -> int | None:
    """The year in which the household exited; None unless it stands as exited."""
    standing = told.standing
    return standing.since.year if standing and standing.status == Standing.Status.EXITED else None


def _facts(told: Told) -> Iterable[Shown]:
    standing, first = told.standing, told.standings[0] if told.standings else None
    yield Shown("脱贫属性", words.standing(standing.status) if standing else "", told.sources.of(standing),
                standing.since if standing else None, "" if standing else "missing")  # fmt: skip
    yield _year("识别年度", identified_year(told), told.sources.of(first))
    yield _year("计划脱贫年度", told.plan.year if told.plan else None, told.sources.of(told.plan))
    if standing and standing.status == Standing.Status.EXITED:
        yield _year("脱贫年度", exit_year(told), told.sources.of(standing))


def _year(label: str, year: int | None, source: str) -> Shown:
    return Shown(label, f"{year} 年", source) if year else Shown(label, "", state="missing")


def _line(told: Told) -> Grid:
    events = [(str(one.since), words.standing(one.status), told.sources.of(one)) for one in told.standings]
    if told.plan and exit_year(told) is None:
        events.append((f"{told.plan.year} 年", "计划脱贫", told.sources.of(told.plan)))
    rows = tuple((day, what) for day, what, _ in events)
    return Grid("时间线", ("时间", "事项"), rows, tuple(source for _, _, source in events))


def _gaps(told: Told) -> Iterable[str]:
    standing = told.standing
    if standing is None:
        yield "没有脱贫属性"
    if identified_year(told) is None:
        yield "没有识别年度"
    exited = standing is not None and standing.status == Standing.Status.EXITED
    if not exited and told.plan is None:
        yield "没有计划脱贫年度"
