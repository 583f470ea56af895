"""Who does what, and who looks after it (保障): steps of a project, rhythm, visits and supervision of the place."""

from dataclasses import dataclass
from datetime import date

from liuqing.planning.queries.life import gates
from liuqing.policy import project_life
from liuqing.policy.place_shape import Told


@dataclass(frozen=True)
class Step:
    """A stage of every project: who takes it, what must be there first; ``unverified`` conditions among them."""

    label: str
    who: str
    decides: bool
    conditions: tuple[str, ...]
    unverified: bool


@dataclass(frozen=True)
class Duties:
    """``told`` is what the place states of itself: bodies, meetings, visits, supervision."""

    told: Told
    steps: tuple[Step, ...]


def duties(on: date) -> Duties:
    """What the place has in force."""
    here = gates.here()
    life = project_life.stated(here)
    return Duties(here.told, tuple(_step(one, life) for one in life.stages.values()))


def _step(stage: project_life.Stage, life: project_life.Life) -> Step:
    conditions = [life.gates[key] for key in stage.gates]
    return Step(
        stage.label, stage.who, stage.decides, tuple(one.label for one in conditions), any(one.unverified for one in conditions)
    )  # fmt: skip
