"""A household's whole story (来龙去脉) on one time line: who, when, on what ground, before and after.

Standings, members, villages, monitoring, every act with its papers, notices and what people said, clues,
flags that were looked at, the lists that said something of it, and what it was paid a year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from liuqing.registry.models import (
    Act,
    Case,
    Clue,
    FormerVillage,
    Household,
    HouseholdYear,
    IncomeYear,
    Membership,
    Monitoring,
    Notice,
    Objection,
    Proceeding,
    Receipt,
    SourceFile,
    Standing,
)
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.standing import saying
from liuqing.registry.queries.standing.lines import Line, lines
from liuqing.registry.queries.standing.page import ActShown, shown
from liuqing.registry.queries.standing.saying import Changed, Names
from liuqing.registry.services.standing.effects.members import CHANGED
from liuqing.registry.services.standing.verifying import Verdict, verify_these

KINDS = {
    "standing": "在册身份", "member": "家庭成员", "village": "所在村", "monitoring": "监测", "act": "办理", "notice": "公示",
    "objection": "异议", "clue": "线索", "case": "疑点", "list": "名单", "money": "资金",
}  # fmt: skip
"""What a line of the story is about."""


@dataclass(frozen=True)
class Happened:
    """One line. ``link`` is (kind, key) of the page where it stands, ("", "") without one.

    ``source`` is who says so: a list with its row, or the number of a proceeding. ``change`` and ``act``
    belong to acts: what the proceeding changes, and the act itself with papers and figures.
    """

    on: date
    kind: str
    title: str
    detail: str = ""
    by: str = ""
    role: str = ""
    at: datetime | None = None
    ground: str = ""
    before: str = ""
    after: str = ""
    source: str = ""
    link: tuple[str, Any] = ("", "")
    change: tuple[Changed, ...] = ()
    act: ActShown | None = None

    @property
    def about(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Story:
    """The story of one household, the oldest first; ``broken`` are proceedings that were tampered with."""

    household: Household
    village: str
    town: str
    standing: str
    on: date
    lines: tuple[Happened, ...]
    proceedings: tuple[Line, ...]
    broken: tuple[Verdict, ...]


def story(user: Any, household_no: str) -> Story:
    """The story of a household. Problem ``registry.no_such_household`` if it is not the user's."""
    home = scope.household(user, household_no)
    told = list(
        Proceeding.objects.filter(household=home).select_related("area__parent", "household").order_by("pk")
    )
    found = [*_standings(home), *_members(home), *_villages(home), *_monitored(home), *_acts(told), *_noticed(told),
             *_clues(home), *_cases(home), *_lists(home), *_money(home)]  # fmt: skip
    open_one = Standing.objects.filter(household=home, until=None).first()
    village = home.village
    return Story(
        household=home, village=village.name, town=village.parent.name if village.parent else "",
        standing=saying.standing(open_one.status if open_one else ""), on=timezone.localdate(),
        lines=tuple(sorted(found, key=_order)), proceedings=lines(told, timezone.localdate()),
        broken=tuple(one for one in verify_these([one.pk for one in told]) if not one.sound),
    )  # fmt: skip


def _order(one: Happened) -> tuple[date, bool, str]:
    # Within a day: what has no hour is the outcome of what has one.
    return one.on, one.at is None, one.at.isoformat() if one.at else ""


def _source(row: Any) -> tuple[str, tuple[str, Any]]:
    if row.proceeding_id:
        return f"{row.proceeding.label} {row.proceeding.no}", ("proceeding", row.proceeding.no)
    file = getattr(row, "file", None)
    return words.source(file, getattr(row, "row", None)), ("file", file.pk) if file else ("", "")


def _standings(home: Household) -> Iterable[Happened]:
    before = "不在册"
    rows = list(
        Standing.objects.filter(household=home).select_related("file", "proceeding").order_by("since", "pk")
    )
    # A household outside the register has none.
    for row, following in zip(rows, [*rows[1:], None][: len(rows)], strict=True):
        source, link = _source(row)
        after = words.standing(row.status)
        yield Happened(
            row.since, "standing", f"在册身份：{after}", before=before, after=after, source=source, link=link
        )
        before = after
        if row.until and (following is None or following.since > row.until):
            yield Happened(row.until, "standing", "不再在册", before=after, after="不在册")
            before = "不在册"


def _members(home: Household) -> Iterable[Happened]:
    rows = Membership.objects.filter(household=home).select_related("person", "file", "proceeding")
    ended: dict[int, Membership] = {}
    for row in rows.order_by("since", "pk"):
        source, link = _source(row)
        name, last = row.person.name, ended.get(row.person_id)
        if last is not None and last.until == row.since and last.reason == CHANGED:
            yield Happened(
                row.since, "member", f"{name}：与户主关系变更", before=last.relation, after=row.relation, source=source, link=link
            )  # fmt: skip
        else:
            yield Happened(row.since, "member", f"{name}（{row.relation}）成为成员", source=source, link=link)
        if row.until and row.reason != CHANGED:
            yield Happened(
                row.until, "member", f"{name}不再是成员", detail=row.reason, source=source, link=link
            )
        ended[row.person_id] = row


