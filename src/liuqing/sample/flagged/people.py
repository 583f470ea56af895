"""Contradictions in the register's row of one person."""

from collections.abc import Callable

from liuqing.sample.errors import Fault, wrong_check
from liuqing.sample.flagged.choosing import Chooser
from liuqing.sample.flagged.kinds import PERSONS
from liuqing.sample.people import Household, Person

Change = Callable[[Person, Household], None]
OTHER_SEX = {"之子": "之女", "之女": "之子"}


def plant(chooser: Chooser) -> None:
    """Every kind of ``PERSONS`` at its rate."""
    for key, (fits, change) in _ways(chooser).items():
        for person, home in chooser.persons(PERSONS[key], fits):
            change(person, home)
            chooser.plan.faults[person.person_no] = Fault(key)


def healthy(p: Person) -> bool:
    """Neither ill nor disabled, and in no hospital."""
    return not p.illness and not p.disability and not p.hospital


def grown(p: Person) -> bool:
    """Of the best age for work, healthy, at no school."""
    return 22 <= p.age <= 50 and healthy(p) and not p.school and not p.tekun


def works(p: Person) -> bool:
    """Working away."""
    return grown(p) and bool(p.months) and not p.employee


def idle(p: Person) -> bool:
    """Could work and does not, neither this year nor the year before."""
    return grown(p) and not p.months and not p.earlier


def pupil(p: Person) -> bool:
    """At primary school."""
    return 8 <= p.age <= 11 and p.school == "小学" and bool(p.grade)


def show(**cells: object) -> Change:
    """The register says this of the person."""
    return lambda p, h: p.shown.update(cells)


def _plain(p: Person) -> bool:
    return p.id_shown == p.id_no


def _ways(chooser: Chooser) -> dict[str, tuple[Callable[[Person, Household], bool], Change]]:
    def fifteen(p: Person, h: Household) -> None:
        p.id_shown = p.id_no[:6] + p.id_no[8:17]

    def wrong(p: Person, h: Household) -> None:
        p.id_shown = wrong_check(p.id_no, chooser.rng)

    def card(p: Person, h: Household) -> None:
        p.id_shown = f"{p.card[:18]}9{p.card[19:]}"

    def child(p: Person, h: Household) -> bool:
        return p.relation in OTHER_SEX and p.age < 16

    def second_spouse(p: Person, h: Household) -> bool:
        return p.relation in ("之儿媳", "之女", "之兄弟姐妹") and p.age >= 20 and _spouse(h) is not None

    return {
        "id_fifteen": (lambda p, h: _plain(p) and 1930 < p.birth.year < 2000, fifteen),
        "id_unlisted": (lambda p, h: _plain(p) and grown(p), wrong),
        "card_class": (lambda p, h: bool(p.card), card),
        "head_twice": (
            lambda p, h: p.relation not in ("户主", "配偶") and p.age >= 20,
            show(relation="户主"),
        ),
        "spouse_twice": (second_spouse, show(relation="配偶")),
        "couple_one_sex": (
            lambda p, h: p.relation == "配偶",
            lambda p, h: p.shown.update(sex=h.head.sex),
        ),
        "relation_sex": (child, lambda p, h: p.shown.update(relation=OTHER_SEX[p.relation])),
        "school_both": (lambda p, h: pupil(p), show(education="小学")),
        "preschool_old": (lambda p, h: pupil(p) and healthy(p), show(school_status="学前教育")),
        "roll_not_school": (lambda p, h: pupil(p), show(school_status="", education="小学")),
        "child_labour": (lambda p, h: 10 <= p.age < 15, show(labour="普通劳动力")),
        "weak_young": (lambda p, h: grown(p) and p.labour == "普通劳动力", show(labour="弱劳动力或半劳动力")),
        "old_strong": (
            lambda p, h: 61 <= p.age <= 80 and not p.months and not p.post and not p.tekun,
            show(labour="普通劳动力"),
        ),
        "works_lost": (lambda p, h: works(p), show(labour="无劳动力")),
        "place_missing": (lambda p, h: works(p), show(work_place="")),
        "place_wide": (lambda p, h: works(p), show(work_place="广东省")),
        "child_work": (
            lambda p, h: 13 <= p.age <= 14 and bool(p.school),
            show(work_months=3, work_place="广东省东莞市"),
        ),
        "post_no_months": (lambda p, h: bool(p.post) and not p.ranger, show(public_post_months="")),
        "post_old": (
            lambda p, h: 70 <= p.age <= 71 and p.labour == "弱劳动力或半劳动力" and not p.tekun,
            show(public_post="护路员", public_post_months=6),
        ),
        "tekun_works": (
            lambda p, h: p.tekun and p.age >= 18,
            show(work_months=4, work_place="浙江省义乌市"),
        ),
        "tekun_able": (lambda p, h: idle(p) and not h.dibao, show(on_tekun=True)),
        "tekun_unmarked": (lambda p, h: p.tekun and h.size == 1, show(on_tekun=False)),
        "disability_unmarked": (
            lambda p, h: bool(p.card) and _plain(p) and not p.illness,
            show(health=["健康"]),
        ),
        "disability_unlisted": (lambda p, h: grown(p) and _plain(p), show(health=["残疾"])),
        "two_schemes": (lambda p, h: grown(p) and not p.employee, show(employee_medical=True)),
        "no_illness_cover": (
            lambda p, h: grown(p) and not p.employee and p.insured,
            show(critical_illness_cover=False),
        ),
        "no_pension": (lambda p, h: grown(p) and not p.employee, show(resident_pension=False)),
    }


def _spouse(home: Household) -> Person | None:
    return next((p for p in home.members if p.relation == "配偶"), None)
