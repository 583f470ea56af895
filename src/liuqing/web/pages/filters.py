"""The filters of a list of households: read from the address, shown as choices."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from liuqing.policy.tables import CAUSES
from liuqing.registry.queries.households import Filters
from liuqing.registry.queries.words import rule, standing

STANDINGS = ("registered", "exited", "relapsed")
YEARS = range(2014, 2021)


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One drop-down: its name in the address, its label, its choices."""

    name: str
    label: str
    choices: list[Choice]


def read(asked: QueryDict) -> Filters:
    """The filters of an address; what makes no sense is ignored."""
    return Filters(
        standing=_one_of(asked.get("standing", ""), STANDINGS),
        cause=_one_of(asked.get("cause", ""), CAUSES),
        flag=asked.get("flag", "")[:60],
        score=_number(asked.get("score", ""), range(7)),
        exit_year=_number(asked.get("exit_year", ""), range(2000, 2100)),
        rule=asked.get("rule", "")[:60],
        verdict=_one_of(asked.get("verdict", ""), ("true", "false", "unknown")),
    )


def shown(filters: Filters, flags: list[str]) -> list[Filter]:
    """The drop-downs above a list, with what is chosen now. ``flags`` are the rules known."""
    return [
        _filter("standing", _("状态"), [(key, standing(key)) for key in STANDINGS], filters.standing),
        _filter("exit_year", _("脱贫年度"), [(str(y), str(y)) for y in YEARS], filters.exit_year),
        _filter("cause", _("主要致贫原因"), [(cause, cause) for cause in CAUSES], filters.cause),
        _filter("flag", _("疑点"), [(name, rule(name)) for name in flags], filters.flag),
        _filter(
            "score",
            _("六清"),
            [(str(n), _("%(n)s 清齐全") % {"n": n}) for n in range(6, -1, -1)],
            filters.score,
        ),
    ]


def _filter(name: str, label: str, known: list[tuple[str, str]], chosen: Any) -> Filter:
    now = "" if chosen is None else str(chosen)
    return Filter(name, label, [Choice(value, _(text), value == now) for value, text in known])


def _one_of(said: str, known: tuple[str, ...]) -> str:
    return said if said in known else ""


def _number(said: str, known: range) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 5 and int(said) in known else None
