"""Training (就业培训): who was trained, and at what cost?

Source: 富源县规划 (400 yuan for each person and time); 嵩明县规划 (skills 900 and 225 for living,
guidance 40).

The list of trainings tells one kind for a person: if there were several trainings, all count as
that kind.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count

SOURCE = "嵩明县规划，（九）就业扶贫工程（职业技能培训、引导性培训）"
EVERY = "就业培训"
"""The key of a rate that holds whatever the training is."""


def _paid(trained: Column, times: Column, kind: Column, rates: dict[str, int]) -> Column:
    if EVERY in rates:
        return ibis.cases((~trained, 0), (trained, times * rates[EVERY]))
    paid = [(trained & (kind == one), times * rate) for one, rate in rates.items()]
    return ibis.cases((~trained, 0), *paid)


@condition("person", label="参加了就业培训", requirements=("B026", "B037"))
def trained(registered: Column, training_times: Column) -> Column:
    """A member of the register in the trainings of the year."""
    return registered & (training_times >= 1)


@amount("person", label="就业培训费", unit="fen", requirements=("B026", "B033", "B034"))
def training_cost(trained: Column, training_times: Column, training_kind: Column, p: Parameters) -> Column:
    """Cost of the training by kind for each time; not known if the kind has no rate."""
    return _paid(trained, training_times, training_kind, p.fens("training.costs"))


@amount("person", label="培训期间生活费补贴", unit="fen", requirements=("B033",))
def training_living_aid(
    trained: Column, training_times: Column, training_kind: Column, p: Parameters
) -> Column:
    """For living while in training; a kind that the place does not pay for gets nothing."""
    rates = p.fens("training.living_aid")
    unpaid = training_kind.notin(list(rates))
    return ibis.cases((unpaid, 0), else_=_paid(trained, training_times, training_kind, rates))


@count("household", label="户内培训人次", unit="人次", requirements=("B037",))
def trainings(trained: Column, training_times: Column) -> Column:
    """Trainings of the members in the year, each time counted."""
    return trained.fill_null(False).ifelse(training_times, 0).sum()


@count("area", label="培训人次", unit="人次", requirements=("B026", "B037"))
def area_trainings(trainings: Column) -> Column:
    """Trainings of members of the register, to be held against the plan's target."""
    return trainings.sum()
