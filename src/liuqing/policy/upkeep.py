"""Upkeep (资产管护): after how many days an asset counts as unattended, idle for long, or its income as near.

Source: 国务院办公厅关于扶贫项目资产后续管理的指导意见; the days are the place's (``parameters/assets``).
"""

from dataclasses import dataclass

from liuqing.policy.dated import Parameters
from liuqing.policy.sharing import KINDS


@dataclass(frozen=True)
class Upkeep:
    """Days by kind of asset, and which skills count as labour when income is given out by need."""

    upkeep: dict[str, int]
    idle: int
    due: int
    full_labour: tuple[str, ...]

    def days(self, kind: str) -> int | None:
        """At most so many days between two visits to an asset of that kind; None: the place does not say."""
        return self.upkeep.get(kind)


def read(p: Parameters) -> Upkeep:
    """The place's numbers of the day; raises ``NotInForceError``."""
    stated = p["assets.upkeep_days"]
    return Upkeep(
        {kind: int(stated[label]) for kind, label in KINDS.items() if label in stated},
        int(p["assets.idle_days"]),
        int(p["assets.due_days"]),
        tuple(p["assets.full_labour"]),
    )
