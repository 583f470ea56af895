"""Guarding (把关): what is asked the same way at every act of money."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.registry.models import Area
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

LARGEST = Decimal(10) ** 12
"""Yuan: no county's document is larger."""


def county(by: Any, right: Right) -> None:
    """Whoever handles a document needs the right for the whole county. Problem ``workflow.not_allowed``."""
    path = (
        Area.objects.filter(level=Area.Level.COUNTY).order_by("path").values_list("path", flat=True).first()
    )
    rights.require(by, right, path or "")


def project(by: Any, right: Right, of: Project) -> None:
    """Whoever handles a project's money needs the right for it. Problem ``planning.not_allowed``."""
    scope.require(by, right, of)


def another(by: Any, maker: str, what: str) -> None:
    """Two pairs of eyes. Problem ``funds.own_work``."""
    if by.get_username() == maker:
        raise Problem(
            "funds.own_work", f"{what}是您自己提出的，不能由您自己审批", "请另一位有审批权限的同事办理。"
        )


def day(on: date | None) -> date:
    """The day of an act: today unless another is said. Problem ``funds.day_to_come``."""
    today = clock.today()
    if on is not None and on > today:
        raise Problem("funds.day_to_come", f"日期 {on} 还没有到", "请改成今天或以前的日期。")
    return on or today


def amount(value: Any, what: str = "金额") -> Decimal:
    """An amount of at least one fen. Problem ``funds.bad_amount``."""
    try:
        found = Decimal(str(value))
        whole = found * 100 == (found * 100).to_integral_value()
    except (InvalidOperation, ValueError, OverflowError):
        found, whole = Decimal(0), False
    if not whole or not 0 < found < LARGEST:
        raise Problem(
            "funds.bad_amount",
            f"「{what}」要写成大于 0、最多两位小数的数字",
            "请改正后再交，什么都没有改动。",
        )
    return found.quantize(Decimal("0.01"))


def words(text: str, what: str, longest: int = 200, *, needed: bool = False) -> str:
    """A text without identity numbers that fits. Problems ``funds.no_words``, ``funds.bad_words``."""
    found = text.strip()
    if needed and not found:
        raise Problem("funds.no_words", f"没有写「{what}」", "请写清楚再交。")
    if len(found) > longest or trail.looks_like_identity(found):
        raise Problem(
            "funds.bad_words", f"「{what}」最多 {longest} 个字，不能写身份证号", "请改短或改正后再交。"
        )
    return found


def yuan(value: Decimal) -> str:
    """An amount as people read it: 12,345.60 元."""
    return f"{value:,.2f} 元"
