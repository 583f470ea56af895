"""Terms (约定): by whose right and from which state on a project's targets are set and looked at."""

from liuqing.planning.models import Project, Review
from liuqing.workflow.rights import Right

RIGHTS = {
    Review.Kind.MIDYEAR: (Right.RUN_PROJECTS,),
    Review.Kind.SELF: (Right.RUN_PROJECTS,),
    Review.Kind.OUTSIDE: (Right.DECIDE_PROJECTS, Right.MANAGE_FUNDS, Right.APPROVE_FUNDS),
}
"""Whose right it takes for each look."""
FIRST = {
    Review.Kind.MIDYEAR: Project.State.PLANNED,
    Review.Kind.SELF: Project.State.BEGUN,
    Review.Kind.OUTSIDE: Project.State.BEGUN,
}
"""From which state on."""
OPEN = {
    Project.State.DRAFT: Right.FILE_PROJECTS,
    Project.State.RETURNED: Right.FILE_PROJECTS,
    Project.State.FILED: Right.DECIDE_PROJECTS,
    Project.State.REVIEWED: Right.DECIDE_PROJECTS,
    Project.State.ARGUED: Right.DECIDE_PROJECTS,
    Project.State.DEFERRED: Right.DECIDE_PROJECTS,
    Project.State.POOLED: Right.DECIDE_PROJECTS,
}
"""In which states targets may still be set, and by whose right."""


def reached(project: Project, state: str) -> bool:
    """Whether a project is in the pool and has come at least as far as a state."""
    order = list(Project.IN_POOL)
    return project.state in order and order.index(Project.State(project.state)) >= order.index(
        Project.State(state)
    )
