"""Insurance and bills: each bill passes the five lines of defence, the year's sums go along.

The amounts are whole fen. The county's rates are those of its calibration; people outside the
register have the basic insurance and the serious-illness insurance only.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from liuqing.sample.desks import Desk, Facts, yuan
from liuqing.sample.people import Household, Person
from liuqing.sample.rates import MILLION, NEEDIEST, OTHERS, Medical

INPATIENT = "住院"
LEVELS = {
    "乡镇": ("乡镇卫生院", "乡镇级"),
    "县": ("县级医院", "县级"),
    "市": ("市级医院", "市级"),
    "省": ("省级医院", "省级"),
}
"""By level: the kind of hospital and how the list writes the level."""


def insured(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of the insured."""
    return {
        "scheme": "城镇职工基本医疗保险" if p.employee else "城乡居民基本医疗保险",
        "insured_year": desk.on.year,
        "premium_aid": 0 if p.employee or not h.number else desk.pays.premium,
    }


def health(p: Person, h: Household, desk: Desk) -> Facts:
    """A row of the list of the seriously and chronically ill."""
    treated = "已救治" if p.serious else desk.rng.choice(("规范管理", "规范管理", "未纳入管理"))
    if p.serious and desk.more.random() < 0.1:
        treated = "未救治"
    return {
        "illness": p.illness,
        "diagnosed": desk.ago(2500),
        "treated": treated,
        "contracted": desk.rng.random() < 0.93,
    }


@dataclass
class Year:
    """What has been spent on a person in the year so far, in fen."""

    own: int = 0  # left by the basic insurance within the policy's range
    rest: int = 0  # of it, left by the insurance against serious illness
    referred: int = 0  # left to the person before the ceiling, by referral


def bills(p: Person, h: Household, desk: Desk) -> list[Facts]:
    """The year's bills of a person in the order of their days; the dead have none."""
    if p.died:
        return []
    count = 1
    if p.serious:
        count = desk.more.choice((1, 2, 3, 4))
    elif p.illness:
        count = desk.more.choice((1, 1, 2))
    year = Year()
    return [_bill(p, h, day, year, desk) for day in sorted(_days(count, desk))]


def _days(count: int, desk: Desk) -> set[date]:
    first = date(desk.on.year, 1, 1)
    found: set[date] = set()
    while len(found) < count:
        found.add(first + timedelta(days=desk.rng.randrange(3, (desk.on - first).days)))
    return found


def _bill(p: Person, h: Household, day: date, year: Year, desk: Desk) -> Facts:
    kind = _kind(p, desk)
    level = desk.rng.choices(list(LEVELS), (4, 5, 1.5, 0.5))[0] if kind == INPATIENT else "县"
    total = _total(p, kind, desk)
    covered = total * desk.rng.randrange(86, 100) // 100
    referred = level in ("乡镇", "县") or desk.more.random() < 0.8
    paid = settle(Bill(total, covered, kind, level, referred), _aided(p, h), year, desk.pays.medical)
    hospital, said = LEVELS[level]
    return {
        "hospital": f"演示{hospital}", "hospital_level": said, "bill_kind": kind, "referred": referred,
        "discharged": day, "total": yuan(total), "covered": yuan(covered),
        **{name: yuan(fen) for name, fen in paid.items()},
        "self_paid": yuan(total - sum(paid.values())),
    }  # fmt: skip


def _aided(p: Person, h: Household) -> str:
    """The kind of person as medical aid sees it; "" outside the register."""
    return "" if not h.number else NEEDIEST if p.dibao or p.tekun else OTHERS


def _kind(p: Person, desk: Desk) -> str:
    if not p.illness:
        return INPATIENT
    return desk.more.choices((INPATIENT, "特殊病门诊", "门诊"), (80, 14, 6))[0]


def _total(p: Person, kind: str, desk: Desk) -> int:
    """Fen: a serious illness is several times as dear, a visit without a bed a tenth."""
    mean = 8.3 + (2.0 if p.serious else 0) - (2.3 if kind != INPATIENT else 0)
    return round(desk.rng.lognormvariate(mean, 0.7) * 100)


@dataclass(frozen=True)
class Bill:
    """What is settled: fen in all and within the policy's range, kind, level and referral."""

    total: int
    covered: int
    kind: str
    level: str
    referred: bool


def settle(bill: Bill, aided: str, year: Year, rates: Medical) -> dict[str, int]:
    """What each line of defence pays, in fen; the year's sums are moved on."""
    basic = _basic(bill, rates)
    serious = _owed(year.own + bill.covered - basic, rates) - _owed(year.own, rates)
    year.own += bill.covered - basic
    rest = bill.covered - basic - serious
    aid = _aid(year.rest + rest, aided, rates) - _aid(year.rest, aided, rates)
    year.rest += rest
    backstop = _backstop(bill, basic + serious + aid, year, rates) if aided else 0
    return {"basic": basic, "serious": serious, "aid": aid, "backstop": backstop}


def _basic(bill: Bill, rates: Medical) -> int:
    if bill.kind == INPATIENT:
        above = max(bill.covered - rates.deductibles.get(bill.level, 0), 0)
        return _share(above, rates.basic[bill.level])
    special = rates.special if bill.kind != "门诊" else None
    return _share(bill.covered, special if special is not None else rates.outpatient)


def _owed(own: int, rates: Medical) -> int:
    """What the insurance against serious illness owes for so much left in the year."""
    return _share(max(own - rates.serious_line, 0), rates.serious_rate)


def _aid(rest: int, aided: str, rates: Medical) -> int:
    """What medical aid owes for so much left in the year, up to the cap of the kind of person."""
    return min(_share(rest, rates.by_kind[aided]), rates.aid_caps[aided]) if aided else 0


def _backstop(bill: Bill, paid: int, year: Year, rates: Medical) -> int:
    """The top-up of a stay to its rate, and what the year's own share exceeds the ceiling by."""
    own = (bill.total if rates.whole else bill.covered) - paid
    topup = 0
    if rates.ratio is not None and bill.kind == INPATIENT:
        topup = max(_share(own + paid, rates.ratio) - paid, 0)
    if not bill.referred:
        return 0
    left = own - topup
    ceiling = rates.ceiling if rates.ceiling is not None else year.referred + left
    kept = min(year.referred + left, ceiling) - min(year.referred, ceiling)
    year.referred += left
    return own - kept


def _share(fen: int, rate: int) -> int:
    """A rate in millionths of an amount, half up to the fen."""
    return (fen * rate * 2 + MILLION) // (MILLION * 2)
