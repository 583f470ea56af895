"""Figures for a place that has none of its own: so many people as its villages would hold.

They come from no plan. ``told`` is ``calibrations/generic.yaml``: shares, and numbers a village.
"""

from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.policy.place import Place


def figures(where: Place, told: dict[str, Any]) -> dict[str, Any]:
    """The sections of a calibration for so many villages as the place has.

    Raises Problem ``sample.no_villages``.
    """
    villages = sum(row.level == "village" for row in where.areas())
    if not villages:
        raise Problem(
            "sample.no_villages", f"「{where.label}」没有村，不能生成示例县",
            "请在该地方的文件夹里放 areas.csv，列出县、乡镇和村。",
        )  # fmt: skip
    on = date(where.told.plan.first_year or 2018, 12, 31)
    return told | {
        "place": where.folder.name, "as_of": on,
        "register": _register(told["register"], villages, on.year),
        "villages": _villages(told["villages"], villages, on.year),
        "population": _population(told["population"], villages),
        "causes": _causes(told["causes"], where.told.causes.codes),
        "income": _income(told["income"], where, on),
    }  # fmt: skip


def _register(told: dict[str, Any], villages: int, year: int) -> dict[str, Any]:
    households = max(villages * told["households_per_village"], 60)
    unexited = round(households * told["not_exited_share"])
    size, dibao = told["persons_per_household"], told["dibao"]

    def group(count: int) -> dict[str, int]:
        return {"households": count, "persons": round(count * size)}

    last = households - unexited
    exits = {}
    for back, share in enumerate(told["exit_shares"][:0:-1]):
        exits[year - back] = group(round((households - unexited) * share))
        last -= exits[year - back]["households"]
    exits[year - len(exits)] = group(last)
    on_dibao = round(households * dibao["household_share"])
    return {
        "source": told["source"], "not_exited": group(unexited), "exits": dict(sorted(exits.items())),
        "dibao": {
            "households": on_dibao, "persons": round(on_dibao * dibao["persons_per_household"]),
            "county_share": dibao["county_share"],
        },
        "renovated_households": round(households * told["renovated_share"]),
        "tekun_households": round(households * told["tekun_share"]),
    }  # fmt: skip


def _villages(told: dict[str, Any], villages: int, year: int) -> dict[str, Any]:
    listed = round(villages * told["listed_share"])
    return {
        "source": told["source"],
        "listed": {year - 4: listed},
        "exits": {year - 1: int(listed * told["exited_share"])},
        "natural": villages * told["hamlets_per_village"],
        "urban_towns": [],
    }


def _population(told: dict[str, Any], villages: int) -> dict[str, Any]:
    residents = villages * told["residents_per_village"]
    return {
        "source": told["source"],
        "rural": round(residents * told["rural_share"]),
        "residents": residents,
    }


def _causes(told: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    kept = [cause for cause in told["households"] if cause in codes] or list(told["households"])
    shares = {what: {cause: told[what][cause] for cause in kept} for what in ("households", "persons")}
    return {"source": told["source"], **shares}


def _income(told: dict[str, Any], where: Place, on: date) -> dict[str, Any]:
    numbers = where.parameters(on)
    line = numbers["exits.income_line"] if numbers.has("exits.income_line") else told["line"]
    return {"source": told["source"], "line": int(line)}
