"""What would change the answer (怎样会改变结论): the nearest facts that turn it, as sentences.

A single fact is looked for first. If none turns the answer, each condition in the way is turned by
its own nearest fact, and all of these are worked out together once more; nothing is promised that
was not worked out. Who somebody is and the standing itself are never touched (``reach.FIXED``).
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from liuqing.compute import reach, words
from liuqing.compute.one_household import WHO, Compiled, Fact, Home, Variant, compiled, read
from liuqing.compute.turning import ANY, ENTITIES, Target, Turn, Turning, money, numeric
from liuqing.errors import Problem
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES

MOST = 12
"""So many changes are told; the nearest come first."""
BOUNDS = {"least": "不少于 {}", "most": "不超过 {}", "": "为 {}"}


@dataclass(frozen=True)
class Change:
    """Facts that turn the answer to ``result``; ``sentence`` says it in words.

    ``facts`` are who, fact, label, from and to (any one of ``to``). ``reach`` is 行动可及 or 需核实;
    ``distance`` orders changes, the nearest first. ``variant`` is the change as it was worked out.
    """

    sentence: str
    facts: tuple[dict[str, Any], ...]
    result: Any
    reach: str
    distance: float
    variant: Variant = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The change as JSON."""
        return {
            "sentence": self.sentence,
            "facts": list(self.facts),
            "result": self.result,
            "reach": self.reach,
        }


def changes(folder: Path, household_id: int, *, place: str, on: date, rule: str) -> list[Change]:
    """The nearest facts of the household, a member or a bill that turn the rule's answer.

    Problems ``compute.no_household`` and ``compute.no_rule`` if there is no such thing.
    """
    if rule not in RULES or RULES[rule].entity not in ENTITIES:
        raise Problem("compute.no_rule", f"没有叫「{rule}」的户规则", "请用 liuqing rules 查看全部规则。")
    rules = compiled(place, on, (rule,))
    return nearest(read(folder, household_id, rules), rules, rule)


def nearest(home: Home, rules: Compiled, rule: str) -> list[Change]:
    """The same for a household that has been read; none for a rule that is not in force."""
    if rule in rules.not_in_force:
        return []
    told = _Telling(Turning(home, rules, RULES[rule]), home, RULES[rule])
    return sorted(told.all(), key=lambda change: change.distance)[:MOST]


