"""The demo's first work on projects and money (演示办件): what the demo's own people have begun by today.

They take the same steps through the same services as everybody, today, on what the ledgers brought:
an application on its notice, money waiting for approval, a claim, payments to people at the bank and
back, income to be given out. Where something stands against a step, the demo goes on with the next.
"""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import (
    Account,
    Announcement,
    Asset,
    Batch,
    Distribution,
    Document,
    Income,
    Line,
    Project,
)
from liuqing.planning.queries.batches import entitled, owed
from liuqing.planning.services import announcements, assets, batches, funds, life, performance, pool
from liuqing.planning.services.batches import bank_text
from liuqing.policy import paying
from liuqing.registry.models import Area, Household
from liuqing.workflow import clock

PEOPLE = {
    "analyst": "yewu",
    "clerk": "xiangzhen",
    "cadre": "cunzu",
    "officer": "nongye",
    "finance": "caizheng",
}
DEPARTMENT = "县农业局"
PAID = {
    "transport": "转移就业交通补助", "disability": "残疾人补贴", "housing": "维修加固", "ranger": "生态护林员", "post": "公益性岗位",
}  # fmt: skip
"""Programmes that are paid to people, and the item of the pool from which each is paid."""
UNREACHED = 3
"""So many of the first payments the bank could not make, at most."""
UNSEEN = 9
"""One asset in so many has not been looked after since it was handed over."""
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Begun:
    """How much there is to look at: applications, sheets, payments to people, distributions."""

    applications: int
    announcements: int
    batches: int
    distributions: int


@dataclass(frozen=True)
class People:
    """The demo's accounts that take part, and the village of the cadre."""

    analyst: User
    clerk: User
    cadre: User
    officer: User
    finance: User
    village: Area


def begin() -> Begun | None:
    """Take the first steps; None where no pool was loaded or the demo's accounts are missing."""
    people = _people()
    if people is None or not Project.objects.exists():
        return None
    for step in (
        _applications,
        _plan_of_the_year,
        _allocations,
        _claims,
        _work,
        _payments,
        _income,
        _inspections,
        _reviews,
    ):
        step(people)
    return Begun(
        Project.objects.filter(file=None).count(), Announcement.objects.count(), Batch.objects.count(),
        Distribution.objects.count(),
    )  # fmt: skip


def _people() -> People | None:
    found = {part: User.objects.filter(username=name).first() for part, name in PEOPLE.items()}
    cadre = found["cadre"]
    if cadre is None or None in found.values():
        return None
    path = cadre.appointments.get().area_path  # type: ignore[attr-defined]
    return People(**found, village=Area.objects.get(path=path))  # type: ignore[arg-type]


def _tried(act: Callable[..., Any], *told: Any, **more: Any) -> Any:
    """What the act gives; None where something stands against it."""
    try:
        return act(*told, **more)
    except Problem:
        return None


def _applications(people: People) -> None:
    """Three applications of the village: one a draft, one sent back by the township, one on its notice."""
    made = [one for one in _drafted(people) if one is not None]
    filed = [one for one in made[1:] if _filed(people, one)]
    if filed:
        _tried(
            life.take, filed[0], by=people.clerk, key="reviewed", outcome="returned", uuid=uuid4(),
            said="工程量没有写明起止点，请补充后再报",
        )  # fmt: skip
    _noticed(people, filed[1:])


def _drafted(people: People) -> Iterator[Project | None]:
    year = clock.today().year + 1
    for name, content, quantity, unit, cost in (
        ("产业路硬化", "硬化产业路，宽3米", 2, "公里", 260_000),
        ("人畜饮水管网改造", "更换老化管网", 3_200, "米", 45),
        ("村内太阳能路灯", "安装太阳能路灯", 40, "盏", 3_500),
    ):
        need = Decimal(quantity * cost)
        values = {
            "name": f"{people.village.name}{year}年{name}项目", "class_one": "基础设施和公共服务", "class_two": _item(name),
            "nature": "新建", "site": people.village.name, "content": content, "year": year, "starts_on": f"{year}-03-01",
            "ends_on": f"{year}-09-30", "department": "县交通局", "unit": f"{people.village.name}", "lead": "村党总支书记",
            "leader": "乡镇人民政府分管领导", "mechanism": "用工优先安排脱贫劳动力", "participation": "村民代表会议通过",
            "households_said": 120, "persons_said": 480, "poor_households_said": 36, "poor_persons_said": 140,
            "quantities": [{"item": name, "unit": unit, "quantity": quantity, "unit_cost": cost}],
            "fundings": [{"year": year, "source": _source(), "need": need}],
            "targets": [{"kind": "产出数量", "name": f"{name}数量", "value": quantity, "unit": unit},
                        {"kind": "满意度", "name": "受益群众满意度", "value": 90, "unit": "%"}],
        }  # fmt: skip
        one = _tried(pool.draft, by=people.cadre, area=people.village, values=values)
        if one is not None:
            _tried(pool.serve, one, by=people.cadre, areas=[people.village])
        yield one


