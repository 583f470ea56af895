"""Work: who works where and for whom, trains for it, wants it, holds a public post or guards a forest.

Poverty factories and local firms have exactly so many hires of the year as stand at the steps of
their awards (4 and 5, 9 and 10, …), and besides them some whose contract is too short to count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from liuqing.sample.desks import WHOLE, Desk, Facts
from liuqing.sample.people import Household, Person
from liuqing.sample.rates import GENERAL

REGIONS = {"县内": 45, "县外省内": 25, "省外": 30}
IN_PROVINCE = {
    "云南省": ("云南省昆明市官渡区", "云南省昆明市呈贡区", "云南省玉溪市红塔区", "云南省大理州大理市", "云南省红河州个旧市"),
    "山东省": ("山东省济南市历城区", "山东省青岛市黄岛区", "山东省潍坊市寿光市", "山东省烟台市福山区"),
}  # fmt: skip
OUTSIDE = (
    "浙江省义乌市", "浙江省宁波市", "广东省东莞市", "广东省深圳市", "江苏省苏州市", "福建省晋江市", "上海市松江区", "河北省保定市",
)  # fmt: skip
TRADES = ("种植合作社", "养殖合作社", "餐馆", "建材厂", "农资店", "运输队", "砖厂", "茶厂")
FACTORY, FIRM, OTHER = "扶贫工厂", "本地企业", "其他"
STEPS = {FACTORY: (4, 5, 9, 10, 29, 30, 101), FIRM: (19, 20, 39, 40, 69, 70)}
"""Hires of the year that count for an award, one employer each: on both sides of every step."""
SHORT = 2
"""Hires at each such employer whose contract is under six months."""
MOST = 0.7
"""Share of the new workers within the county who may work for them: the rest work for others."""
COURSES = ("砌筑工", "中式烹调", "家政服务", "电工", "焊工", "种植技术", "养殖技术", "缝纫工")
OLDEST = 69
"""The oldest who holds a public post."""
STABLE = 6
"""Months from which a transfer counts as stable."""
ABLE = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")


@dataclass(frozen=True)
class Home:
    """The county seen from outside: its full name and its province."""

    county: str
    province: str

    def inside(self, town: str) -> str:
        """A place of work in one of its towns."""
        return f"{self.county}{town}"


def settle(homes: Iterable[Household], home: Home, on: date, rng: Random) -> None:
    """Give everybody who works a place, a first day, an employer and a contract."""
    for household in homes:
        for person in household.members:
            able = person.labour in ABLE[:2]
            person.earlier = able and rng.random() < (0.75 if person.months else 0.1)
            if person.months:
                _settle(person, household, home, on, rng)


def _settle(person: Person, household: Household, home: Home, on: date, rng: Random) -> None:
    person.region = rng.choices(list(REGIONS), list(REGIONS.values()))[0]
    long_ago = person.earlier and rng.random() < 0.6
    person.since = on - timedelta(days=rng.randrange(400, 1400) if long_ago else rng.randrange(60, 330))
    # Nobody began as a child.
    person.since = max(person.since, _sixteenth(person) + timedelta(days=3))
    if person.region == "县内":
        town = household.village.town
        person.place = home.inside(town)
        person.employer = f"演示{town}{rng.choice(TRADES)}{rng.randrange(1, 30)}号"
        person.employer_kind = OTHER
    elif person.region == "县外省内":
        person.place = rng.choice(IN_PROVINCE.get(home.province, (f"{home.province}省会",)))
    else:
        person.place = rng.choice([one for one in OUTSIDE if not one.startswith(home.province)])
    if rng.random() < 0.6:
        person.contract = rng.choice(("劳动合同", "劳动合同", "就业协议"))
        person.contract_months = rng.choice((3, 6, 12, 12, 24, 36))


def _sixteenth(person: Person) -> date:
    """The sixteenth birthday; of somebody born on a leap day the day before."""
    return person.birth.replace(year=person.birth.year + 16, day=min(person.birth.day, 28))


def no_rangers(household: Household) -> None:
    """In a place without forest rangers their post is another."""
    for person in household.members:
        if person.ranger:
            person.ranger, person.post = False, "乡村保洁员"


def keep_posts(household: Household, kinds: tuple[str, ...]) -> None:
    """Take the public post from those for whom the place has none."""
    for person in household.members:
        if person.age > OLDEST:
            person.post, person.post_months, person.ranger = "", None, False
        elif person.post and not person.ranger and not may_hold(person, household, kinds):
            person.post, person.post_months = "", None


def open_factories(workers: list[Person], rng: Random) -> dict[str, int]:
    """Settle new workers within the county at employers of the wanted sizes, the smallest first.

    ``workers`` are people of the register whom nothing else is wrong with. Returns the employers by
    name with the number of hires that count.
    """
    free = [p for p in workers if p.region == "县内" and p.since and not p.earlier]
    rng.shuffle(free)
    left = int(len(free) * MOST)
    sizes: dict[str, int] = {}
    for kind, size, name in _employers():
        if size + SHORT > left:
            continue
        left -= size + SHORT
        for _ in range(size):
            kinds = ("劳动合同", "就业协议") if kind == FACTORY else ("劳动合同",)
            _hire(free.pop(), name, kind, rng.choice(kinds), rng.choice((6, 6, 7, 12, 24)))
        for _ in range(SHORT):
            _hire(free.pop(), name, kind, "劳动合同", rng.choice((3, 5)))
        sizes[name] = size
    return sizes


def _employers() -> Iterator[tuple[str, int, str]]:
    wanted = sorted((size, kind) for kind, sizes in STEPS.items() for size in sizes)
    for order, (size, kind) in enumerate(wanted, 1):
        yield kind, size, f"演示{kind}{order:02d}号"


def _hire(person: Person, name: str, kind: str, contract: str, months: int) -> None:
    person.employer, person.employer_kind = name, kind
    person.contract, person.contract_months = contract, months


def work(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of people who work."""
    return {
        "work_place": p.place, "employer": p.employer, "since": p.since, "months": p.months,
        "employer_kind": p.employer_kind, "contract_kind": p.contract, "contract_months": p.contract_months,
        "paid": transport(p, h, desk),
        WHOLE: p.employer_kind in (FACTORY, FIRM),
    }  # fmt: skip


