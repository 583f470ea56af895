"""Documents out: workbooks, Word, PDF, pages. Each report is one file in this folder.

``write`` is the only door: it asks for the right, makes the document in a file beside the target,
puts it in place when it is whole, and leaves one entry in the trail.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.reports.report import Maker, Report, Request
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

__all__ = ["NAMES", "write"]


@cache
def _reports() -> dict[str, Report]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = (getattr(module, "REPORT", None) for module in modules)
    return {report.name: report for report in found if isinstance(report, Report)}


class _Names(Mapping[str, str]):
    """Every report: its name and what it is called in Chinese, read when first asked for."""

    def __getitem__(self, name: str) -> str:
        return _reports()[name].label

    def __iter__(self) -> Any:
        return iter(_reports())

    def __len__(self) -> int:
        return len(_reports())


NAMES: Mapping[str, str] = _Names()


def write(
    name: str,
    *,
    user: Any,
    area: str | None = None,
    household: str | None = None,
    format: str,
    out: Path,
    purpose: str = "",
    only: str = "",
    address: str = "",
) -> Path:
    """Write a report to ``out``; an area by code, or a household by number, or all the user may see.

    Problems: ``reports.unknown``, ``reports.no_such_format``, those of rights and of the queries.
    """
    make = _maker(name, format, household)
    where = (
        queries.household(user, household).village if household else queries.area(user, area, Right.EXPORT)
    )
    rights.require(user, Right.EXPORT, where.path)
    part = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        count = make(Request(user, where.code, household or "", part, purpose, only, address))
        trail.record(
            "reports.written", subject=household or where.code, by=user,
            detail={"report": name, "format": format, "area": where.code, "households": count, "purpose": purpose},
        )  # fmt: skip
        # Last: what is not in the trail must not lie there either.
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out


def _maker(name: str, form: str, household: str | None) -> Maker:
    report = _reports().get(name)
    if report is None:
        raise Problem("reports.unknown", f"没有叫「{name}」的材料", f"可以写出的材料：{'、'.join(NAMES)}。")
    makers = report.household if household else report.area
    if form not in makers:
        raise Problem(
            "reports.no_such_format",
            f"「{report.label}」{'按户' if household else '按地区'}没有 {form or '（未写）'} 格式",
            f"可用的格式：{'、'.join(makers) or '无'}。",
        )
    return makers[form]
