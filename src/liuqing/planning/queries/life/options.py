"""Options (下一步): which stage a project may be taken to from where it stands."""

from collections.abc import Iterator
from datetime import date

from liuqing.planning.models import Project
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.gathered import Gathered

State = Project.State
LEFT = ("removed", "cancelled")
OVER = (*Project.OUT, State.HANDED_OVER)
"""States after which nothing comes."""


def position(project: Project) -> str:
    """The state from which it goes on: of one that was put off, the one before."""
    return project.back_to if project.state == State.DEFERRED else project.state


def stages(project: Project, gathered: Gathered, on: date | None = None) -> tuple[str, ...]:
    """The stages that may come next, the usual one first; () where its life is over."""
    if project.state in OVER:
        return ()
    return tuple(_ahead(project, gathered, on))


def _ahead(project: Project, gathered: Gathered, on: date | None) -> Iterator[str]:
    told = gates.life()
    key = told.after(position(project))
    while key:
        yield key
        skip = told.stages[key].skip
        if skip is None or gates.applies(skip, project, gathered, on) is not True:
            return
        key = told.after(key)


def leaving(project: Project) -> tuple[str, ...]:
    """The ways out that are open from where it stands."""
    return tuple(key for key, one in gates.life().leaving.items() if project.state in one.states)
