"""Ready to exit (达到退出条件): a few who are soon to exit already meet what is asked of them.

Without them nobody could leave the register on the sample's day: who has not exited lacks something
(``living.py``). They are made so before anything is planted, and nothing is planted in them; no total
of the calibration changes, for a household keeps its members, its cause and its year.
"""

from collections import Counter
from random import Random

from liuqing.policy.tables import INCOME_ITEMS
from liuqing.sample.errors import Plan
from liuqing.sample.living import EXPENSE
from liuqing.sample.people import Household, Village

SHARE = 0.05
"""Of the households that have not exited, so many are ready."""
FEWEST = 2
OWN_MONEY = 6000
"""What the house cost the household itself, where it was renovated: within the limit of every place."""
ABOVE = (1.08, 1.6)
"""The income of those that are ready, in poverty lines."""


def prepare(homes: list[Household], plan: Plan, line: int, year: int, rng: Random) -> list[Household]:
    """Make ``SHARE`` of those that have not exited ready; the busiest village's come first.

    ``line`` is the poverty line, ``year`` that of the sample. Only where too few are to exit in the next
    year, some whose year is over are taken; where fewer fit, there are fewer.
    """
    fit = _fit(homes, plan, year + 1)
    rng.shuffle(fit)
    busiest = _busiest([home.village for home in homes])
    # The officer of the demo is the busiest village's: somebody there must have a household to propose.
    fit.sort(key=lambda home: (home.facts["planned_exit_year"] != year + 1, home.village is not busiest))
    wanted = max(FEWEST, round(SHARE * sum(home.left is None for home in homes)))
    chosen = fit[:wanted]
    for home in chosen:
        _settle(home, line, rng)
    return chosen


def _fit(homes: list[Household], plan: Plan, latest: int) -> list[Household]:
    """Households without a fault that are to exit by that year."""
    touched = set(plan.faults) | {fault.related for rows in plan.extras.values() for _, _, fault in rows}
    touched |= {person.person_no for rows in plan.extras.values() for person, _, _ in rows}
    return [
        home for order, home in enumerate(homes)
        if home.left is None and int(str(home.facts["planned_exit_year"])) <= latest and not home.tekun and not home.whole
        # Some places take the cost of schooling off the income of these.
        and home.cause != "因学"
        and home.number not in plan.wrong_counts and order not in plan.extras
        and not any(person.person_no in touched for person in home.members)
    ]  # fmt: skip


def _busiest(villages: list[Village]) -> Village:
    """The village with most registered households in the town with most of them, as the demo's cast has it."""
    inside = sorted(villages, key=lambda village: village.code)
    town = Counter(village.town for village in inside).most_common(1)[0][0]
    return max((village for village in inside if village.town == town), key=lambda one: one.registered)


def _settle(home: Household, line: int, rng: Random) -> None:
    """A safe house, safe water, enough of everything, and more business: all stated, nothing left blank."""
    home.whole = True
    home.facts |= {
        "house_grade": rng.choice("AB"), "house_dilapidated": False, "water_safe": True, "food_secure": True,
        "clothing_secure": True,
    }  # fmt: skip
    if home.renovated:
        # Some places ask what the house cost: no more than anybody may put in.
        home.head.said["housing"] = {"self_raised": OWN_MONEY, "debt": 0}
    lacks = line * rng.uniform(*ABOVE) * home.size - _net(home.facts)
    if lacks > 0:
        more = lacks / (1 - EXPENSE)
        home.facts["business"] = round(_sum(home.facts, "business") + more, 2)
        home.facts["business_expense"] = round(_sum(home.facts, "business_expense") + more * EXPENSE, 2)


def _net(facts: dict[str, object]) -> float:
    income = sum(_sum(facts, name) for name in INCOME_ITEMS if name != "business_expense")
    return income - _sum(facts, "business_expense")


def _sum(facts: dict[str, object], name: str) -> float:
    return float(str(facts.get(name, 0)))
