"""The time line of a monitored household: identified, helped, visited, assessed, removed, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from liuqing.registry.models import Assessed, Household, Monitoring, Worksheet
from liuqing.registry.queries.monitoring.gathering import Help, Watched


@dataclass(frozen=True)
class Event:
    """What happened on a day. ``proceeding`` is its number, "" if there was none."""

    on: date
    what: str
    note: str = ""
    proceeding: str = ""


def of_household(household: Household, helps: Iterable[Help], watched: Watched | None) -> tuple[Event, ...]:
    """Everything in the order of its days, the latest first."""
    events = [*_monitored(household), *_listed(watched), *_assessed(household), *_sheets(household)]
    begun = watched.since.replace(day=1) if watched else date.max
    events += [
        Event(one.since, "落实帮扶措施", one.code) for one in helps if one.since and one.since >= begun
    ]
    return tuple(sorted(events, key=lambda one: one.on, reverse=True))


def _monitored(household: Household) -> Iterable[Event]:
    for row in Monitoring.objects.filter(household=household).select_related("proceeding"):
        no = row.proceeding.no if row.proceeding else ""
        # A row of a removal that was taken back, or of a risk marked again, tells so itself.
        own = next((str(line.get("what", "")) for line in row.story if line.get("proceeding") == no), "")
        yield Event(row.since, f"{own or '纳入监测'}（{row.kind}）", "、".join(row.risks), no)
        told = {line.get("on") for line in row.story}
        if row.removed_on and row.removed_on.isoformat() not in told:
            yield Event(row.removed_on, "风险消除", row.way)
        for line in row.story:
            day = _day(line.get("on"))
            if day and line.get("proceeding") != no:
                yield Event(day, str(line.get("what", "")), "", str(line.get("proceeding", "")))


def _listed(watched: Watched | None) -> Iterable[Event]:
    if watched is None or watched.listed_on is None:
        return
    yield Event(watched.since, f"名单：识别监测（{watched.kind}）", "、".join(watched.risks))
    if watched.removed_on:
        yield Event(watched.removed_on, "名单：风险消除", watched.way)


def _assessed(household: Household) -> Iterable[Event]:
    for one in Assessed.objects.filter(household=household).select_related("proceeding"):
        yield Event(one.on, f"{one.get_phase_display()}评估", "", one.proceeding.no)


def _sheets(household: Household) -> Iterable[Event]:
    for sheet in Worksheet.objects.filter(household=household):
        months = f"{sheet.first_month:%Y-%m} 至 {sheet.last_month:%Y-%m}"
        yield Event(sheet.signed_on or timezone.localdate(sheet.at), "收入核算", months)


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None