@dataclass(frozen=True)
class _Telling:
    """Turns as sentences."""

    turning: Turning
    home: Home
    rule: Rule

    def all(self) -> list[Change]:
        """Every change of one fact; for an answer that none turns, several together."""
        told: list[Change] = []
        for target in self.turning.targets():
            told += self._singles(target) or self._together(target)
        return told

    def _singles(self, target: Target) -> list[Change]:
        """One change a fact; sums of one owner that need the same step are one change."""
        alike: dict[tuple[Any, ...], list[Turn]] = {}
        for turn in self.turning.turns(target):
            alike.setdefault(self._step(turn), []).append(turn)
        return [self._one(group, target) for group in alike.values()]

    def _step(self, turn: Turn) -> tuple[Any, ...]:
        fact, now = turn.fact, self.home.value(turn.fact)
        if not money(fact):
            return (fact, turn.result)
        if now is None:
            return (fact.entity, fact.at, turn.values, turn.bound, turn.result)
        return (fact.entity, fact.at, turn.values[0] - now, turn.result)

    def _one(self, group: list[Turn], target: Target) -> Change:
        turn = group[0]
        others = "、".join(words.label(other.fact.name) for other in group[1:])
        also = f"（换成{others}也一样）" if others else ""
        sentence = f"{self._said(turn)} → {self._becomes(target, turn.result)}{also}"
        facts = tuple(self._as_json(one.fact, one.values) for one in group)
        variant = {turn.fact: turn.values[0]}
        return Change(sentence, facts, turn.result, reach.word(turn.fact.name), self._distance(turn), variant)

    def _together(self, target: Target) -> list[Change]:
        """Each condition in the way turned by its own nearest fact, if together they turn the answer."""
        if target.wish == ANY:
            return self._to_find_out(target)
        if target.wish is (self.rule.kind == "flag"):
            return []  # nobody asks how to lose a yes, or how to become a case
        turns = self.turning.repaired(target, self._distance)
        return [self._several(turns, target)] if turns else self._to_find_out(target)

    def _several(self, turns: list[Turn], target: Target) -> Change:
        doubt = any(reach.word(turn.fact.name) == reach.DOUBT for turn in turns)
        return Change(
            f"同时：{'；'.join(map(self._said, turns))} → {self._becomes(target, target.wish)}",
            tuple(self._as_json(turn.fact, turn.values) for turn in turns),
            target.wish,
            reach.DOUBT if doubt else reach.DEED,
            10.0 + len(turns),
            {turn.fact: turn.values[0] for turn in turns},
        )

    def _to_find_out(self, target: Target) -> list[Change]:
        """Nothing that was tried decides it and it is not known: what must be found out first."""
        gaps = [
            fact
            for fact in self.turning.facts()
            if self.home.value(fact) is None and fact.name not in words.ABSENT
        ]
        if not gaps or self.turning.now(target.rule, target.at) is not None:
            return []
        labels = "、".join(f"{self._whose(fact)}「{words.label(fact.name)}」" for fact in gaps[:MOST])
        more = f"等 {len(gaps)} 项" if len(gaps) > MOST else ""
        facts = tuple(self._as_json(fact, ()) for fact in gaps)
        return [Change(f"先查清{labels}{more} → 才能判断", facts, None, reach.DOUBT, 90.0)]

    # --- words ------------------------------------------------------------------------------

    def _said(self, turn: Turn) -> str:
        fact, now, value = turn.fact, self.home.value(turn.fact), turn.values[0]
        whose, label = self._whose(fact), words.label(fact.name)
        if now is None and fact.name not in words.ABSENT:
            if turn.bound == "any" or len(turn.values) == len(self.turning.tried(fact)) > 1:
                return f"查清{whose}「{label}」（不论结果）"
            bound = "" if turn.bound == "most" and value == 0 else turn.bound
            return f"查清{whose}「{label}」：若{BOUNDS[bound].format(self._values(turn))}"
        if numeric(fact):
            step = words.fact(fact.name, abs(value - now))
            moved = f"从 {words.fact(fact.name, now)} 到 {words.fact(fact.name, value)}"
            return f"{whose}{label} 再{'多' if value > now else '少'} {step}（{moved}）"
        return f"{whose}{label} 由 {words.fact(fact.name, now)} 改为 {self._values(turn)}"

    def _values(self, turn: Turn) -> str:
        return " 或 ".join(words.fact(turn.fact.name, value) for value in turn.values)

    def _becomes(self, target: Target, result: Any) -> str:
        rule, about = self.rule, ""
        if rule.entity != "household" and len(self.home.own(rule.entity)) > 1:
            about = f"{self._whose(Fact(rule.entity, target.at, rule.name))}："
        if rule.yes_or_no:
            return f"{about}{_verdict(rule, result)}"
        now = words.result(self.turning.now(rule.name, target.at), rule.unit)
        return f"{about}{rule.label} 由 {now} 变为 {words.result(result, rule.unit)}"

    def _whose(self, fact: Fact) -> str:
        """成员（之女，女，10 岁）; nothing for the household itself."""
        if fact.entity == "household":
            return ""
        row = {name: self.home.value(Fact(fact.entity, fact.at, name)) for name in WHO[fact.entity]}
        return words.who(row, fact.entity).replace("：", "（", 1) + "）"

    def _as_json(self, fact: Fact, values: tuple[Any, ...]) -> dict[str, Any]:
        return {
            "who": self._whose(fact),
            "fact": fact.name,
            "label": words.label(fact.name),
            "from": words.fact(fact.name, self.home.value(fact)),
            "to": [words.fact(fact.name, value) for value in values],
        }

    def _distance(self, turn: Turn) -> float:
        """A gap is nearest, then a yes or a code, then a number by its share; deeds before doubts."""
        now, doubt = self.home.value(turn.fact), 0.5 * (reach.word(turn.fact.name) == reach.DOUBT)
        if now is None and turn.fact.name not in words.ABSENT:
            return doubt
        if not numeric(turn.fact):
            return 1.0 + doubt
        share: float = abs(turn.values[0] - now) / max(abs(now), 1)
        return 1.0 + doubt + min(8.0, share)


def _verdict(rule: Rule, answer: bool) -> str:
    if rule.kind == "flag":
        return f"成为疑点「{rule.label}」" if answer else f"不再是疑点「{rule.label}」"
    if rule.kind == "verdict" or rule.name.startswith("exit_"):
        return "达到" if answer else "不达到"
    return f"{rule.label}：{'是' if answer else '否'}"