def _item(name: str) -> str:
    return "农村饮水" if "饮水" in name else "道路建设" if "路硬化" in name else "人居环境"


def _source() -> str:
    """The source from which most of the county's projects are paid."""
    found = Project.objects.filter(file__isnull=False, fundings__isnull=False).values_list("fundings__source")
    return str(
        found.annotate(whole=Sum("fundings__need"))
        .order_by("-whole")
        .values_list("fundings__source", flat=True)[0]
    )


def _filed(people: People, one: Project) -> bool:
    papers = [("村民会议记录", "", None)]
    return _tried(life.take, one, by=people.cadre, key="filed", uuid=uuid4(), papers=papers) is not None


def _noticed(people: People, filed: list[Project]) -> None:
    """The rest hang in the village, and somebody has said something to it."""
    if not filed:
        return
    sheet = _tried(
        announcements.draw, by=people.cadre, kind="application", area=people.village, projects=filed
    )
    if sheet is None:
        return
    _tried(announcements.hang, sheet, by=people.cadre)
    sheet.refresh_from_db()
    _tried(announcements.opine, sheet, said="路灯安装位置能否向村小学一侧延伸", contact="")


def _plan_of_the_year(people: People) -> None:
    """Projects of the village that stand in the pool: announced by the county, and put into a plan of the year."""
    waiting = list(
        Project.objects.filter(state="pooled", area__path__startswith=_town(people).path).order_by("no")[:6]
    )
    sheet = _tried(announcements.draw, by=people.analyst, kind="pool", area=_county(people), projects=waiting)
    if sheet is None:
        return
    _tried(announcements.hang, sheet, by=people.analyst)
    for one in waiting[:3]:
        _tried(life.take, one, by=people.analyst, key="planned", uuid=uuid4(), figures={"year": one.year})


def _town(people: People) -> Area:
    return people.village.parent or people.village


def _county(people: People) -> Area:
    return _town(people).parent or people.village


def _allocations(people: People) -> None:
    """Money that nobody has allocated is proposed for projects without any; the finance office decides."""
    free = (
        Account.objects.filter(kind=Account.Kind.POOL, balance__gt=0)
        .select_related("document")
        .order_by("-balance")
    )
    for account in free[:2]:
        document: Document = account.document
        for one in _without_money(document)[:2]:
            year = max(document.year, one.year or document.year)
            need = one.fundings.aggregate(whole=Sum("need"))["whole"] or NOTHING  # type: ignore[attr-defined]
            amount = min(need, account.balance)
            _tried(funds.propose, by=people.analyst, project=one, document=document, year=year, amount=amount)


def _without_money(document: Document) -> list[Project]:
    found = Project.objects.filter(
        state__in=("planned", "tendered"), lines=None, fundings__source=document.source
    )
    return list(found.filter(year=document.year).distinct().order_by("no"))


def _claims(people: People) -> None:
    """The department claims for work that is under way: one is agreed and paid, one waits."""
    for number, line in enumerate(_running(people)):
        amount = (_left(line) / 4).quantize(Decimal("100"))
        claim = _tried(
            funds.claim, by=people.officer, line=line, kind="progress", amount=amount, uuid=uuid4(),
            invoices=[{"no": f"9900{line.pk:08d}", "amount": str(amount)}],
        ) if amount > 0 else None  # fmt: skip
        if claim is not None and number == 0:
            _tried(funds.judge, claim, by=people.finance, outcome="approved")
            claim.refresh_from_db()
            _tried(funds.pay, claim, by=people.finance, party="演示工程服务有限公司1部", uuid=uuid4())


def _running(people: People) -> list[Line]:
    found = Line.objects.filter(project__department=DEPARTMENT, project__state="begun", accounts__kind="line", accounts__balance__gt=0)  # fmt: skip
    return list(found.select_related("project").order_by("pk")[:3])


def _left(line: Line) -> Decimal:
    found = Account.objects.filter(line=line, kind=Account.Kind.LINE).aggregate(whole=Sum("balance"))
    return Decimal(found["whole"] or NOTHING)


def _work(people: People) -> None:
    """How far the work is, and the days by which it is to be done."""
    for percent, line in zip((35, 60, 80), _running(people), strict=False):
        one = line.project
        _tried(life.report, one, by=people.officer, percent=percent, uuid=uuid4(), said="按计划推进")


def _payments(people: People) -> None:
    """To people: one batch at the bank and back with failures, one waiting for approval, the rest being checked."""
    done = 0
    for programme, item in PAID.items():
        batch = _made(people, programme, item)
        if batch is None:
            continue
        if done < 2 and _handed_in(people, batch):
            done += 1
            if done == 1:
                _paid(people, batch)


def _made(people: People, programme: str, item: str) -> Batch | None:
    """A batch of those not paid yet, for as wide an area as the line with the most money left can carry."""
    lines = Line.objects.filter(
        project__class_two=item, accounts__kind="line", project__state__in=Project.IN_POOL
    )
    line = lines.order_by("-accounts__balance", "pk").select_related("project__area").first()
    area = _affordable(people, programme, _left(line)) if line else None
    if area is None:
        return None
    made: Batch | None = _tried(
        batches.make, by=people.analyst, programme=programme, period=str(_year()), area=area, line=line, uuid=uuid4(),
        only_unpaid=True,
    )  # fmt: skip
    return made


