"""Entitlements (待遇): entitled but not receiving, receiving but not entitled, received twice?

Source: the departments' duties in the plans (应助尽助、应保尽保) and the checks of counties' audits. For
every programme of ``policy/programmes.py`` the amount that the rules find due in the year is laid
beside what the department's list says was paid in it. Three flags come of each.

Nothing is concluded from a gap: without a list of the year, or where the amount is not known, a
flag is not known, and nobody is asked for it. Somebody who died before the year is due nothing.
"""

from collections.abc import Callable
from fractions import Fraction
from inspect import Parameter, Signature
from typing import Any

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rule import Column, Written, condition, flag

SOURCE = "规划中应助尽助、应保尽保的要求；同一待遇按名册与规定比对"
OF_PERSONS = tuple(one for one in PROGRAMMES.values() if one.entity == "person")
OVERLOOKED = {"dibao": "XD-11", "tekun": "XD-11", "disability": "XD-11", "transport": "LB-13"}
"""The programmes whose 应享未享 the catalogue of checks asks for too: 应保未保, and who works away unpaid."""

Given = dict[str, Any]
"""The columns of a row by name, and ``p`` where numbers are read."""


def written(fn: Callable[[Given], Column], name: str, doc: str, *arguments: str) -> Written:
    """The function under the name and with the arguments by which the graph knows a rule."""

    def asked(**given: Any) -> Column:
        return fn(given)

    asked.__name__, asked.__doc__ = name, doc
    shown = [Parameter(one, Parameter.KEYWORD_ONLY) for one in arguments]
    asked.__signature__ = Signature(shown)  # type: ignore[attr-defined]
    return asked


@condition("person", label="本年以前已死亡")
def died_before_year(died_on: Column, p: Parameters) -> Column:
    """The police list reports a death before the year of the day; not in the list means no."""
    return (died_on.year() < p.on.year).fill_null(False)


def missing(one: Programme) -> None:
    """应享未享: due something in the year, and the list says that nothing was paid."""

    def answer(given: Given) -> Column:
        return given["registered"] & ~_dead(given) & (given[one.amount] > 0) & (given[one.received] == 0)

    doc = f"{one.label}：按规定应享受，当年名册中没有发放。金额不明或没有名册时不明。"
    flag(
        one.entity,
        label=f"应享未享：{one.label}",
        topic="应享未享",
        disagree=(f"按规定应享受{one.label}", f"{one.department}名册当年没有发放"),
        check=f"核对{one.label}的发放名册和银行流水；确应享受的，由{one.department}补发并查明漏发原因；"
        "不应享受的，更正台账中有误的事实。",
        closes=f"{one.department}名册当年有发放，或台账更正后不应享受",
        expects=Fraction(15, 100),
        **_common(one, OVERLOOKED.get(one.key, "")),
    )(written(answer, f"{one.key}_missing", doc, "registered", one.amount, one.received, *_death(one)))


def unentitled(one: Programme) -> None:
    """不应享在享: something was paid, and by the rules nothing is due."""

    def answer(given: Given) -> Column:
        return given["registered"] & (given[one.received] > 0) & ((given[one.amount] == 0) | _dead(given))

    doc = f"{one.label}：当年名册有发放，按规定不应享受，或本人在本年以前已经死亡。"
    flag(
        one.entity,
        label=f"不应享在享：{one.label}",
        topic="不应享在享",
        disagree=(f"{one.department}名册当年发放了{one.label}", "按规定不应享受"),
        check=f"入户核实享受{one.label}的条件；确不符合的，由{one.department}按程序停发、追回；"
        "符合的，更正台账中有误的事实。",
        closes=f"{one.department}名册停发或写明追回，或台账更正后应享受",
        expects=Fraction(5, 100),
        **_common(one, "LB-14" if one.key == "tekun" else ""),
    )(written(answer, f"{one.key}_unentitled", doc, "registered", one.amount, one.received, *_death(one)))


def twice(one: Programme) -> None:
    """重复享受: more than once in the list of the year, or in the list of another that it excludes."""
    others = tuple(other for other in OF_PERSONS if one.livelihood and other.livelihood and other != one)

    def answer(given: Given) -> Column:
        often = given[one.counted] > 1
        for other in others:
            if excluded(given["p"], one, other):
                often = often | ((given[one.counted] > 0) & (given[other.counted] > 0))
        return given["registered"] & often

    doc = f"{one.label}：当年名册中登记不止一次，或同时享受了不能同时享受的待遇。"
    counted = [one.counted, *(other.counted for other in others)]
    flag(
        one.entity,
        label=f"重复享受：{one.label}",
        topic="重复享受",
        disagree=(f"{one.department}的{one.label}名册", "同一名册的另一行，或另一名册中不能同时享受的待遇"),
        check="核对两处登记是不是同一人、同一期间；确属重复的，"
        f"由{one.department}按程序停发其中一项，追回重发部分。",
        closes=f"{one.department}名册只剩一处登记，或另一名册中没有本人",
        expects=Fraction(3, 100),
        reads=("entitlements.exclusive",) if others else (),
        **_common(one, "XD-10" if others else ""),
    )(written(answer, f"{one.key}_twice", doc, "registered", *counted, *(["p"] if others else [])))


def excluded(p: Parameters, one: Programme, other: Programme) -> bool:
    """Whether the place lets nobody have both."""
    return any({one.label, other.label} == set(pair) for pair in p["entitlements.exclusive"])


def _common(one: Programme, check: str = "") -> dict[str, Any]:
    """What the three flags share; ``check`` is the same question in the catalogue of checks."""
    source = f"{SOURCE}；疑点规则 {check}" if check else SOURCE
    severity = "red" if check == "XD-10" else "orange"
    return {"severity": severity, "department": one.department, "asks": False, "source": source}


def _death(one: Programme) -> tuple[str, ...]:
    return ("died_before_year",) if one.entity == "person" else ()


def _dead(given: Given) -> Column:
    return given.get("died_before_year", ibis.literal(False))


for _one in PROGRAMMES.values():
    missing(_one)
    unentitled(_one)
    if _one.counted:
        twice(_one)
