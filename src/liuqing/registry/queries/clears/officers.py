"""5 帮扶责任清: who is responsible for the household."""

from liuqing.policy.tables import CLEARS
from liuqing.registry import secrets
from liuqing.registry.card import Clear, Grid
from liuqing.registry.models import Assignment
from liuqing.registry.queries.gathering import Told


def clear(told: Told) -> Clear:
    """Everybody who is responsible on the day."""
    grid = Grid(
        "帮扶责任人",
        ("姓名", "单位", "职务", "电话", "起"),
        tuple(_row(assignment) for assignment in told.assignments),
        tuple(told.sources.of(assignment) for assignment in told.assignments),
        "没有帮扶责任人",
    )
    return Clear(
        "officers", CLEARS["officers"], grids=(grid,), gaps=() if told.assignments else ("没有帮扶责任人",)
    )


def _row(assignment: Assignment) -> tuple[str, ...]:
    officer = assignment.officer
    # The officer's phone is on the card on purpose: it is whom the household may call.
    phone = secrets.decrypt(officer.phone) if officer.phone else ""
    return (officer.name, officer.unit, officer.post, phone, str(assignment.since))
