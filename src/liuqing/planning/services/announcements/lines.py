"""Lines of a sheet: made from the record and frozen as [[label, text], …], so that their order stays too.

Of projects what the place asks for; of households a family name, the group, the amount, and the last
characters of the household's number where two would read alike.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.db.models import Count

from liuqing.errors import Problem
from liuqing.planning.models import Distribution, Due, Payment, Project, Refund
from liuqing.policy.announcing import PARTS, InForce
from liuqing.registry.models import Area, Household

Line = list[list[str]]
WAN = Decimal(10_000)
TAIL = 4
"""Characters of a household's number that set two apart."""


def of_projects(projects: Sequence[Project], kind: InForce) -> list[Line]:
    """A line for each project, or for each of its targets, in the order of the projects."""
    counts = _linked(projects)
    told = []
    for n, one in enumerate(projects, start=1):
        parts = {name: PROJECT[name](one) for name in kind.version.shows if name in PROJECT}
        if "served" in kind.version.shows:
            parts["served"] = _served(one, counts.get(one.pk))
        if kind.kind.of == "targets":
            told += [
                _line(n, {**parts, "target": target.name, "value": target_said(target)}, kind)
                for target in one.targets.all()
            ]
        else:
            told.append(_line(n, parts, kind))
    return told


def lacking(one: Project, kind: InForce) -> list[str]:
    """What must stand on a project's line and is not known, in words; every target needs none of its own."""
    targets = {"target", "value"}
    parts = {name: PROJECT[name](one) for name in kind.version.shows if name in PROJECT}
    if "served" in kind.version.shows:
        parts["served"] = _served(one, None) or _served(one, _linked([one]).get(one.pk))
    found = [PARTS[name] for name in kind.version.shows if name not in targets and not parts.get(name)]
    return found if kind.kind.of != "targets" or one.targets.all() else [*found, PARTS["targets"]]


def of_people(subject: str, area: Area, kind: InForce) -> list[Line]:
    """A line for each household of a distribution or a batch (``distribution:NO``, ``batch:NO``) in the area,
    and the sum. Problem ``announcements.no_such_subject``.
    """
    what, _, no = subject.partition(":")
    rows = PEOPLE[what](no, area) if what in PEOPLE else []
    if not rows:
        raise Problem(
            "announcements.no_such_subject",
            "这里没有可以公示的分配或发放名单",
            "请从分配方案或发放批次进入。",
        )
    names = _apart([home for _, home, _, _ in rows])
    told = [
        _line(n, {"part": part, "who": names[home.pk] if home else where, "group": home.hamlet if home else "集体",
                  "paid": f"{amount:,.2f}"}, kind)
        for n, (part, home, where, amount) in enumerate(rows, start=1)
    ]  # fmt: skip
    total = sum((amount for *_, amount in rows), Decimal(0))
    return [*told, _sum(kind, len(rows), total)]


def wan(amount: Decimal) -> str:
    """Yuan as 万元, to the fen: what is published is not rounded."""
    text = f"{amount / WAN:.6f}".rstrip("0")
    whole, _, rest = text.partition(".")
    return f"{int(whole):,}.{rest.ljust(2, '0')}"


def target_said(target) -> str:  # type: ignore[no-untyped-def]
    """A target as people read it: ≥ 100 亩."""
    return f"{'≥' if target.least else '≤'} {target.value.normalize():f} {target.unit}".strip()


def _line(n: int, parts: dict[str, str], kind: InForce) -> Line:
    return [["序", str(n)], *([PARTS[name], parts.get(name, "")] for name in kind.version.shows)]


def _sum(kind: InForce, rows: int, total: Decimal) -> Line:
    told = {"who": f"{rows} 笔", "paid": f"{total:,.2f}"}
    return [["序", "合计"], *([PARTS[name], told.get(name, "")] for name in kind.version.shows)]


def _place(one: Project) -> str:
    names, area = [], one.area
    while area is not None and area.level != Area.Level.COUNTY:
        names.append(area.name)
        area = area.parent
    where = "".join(reversed(names)) or one.area.name
    return f"{where} {one.site}" if one.site and one.site not in where else where


