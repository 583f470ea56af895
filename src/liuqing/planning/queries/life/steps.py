"""Steps (下一步): what may be done with a project now, each gate met or not and why; who may do it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Project, Stage
from liuqing.planning.queries.life import gates, options
from liuqing.planning.queries.life.gates import Opened
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.services.life import handed, permission
from liuqing.policy import project_life
from liuqing.policy.project_life import FIGURES, LEVELS, PROCURED
from liuqing.workflow import clock


@dataclass(frozen=True)
class Figure:
    """Something to be filled in; ``options`` if it is chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Next:
    """A stage that may come next. ``may``: the user may take it; ``barred`` says why not.

    ``ready``: every gate is met. ``usual`` False: a way out, or a stage reached by leaving one out.
    """

    key: str
    label: str
    who: str
    level: str
    decides: bool
    outcomes: tuple[tuple[str, str], ...]
    gates: tuple[Opened, ...]
    figures: tuple[Figure, ...]
    may: bool
    barred: str
    usual: bool
    note: str = ""

    @property
    def ready(self) -> bool:
        """Nothing is missing."""
        return all(gate.met for gate in self.gates)

    @property
    def missing(self) -> tuple[Opened, ...]:
        """The gates that are not met, or not known."""
        return tuple(gate for gate in self.gates if not gate.met)


def next_(
    user: Any, project: Project, gathered: Gathered | None = None, *, on: date | None = None
) -> tuple[Next, ...]:
    """What may be done now (``on`` a day), the usual stage first, then what leaves one out, then the ways out."""
    told, when = gathered or Gathered([project]), on or clock.today()
    stages = options.stages(project, told, when)
    return (
        *(_stage(user, project, told, key, when, usual=not at) for at, key in enumerate(stages)),
        *(_leaving(user, project, key) for key in options.leaving(project)),
    )


def one(user: Any, project: Project, key: str) -> Next:
    """The step of that key. Problem ``life.no_such_step`` if the project does not stand before it."""
    found = next((step for step in next_(user, project) if step.key == key), None)
    if found is None:
        raise Problem("life.no_such_step", "这个项目现在不能办这一步", "请从项目页面上的「下一步」进入。")
    return found


def _stage(user: Any, project: Project, gathered: Gathered, key: str, on: date, *, usual: bool) -> Next:
    told = gates.life().stages[key]
    barred = _barred(user, project, told, gathered)
    outcomes = tuple((str(one), str(Stage.Outcome(one).label)) for one in handed.outcomes(told))
    return Next(
        key, told.label, told.who, LEVELS[told.level], told.decides, outcomes, gates.of(project, key, gathered, on=on),
        tuple(_figure(name) for name in told.figures), not barred, barred, usual, told.note,
    )  # fmt: skip


def _barred(user: Any, project: Project, stage: project_life.Stage, gathered: Gathered) -> str:
    try:
        permission.require(user, stage.rights, project)
        permission.another(project, stage, user, gathered.stages.get(project.pk, []))
    except Problem as problem:
        return problem.what
    return ""


def _leaving(user: Any, project: Project, key: str) -> Next:
    told = gates.life().leaving[key]
    allowed = permission.may(user, told.rights, project)
    return Next(
        key, told.label, "", "", False, ((key, told.label),), (), (), allowed, "" if allowed else "您没有这个权限", False,
        told.note,
    )  # fmt: skip


def _figure(name: str) -> Figure:
    return Figure(name, FIGURES[name], tuple(PROCURED.items()) if name == "kind" else ())