def _affordable(people: People, programme: str, left: Decimal) -> Area | None:
    """The county, or the township with the most people whom the money pays; None for nobody."""
    county, span = _county(people), paying.period(str(_year()))
    snapshot = _tried(entitled.snapshot_of, span)
    one = _tried(entitled.programme, programme)
    if snapshot is None or one is None:
        return None
    sums = list(owed.rests(county, one, span, snapshot))
    towns = dict(Household.objects.values_list("pk", "village__parent"))
    by_area: dict[int, list[Decimal]] = defaultdict(list)
    for each in sums:
        for area in (county.pk, towns[each.household]):
            by_area[area].append(each.amount)
    fitting = [(len(told), area) for area, told in by_area.items() if sum(told) <= left]
    return Area.objects.get(pk=max(fitting)[1]) if fitting else None


def _year() -> int:
    """The year of the pool that is over and was paid."""
    first = Project.objects.exclude(year=None).order_by("year").values_list("year", flat=True).first()
    return int(first or clock.today().year)


def _handed_in(people: People, batch: Batch) -> bool:
    """Who cannot be paid is dropped with the reason."""
    stops = {one["code"] for due in batches.check(batch) for one in due.checks if one["stops"]}
    for code in sorted(stops):
        _tried(batches.drop_all, batch, by=people.analyst, code=code, why="核对未过，查清以后另行发放")
    return _tried(batches.submit, batch, by=people.analyst) is not None


def _paid(people: People, batch: Batch) -> None:
    """Approved by another, sent to the bank, and answered: a few accounts were wrong."""
    batch.refresh_from_db()
    _tried(batches.decide, batch, by=people.finance, agreed=True)
    batch.refresh_from_db()
    file = _tried(batches.send, batch, by=people.finance)
    if file is None:
        return
    content = batches.opened(file, by=people.finance, purpose="演示回盘")
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        path = Path(folder) / "银行回盘.csv"
        _answer(path, bank_text.read(content)[1:-1])
        batch.refresh_from_db()
        _tried(batches.take_back, batch, by=people.finance, name=path.name, path=path)


def _answer(path: Path, rows: Iterable[list[str]]) -> None:
    told = list(rows)
    failed = min(UNREACHED, len(told) // 3)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("序号", "账号", "金额", "处理结果", "失败原因", "批次号"))
        for number, row in enumerate(told):
            result = ("失败", "账户状态异常") if number < failed else ("成功", "")
            writer.writerow((row[0], row[2], row[3], *result, row[5]))


def _income(people: People) -> None:
    """What an asset of the village or its township has earned is drawn up to be given out, and hangs."""
    earned = Income.objects.filter(asset__isnull=False, area__path__startswith=_county(people).path)
    mine = earned.filter(area=people.village) | earned.filter(area__parent=_town(people))
    for income in (
        *mine.select_related("asset").order_by("pk"),
        *earned.select_related("asset").order_by("pk")[:5],
    ):
        made = _shared(people, income.asset, income) if income.asset else None
        if made is not None:
            return


def _shared(people: People, asset: Asset, income: Income) -> Distribution | None:
    _serve(people, asset)
    made: Distribution | None = _tried(
        assets.distribute, asset, by=people.analyst, year=income.year, amount=income.amount, uuid=uuid4(), plan="by_household"
    )  # fmt: skip
    if made is None:
        return None
    _tried(assets.announce, made, by=people.analyst)
    made.refresh_from_db()
    if made.announcement is not None:
        _tried(announcements.hang, made.announcement, by=people.analyst)
    return made


def _serve(people: People, asset: Asset) -> None:
    """An asset of the whole village serves its registered households; the analyst says which."""
    project = asset.project
    if project is not None and not project.beneficiaries.filter(household__isnull=False).exists():
        homes = list(Household.objects.filter(village=asset.area).order_by("no")[:8])
        _tried(pool.serve, project, by=people.analyst, households=homes)


@transaction.atomic  # hundreds of steps: waiting for the disk after each took longer than the steps
def _inspections(people: People) -> None:
    """Those who keep the assets have been round in the last weeks, but not everywhere."""
    held = Asset.objects.filter(state=Asset.State.USED, area__path__startswith=_county(people).path)
    for number, asset in enumerate(held.select_related("area").order_by("no")):
        if number % UNSEEN:
            day = clock.today() - timedelta(days=number % 60)
            _tried(assets.event, asset, by=people.analyst, kind="inspection", uuid=uuid4(), on=day)


def _reviews(people: People) -> None:
    """The department looks at the targets of what is under way; half is reached."""
    for line in _running(people):
        values = {
            target.pk: {"actual": (target.value / 2).normalize(), "said": ""}
            for target in line.project.targets.all()
        }
        _tried(
            performance.review, line.project, by=people.officer, kind="midyear", values=values, uuid=uuid4()
        )