def transport(p: Person, h: Household, desk: Desk) -> float:
    """The subsidy towards the journey of somebody of the register who stays away long enough."""
    stable = bool(h.number) and (p.months or 0) >= STABLE
    return desk.pays.transport.get(p.region, 0) if stable else 0


def worked(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the same list a year earlier: less is known of it."""
    return {
        "work_place": p.place or desk.more.choice(OUTSIDE), "since": desk.ago(330, 60),
        "months": desk.more.randrange(3, 12), "paid": 0,
    }  # fmt: skip


def training(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of people trained: skills, or guidance for a day or two."""
    course = desk.rng.choice(COURSES)
    ended, days = desk.ago(350), desk.rng.choice((7, 10, 15, 30))
    guided = desk.more.random() < 0.35
    return {
        "course": "引导性培训" if guided else course, "training_kind": "引导性培训" if guided else "技能培训",
        "ended": ended, "days": 2 if guided else days, "certificate": desk.rng.random() < 0.7 and not guided,
    }  # fmt: skip


def wishes(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of wishes."""
    wants = bool(p.months) or desk.more.random() < 0.15
    return {
        "wants_work": wants,
        "wants_training": desk.more.random() < 0.1,
        "wanted_place": desk.more.choice(("县内", "省内", "省外", "不限")) if wants else None,
    }


def able(p: Person, h: Household, rng: Random) -> bool:
    """Somebody whom the list of wishes asks."""
    return p.labour in ABLE and 16 <= p.age < 60


def post(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of public posts."""
    months = p.post_months or 6
    since = desk.ago(700, 30 * months)
    name, monthly = _kind(p, desk)
    return {"post": name, "since": since, "months": months, "paid": round(months * monthly, 2)}


def _kind(p: Person, desk: Desk) -> tuple[str, float]:
    """The post's name and pay: half are of a special kind where the place has one."""
    special = [kind for kind in desk.pays.posts if kind != GENERAL]
    if special and desk.more.random() < 0.5:
        kind = desk.more.choice(special)
        return f"{kind}协作{p.post}", desk.pays.posts[kind]
    return p.post, desk.pays.posts[GENERAL]


def may_hold(p: Person, h: Household, kinds: tuple[str, ...]) -> bool:
    """Whether one of the place's words for whom public posts are applies to the person."""
    words = {
        "贫困劳动力": True,
        "大龄劳动力": p.age >= (50 if p.male else 40),
        "残疾家庭劳动力": any(one.card for one in h.members),
        "重病家庭劳动力": any(one.serious for one in h.members),
    }
    return any(words.get(kind, False) for kind in kinds)


def ranger(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of forest rangers."""
    return {
        "hired": desk.ago(900, 365),
        "area": round(desk.rng.uniform(300, 900), 1),
        "paid": desk.pays.ranger,
    }
