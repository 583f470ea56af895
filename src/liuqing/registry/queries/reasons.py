"""What the rules found for a household, in plain words and with the reasons behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from liuqing.compute.explain import trees
from liuqing.policy.rules import RULES
from liuqing.registry.card import FoundHere, Reason
from liuqing.registry.models import Finding, Household, Snapshot
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.gathering import Told


def found_here(told: Told, snapshot: Snapshot | None, *, reasons: bool) -> tuple[FoundHere, ...]:
    """Each finding of the household; ``reasons`` recomputes it with every step (slower)."""
    if snapshot is None:
        return ()
    why = explained(snapshot, told.household.pk) if reasons and told.findings else {}
    names = {member.person_id: member.person__name for member in told.members}
    return tuple(_found(one, names, why) for one in told.findings)


def explained(snapshot: Snapshot, household: int, rule: str | None = None) -> dict[str, Any]:
    """The trees behind a household's findings, by the rule's name."""
    return _worked_out(folder(snapshot), household, settings.WORKSPACE.place, snapshot.on, rule)


@lru_cache(maxsize=256)
def _worked_out(where: Path, household: int, place: str, on: date, rule: str | None) -> dict[str, Any]:
    # A snapshot never changes, so neither does an explanation; people go back and forth between pages.
    return trees(where, household, place=place, on=on, rule=rule)


def explanation(
    user: Any, household_no: str, *, rule: str | None = None, on: date | None = None
) -> list[dict[str, Any]]:
    """Why, as trees of label, verdict, value, source, children, in the order people ask.

    Problems ``registry.no_such_household``, ``registry.not_assessed``, ``compute.no_rule``.
    """
    home = scope.household(user, household_no)
    snapshot = scope.assessed(on)
    return list(explained(snapshot, home.pk, rule).values())


@dataclass(frozen=True)
class Why:
    """One question about a household: its answer, the reasons, and what would change it.

    ``changes`` are (sentence, 行动可及 or 需核实): what somebody can bring about, what must be looked at.
    """

    household: Household
    on: date
    reason: Reason
    rule: str
    about: str
    numbers_unverified: bool
    changes: tuple[tuple[str, str], ...]


def why(user: Any, household_no: str, rule: str) -> Why:
    """The reasons for one answer, worked out afresh. The Problems of ``explanation``."""
    home = scope.household(user, household_no)
    snapshot = scope.assessed()
    tree = next(iter(explained(snapshot, home.pk, ASKED_FOR.get(rule, rule)).values()))
    return Why(
        household=home,
        on=snapshot.on,
        reason=_reason(tree),
        rule=rule,
        about=(RULES[rule].fn.__doc__ or "").strip() if rule in RULES else "",
        numbers_unverified=bool(tree.get("unverified")),
        changes=tuple((one["sentence"], one["reach"]) for one in tree.get("changes") or ()),
    )


ASKED_FOR = {"completeness": "complete"}
"""The score 0-6 is explained by the question whether all six are complete."""


def folder(snapshot: Snapshot) -> Path:
    """Where the snapshot's files lie."""
    return Path(settings.WORKSPACE.folder) / "snapshots" / snapshot.folder


def _reason(tree: dict[str, Any]) -> Reason:
    value = tree.get("value")
    return Reason(
        label=str(tree["label"]),
        verdict=tree.get("verdict"),
        value="" if value is None else str(value),
        source=str(tree.get("source") or ""),
        children=tuple(_reason(child) for child in tree.get("children") or ()),
    )


def _found(finding: Finding, names: dict[int, str], why: dict[str, Any]) -> FoundHere:
    tree = why.get(ASKED_FOR.get(finding.rule, finding.rule))
    return FoundHere(
        finding.rule,
        words.rule(finding.rule),
        finding.verdict,
        "".join(_sentence(finding, names)),
        _reason(tree) if tree else None,
    )


def _sentence(finding: Finding, names: dict[int, str]) -> Iterable[str]:
    rule = RULES.get(finding.rule)
    if finding.person_id or (rule and rule.kind == "flag"):
        yield from _flag(finding, names)
    elif finding.conditions and finding.verdict is not True:
        yield from _open(finding)
    elif finding.value is not None:
        yield _amount(finding)
    else:
        yield {True: "各项条件都已达到。", False: "没有达到。", None: "资料不足，还不能判断。"}[
            finding.verdict
        ]


def _flag(finding: Finding, names: dict[int, str]) -> Iterable[str]:
    rule = RULES.get(finding.rule)
    name = names.get(finding.person_id, "一名成员") if finding.person_id else "本户"
    if finding.verdict is None:
        yield f"{name}：资料不足，不能判断是否「{words.rule(finding.rule)}」。"
        return
    first, second = rule.disagree if rule else ("", "")
    yield f"{name}：{words.rule(finding.rule)}"
    yield f"（{first}与{second}不一致）。" if first and second else "。"
    yield rule.check if rule else ""


def _open(finding: Finding) -> Iterable[str]:
    failed = [words.rule(name) for name, met in finding.conditions.items() if met is False]
    unknown = [words.rule(name) for name, met in finding.conditions.items() if met is None]
    if finding.value is not None:
        yield _amount(finding)
    if failed:
        yield f"未达到：{'、'.join(failed)}。"
    if unknown:
        yield f"未查清：{'、'.join(unknown)}。"


def _amount(finding: Finding) -> str:
    rule, value = RULES.get(finding.rule), finding.value or 0
    if rule and rule.unit == "fen":
        return f"{value / 100:,.2f} 元。"
    return f"{value} {rule.unit if rule else ''}。"


def day_of(snapshot: Snapshot | None) -> date:
    """The day as of which pages speak: the latest snapshot's, or today."""
    return snapshot.on if snapshot else date.today()
