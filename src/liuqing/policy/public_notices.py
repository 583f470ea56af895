"""Terms of notices (公示的约定): the place's numbers and words for what hangs in public.

Source: ``parameters/notices``. Every place states them, or has them from the nation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from liuqing.policy.dated import Parameters
from liuqing.policy.effects import EFFECTS

RESULTS: Mapping[str, str] = {
    "register": "纳入建档立卡",
    "exit": "脱贫退出",
    "relapse": "返贫，重新纳入",
    "take_back_exit": "撤销脱贫退出",
    "strike": "清退出建档立卡",
    "watch": "纳入监测对象",
    "remove_risk": "风险消除，退出监测",
    "watch_again": "重新纳入监测对象",
    "take_back_removal": "撤销风险消除",
    "help": "先行帮扶并纳入监测对象",
    "area_exit": "退出（出列）",
    "county_exit": "退出（摘帽）",
}
"""What a finished procedure makes of a household or an area, as a villager reads it on a sheet."""


@dataclass(frozen=True)
class Terms:
    """``adult_from`` in years, ``shown_days`` after the end, ``objections_a_day`` by one address,
    ``late_entry`` days in which what was said to an officer is written down."""

    adult_from: int
    shown_days: int
    objections_a_day: int
    late_entry: int
    health_words: tuple[str, ...]


def terms(numbers: Parameters) -> Terms:
    """The terms of a day."""
    return Terms(
        adult_from=numbers["notices.adult_from"],
        shown_days=numbers["notices.shown_days"],
        objections_a_day=numbers["notices.objections_a_day"],
        late_entry=numbers["notices.late_entry"],
        health_words=tuple(numbers["notices.health_words"]),
    )


def result(effect: str, *, final: bool) -> str:
    """拟纳入监测对象 while it is proposed, 纳入监测对象 when it was decided."""
    words = RESULTS.get(effect) or EFFECTS[effect].label
    return words if final else f"拟{words}"