def _villages(home: Household) -> Iterable[Happened]:
    rows = list(FormerVillage.objects.filter(household=home).select_related("village", "proceeding"))
    names = [*(row.village.name for row in rows[1:]), home.village.name][: len(rows)]
    for row, after in zip(rows, names, strict=True):
        source, link = _source(row)
        yield Happened(
            row.until, "village", f"所在村：{after}", row.reason, before=row.village.name, after=after, source=source, link=link
        )  # fmt: skip


def _monitored(home: Household) -> Iterable[Happened]:
    for row in (
        Monitoring.objects.filter(household=home).select_related("file", "proceeding").order_by("since", "pk")
    ):
        source, link = _source(row)
        risks = "、".join(row.risks)
        yield Happened(row.since, "monitoring", f"纳入监测：{row.kind}", risks, source=source, link=link)
        if row.removed_on:
            yield Happened(row.removed_on, "monitoring", "风险消除", row.way, source=source, link=link)


def _acts(told: list[Proceeding]) -> Iterable[Happened]:
    names = saying.names([state for one in told for state in (one.before, one.after)])
    homes = {one.pk: one for one in told}
    rows = Act.objects.filter(proceeding__in=told).select_related("notice").prefetch_related("papers")
    for row in rows.order_by("proceeding", "ordinal"):
        yield _act(homes[row.proceeding_id], row, names)


def _act(one: Proceeding, row: Act, names: Names) -> Happened:
    told = shown(row)
    first = row.step == one.steps["version"]["steps"][0]["key"]
    change = saying.change(one.before, one.after, names) if first and row.round == one.round else ()
    return Happened(
        on=row.on, kind="act", title=f"{one.label}：{row.label}（{told.outcome_label}）", detail=told.said, by=row.by,
        role=told.role, at=row.at, ground=one.ground if first else "", source=one.no, link=("proceeding", one.no),
        change=change, act=told,
    )  # fmt: skip


def _noticed(told: list[Proceeding]) -> Iterable[Happened]:
    rows = Notice.objects.filter(noticed__proceeding__in=told).distinct().order_by("pk")
    for row in rows:
        link = ("notice", row.code)
        if row.hung_on:
            yield Happened(
                row.hung_on, "notice", f"{row.label}张贴", row.title, row.hung_by, source=row.code, link=link
            )
        if row.ended_on:
            yield Happened(
                row.ended_on,
                "notice",
                f"{row.label}结束",
                row.title,
                row.ended_by,
                source=row.code,
                link=link,
            )
    # What was said of a whole sheet was said of everybody on it.
    about = Q(proceeding__in=told) | Q(proceeding=None, notice__noticed__proceeding__in=told)
    for said in Objection.objects.filter(about).distinct().select_related("notice"):
        yield from _objected(said)


def _objected(said: Objection) -> Iterable[Happened]:
    link = ("notice", said.notice.code)
    yield Happened(
        said.on, "objection", "收到对公示的异议", by=said.by, at=said.at, source=said.receipt, link=link
    )
    if said.answered_at:
        verdict = "异议成立" if said.upheld else "异议不成立"
        day = timezone.localtime(said.answered_at).date()
        yield Happened(
            day, "objection", verdict, said.answer, said.answered_by, at=said.answered_at, source=said.receipt, link=link
        )  # fmt: skip


def _clues(home: Household) -> Iterable[Happened]:
    for row in Clue.objects.filter(household=home).order_by("pk"):
        grade, link = Clue.Grade(row.grade).label, ("clue", row.pk)
        yield Happened(row.opened_on, "clue", "收到线索", grade, link=link)
        if row.visited_on:
            yield Happened(row.visited_on, "clue", "线索入户核实", by=row.verified_by, link=link)
        if row.closed_on:
            outcome = Clue.Outcome(row.outcome).label if row.outcome else ""
            yield Happened(row.closed_on, "clue", "线索办结", outcome, row.closed_by, link=link)


def _cases(home: Household) -> Iterable[Happened]:
    for row in Case.objects.filter(household=home).order_by("pk"):
        label, link = words.rule(row.rule), ("case", row.pk)
        yield Happened(row.opened_on, "case", f"疑点：{label}", link=link)
        if row.closed_on:
            outcome = Case.Outcome(row.outcome).label if row.outcome else ""
            yield Happened(row.closed_on, "case", f"疑点销号：{label}", outcome, link=link)


def _lists(home: Household) -> Iterable[Happened]:
    """Lists that spoke of the household itself, one line a file and day."""
    rows: set[tuple[int, int]] = set()
    for model in (HouseholdYear, IncomeYear):
        rows |= set(model.objects.filter(household=home).exclude(file=None).values_list("file", "row"))  # type: ignore[attr-defined]
    files = SourceFile.objects.in_bulk({file for file, _ in rows})
    for key, row in sorted(rows, key=str):
        file = files[key]
        if file.on:
            yield Happened(
                file.on,
                "list",
                "名单说到这一户",
                by=file.by,
                source=words.source(file, row),
                link=("file", key),
            )


def _money(home: Household) -> Iterable[Happened]:
    """What was paid, a sum a year."""
    years = (
        Receipt.objects.filter(household=home).values("year").annotate(total=Sum("amount")).order_by("year")
    )
    for row in years:
        day = min(date(row["year"], 12, 31), timezone.localdate())
        yield Happened(day, "money", f"{row['year']} 年到户资金 {row['total']:,.2f} 元")