def _plan(one: Project) -> str:
    return "；".join(f"{each.year}年{each.source} {wan(each.need)}万元" for each in one.fundings.all())


def _stands(moved: Payment | Refund) -> bool:
    """Whether a payment or what came back of it was not reversed."""
    return not hasattr(moved.voucher, "reversed_by")


def _result(one: Project) -> str:
    """How far it came and what was paid for it, as the record has it."""
    last = one.progresses.last()
    payments = [pay for line in one.lines.all() for pay in line.payments.all() if _stands(pay)]
    paid = sum((pay.amount for pay in payments), Decimal(0))
    back = sum((r.amount for pay in payments for r in pay.refunds.all() if _stands(r)), Decimal(0))
    told = [Project.State(one.state).label]
    told += [f"完成 {last.percent}%"] if last else []
    told += [f"已支付 {wan(paid - back)}万元"] if paid else []
    return "，".join(told)


def _served(one: Project, counted: int | None) -> str:
    homes = one.households_said if one.households_said is not None else counted
    people = f"{one.persons_said} 人" if one.persons_said is not None else ""
    return "、".join(text for text in (f"{homes} 户" if homes is not None else "", people) if text)


def _linked(projects: Sequence[Project]) -> dict[int, int]:
    found = Project.objects.filter(
        pk__in=[one.pk for one in projects], beneficiaries__household__isnull=False
    )
    return dict(
        found.order_by().values_list("pk").annotate(n=Count("beneficiaries__household", distinct=True))
    )


PROJECT: dict[str, Callable[[Project], str]] = {
    "name": lambda one: one.name,
    "place": _place,
    "content": lambda one: one.content,
    "unit": lambda one: one.unit or one.department,
    "leader": lambda one: one.leader or one.lead,
    "amount": lambda one: wan(sum((each.need for each in one.fundings.all()), Decimal(0))),
    "plan": _plan,
    "targets": lambda one: "；".join(f"{each.name} {target_said(each)}" for each in one.targets.all()),
    "result": _result,
    "mechanism": lambda one: one.mechanism,
}  # fmt: skip
"""What a line tells of a project, by the part."""

Row = tuple[str, Household | None, str, Decimal]
"""The part, the household or who else, and the amount."""


def _distributed(no: str, area: Area) -> list[Row]:
    one = Distribution.objects.filter(no=no, asset__area__path__startswith=area.path).first()
    if one is None:
        return []
    keys = {line.get("household") for line in one.lines} - {None}
    homes = {home.no: home for home in Household.objects.filter(no__in=keys).select_related("village")}
    codes = {line.get("area") for line in one.lines} - {None}
    areas = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    told = ((str(line.get("part", "")), line) for line in one.lines)
    return [
        (part, homes.get(line.get("household")), areas.get(line.get("area"), part), Decimal(str(line["amount"])))
        for part, line in told
    ]  # fmt: skip


def _batched(no: str, area: Area) -> list[Row]:
    dues = Due.objects.filter(batch__no=no, household__village__path__startswith=area.path)
    dues = dues.exclude(state=Due.State.DROPPED).select_related("household", "batch")
    return [(due.batch.label, due.household, area.name, due.amount) for due in dues.order_by("order")]


PEOPLE: dict[str, Callable[[str, Area], list[Row]]] = {"distribution": _distributed, "batch": _batched}
"""From which record the list of people comes, by the first word of the subject."""


def _apart(homes: Iterable[Household | None]) -> dict[int, str]:
    """How each household is called on a sheet: its family name, and the end of its number where two are alike."""
    known = {home.pk: home for home in homes if home is not None}
    named = {pk: f"{home.head_name[:1]}某某" for pk, home in known.items()}
    alike = Counter((named[pk], home.hamlet) for pk, home in known.items())
    return {
        pk: f"{named[pk]}（户编号尾号 {home.no[-TAIL:]}）" if alike[named[pk], home.hamlet] > 1 else named[pk]
        for pk, home in known.items()
    }
