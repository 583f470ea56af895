"""Errors planted in the pool and the ledgers of money: what they are, and where, by the projects' numbers.

None changes a sum of the plan: amounts are moved between two projects, and a payment too much is a row more.
"""

from collections.abc import Callable, Iterator
from random import Random

from liuqing.sample.granted import Grant
from liuqing.sample.pool import Single
from liuqing.sample.spent import Spent

KINDS = {
    "same_work": "同一工程在两个类别里各列一次",
    "outlier_cost": "单价明显高于同类项目",
    "late_project": "计划完工日期已过，仍在建或还没有开工",
    "idle_line": "资金已安排一年以上，没有支付",
    "idle_money": "文件下达以后没有安排到项目",
    "over_payment": "支付超过安排的金额（台账中的这一行应当退回）",
    "scope_violation": "用了不能用于这一类项目的资金（台账中的这一行应当退回）",
    "dead_payee": "一卡通账户的户主已死亡",
    "shared_card": "同一账号登记在两户名下",
    "other_holder": "账户户名不是本人",
    "loan_overdue": "贷款已到期，没有还清也没有展期",
    "loan_by_firm": "户贷企用",
    "asset_idle": "经营性资产闲置",
    "income_missing": "资产收益到了约定日没有到账",
}
"""Every kind with its meaning; ``truth/money.csv`` has each place."""
LATE, IDLE, COSTLY, OVER, SCOPE = 8, 3, 3, 3, 2
TIMES = 3
"""How much dearer the planted outliers are."""
MOST_GIVEN = 0.12
"""What one of its kind gives for it at most, of its own unit cost."""


class Pool:
    """Plants in a pool and in its ledger; ``planted`` are (kind, project number, other number)."""

    def __init__(self, projects: list[Single], rng: Random):
        self._projects, self._rng = projects, rng
        self._used: set[str] = set()
        self.planted: list[tuple[str, str, str]] = []

    def plant(self) -> None:
        """Errors of the pool itself, before money is laid out."""
        first = min((one.year for one in self._projects), default=0)
        self._same(first)
        self._costly(first)
        self._late(first)
        self._idle(first)

    def free(self, fits: Callable[[Single], bool]) -> list[Single]:
        """Projects without a planted error that fit, in random order."""
        found = [one for one in self._projects if one.no not in self._used and fits(one)]
        self._rng.shuffle(found)
        return found

    def _take(self, kind: str, one: Single, other: str = "") -> None:
        self._used.add(one.no)
        self.planted.append((kind, one.no, other))

    def _same(self, year: int) -> None:
        """A cistern under schools and under drinking water; a plant for manure under farming and under villages."""
        self._twins(year, "教育设施", "农村饮水", "学校蓄水池", "新建学校蓄水池1个100立方米及供水管网")
        self._twins(year + 1, "农业发展项目", "人居环境", "粪污收集处理中心", "新建区域性粪污收集处理中心1座")

    def _twins(self, year: int, first: str, second: str, name: str, content: str) -> None:
        others = {
            one.site: one for one in self.free(lambda one: one.year == year and one.item.class_two == second)
        }
        mine = self.free(lambda one: one.year == year and one.item.class_two == first and one.site in others)
        for one in mine[:1]:
            twin = others[one.site]
            for project, ending in ((one, "项目"), (twin, "工程项目")):
                project.name = f"{one.site.label}{year}年{name}{ending}"
                project.content, project.where = content, f"{one.site.label}（{name}）"
            self._take("same_work", one, twin.no)
            self._used.add(twin.no)

    def _costly(self, year: int) -> None:
        """A project costs a multiple for each unit; those of its kind give a little of theirs for it."""
        planted = 0
        for one in self.free(lambda one: one.year == year and _whole_units(one)):
            alike = [other for other in self._alike(one) if other is not one]
            if planted < COSTLY and len(alike) >= 8 and _dearer(one, alike):
                self._take("outlier_cost", one)
                planted += 1

    def _alike(self, one: Single) -> list[Single]:
        return self.free(
            lambda other: other.strand == one.strand and other.year == one.year and other.sources.keys() == one.sources.keys()
            and _whole_units(other)
        )  # fmt: skip

    def _late(self, year: int) -> None:
        built = self.free(lambda one: one.year == year and bool(one.item.asset) and not one.work.states)
        for one in built[:LATE]:
            one.state = "在建"
            self._take("late_project", one)

    def _idle(self, year: int) -> None:
        built = self.free(lambda one: one.year == year and bool(one.item.asset) and not one.work.states)
        for one in built[:IDLE]:
            one.state = "已列入年度计划"
            self._take("idle_line", one)
            self.planted.append(("late_project", one.no, ""))

    def spoil(self, rows: list[Spent], grants: list[Grant], unfunded: list[Single]) -> Iterator[Spent]:
        """The ledger's rows with those that go too far."""
        paid = [row for row in rows if row.paid and row.project.state == "在建" and row.project.item.asset]
        over = {id(row) for row in self._rng.sample(paid, min(OVER, len(paid)))}
        for row in rows:
            yield row
            if id(row) in over:
                more = _whole(rows, row)
                yield Spent(
                    row.project, row.grant, paid_on=row.paid_on, paid=more, paid_for="进度款", party=row.party,
                    planted="over_payment",
                )  # fmt: skip
        yield from self._outside(grants, unfunded)

    def _outside(self, grants: list[Grant], unfunded: list[Single]) -> Iterator[Spent]:
        for one in unfunded:
            narrow = [
                g for g in grants if g.scope and one.item.class_one not in g.scope and g.year == one.year
            ]
            if narrow:
                grant = narrow[0]
                amount = min(one.amount, grant.amount // 20)
                yield Spent(one, grant, grant.received_on, amount, planted="scope_violation")


def unfunded(pool: Pool, year: int) -> list[Single]:
    """Projects that no document paid for: the money that may not be spent on them is put down for them."""
    planned = pool.free(lambda one: one.year == year and one.amount > 0 and one.state == "已列入年度计划")
    return planned[:SCOPE]


def _whole_units(one: Single) -> bool:
    return (
        bool(one.unit_cost)
        and one.quantity >= 5
        and one.quantity == int(one.quantity)
        and len(one.sources) == 1
    )


def _dearer(one: Single, givers: list[Single]) -> bool:
    """Raise its unit cost to about ``TIMES`` as much; unit costs stay whole and the sum stays the same."""
    cost, units, all_units = (
        one.unit_cost or 0,
        int(one.quantity),
        sum(int(giver.quantity) for giver in givers),
    )
    step = (TIMES - 1) * cost // all_units
    least = min(giver.unit_cost or 0 for giver in givers)
    if step < 4 or units * step > least * MOST_GIVEN:
        return False
    for giver in givers:
        _reprice(giver, (giver.unit_cost or 0) - units * step)
    _reprice(one, cost + step * all_units)
    return True


def _reprice(one: Single, cost: int) -> None:
    (source,) = one.sources
    one.unit_cost, one.amount = cost, int(cost * one.quantity)
    one.sources[source] = one.amount


def _whole(rows: list[Spent], row: Spent) -> int:
    """As much as was ever allocated on the row's line."""
    return sum(one.allocated or 0 for one in rows if one.project is row.project and one.grant is row.grant)
