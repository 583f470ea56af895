"""The story of a project (来龙去脉): where it stands, what was done, contracts, progress, papers, who answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.planning.models import Attachment, Contract, Duty, Progress, Project, Stage
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.queries.life.options import position
from liuqing.planning.queries.life.scheduled import planned, usual
from liuqing.planning.queries.life.steps import Next, next_
from liuqing.planning.services import life as acts
from liuqing.policy.project_life import FIGURES, PROCURED
from liuqing.workflow import clock
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES


@dataclass(frozen=True)
class Mark:
    """A stage on the line of a project's life: ``state`` done, late or "" (to come); ``now``: it comes next."""

    key: str
    label: str
    state: str
    on: date | None
    planned_on: date | None
    now: bool = False


@dataclass(frozen=True)
class Done:
    """A stage as it was taken: in which role, what was filled in, the papers that came with it."""

    stage: Stage
    role: str
    figures: tuple[tuple[str, str], ...]
    said: str
    papers: tuple[Attachment, ...]


@dataclass(frozen=True)
class Reported:
    """A report of progress with its photos."""

    progress: Progress
    said: str
    photos: tuple[Attachment, ...]


@dataclass(frozen=True)
class Signed:
    """A contract with its papers."""

    contract: Contract
    kind: str
    papers: tuple[Attachment, ...]


@dataclass(frozen=True)
class Story:
    """Everything of a project's life that a page shows."""

    project: Project
    line: tuple[Mark, ...]
    next: tuple[Next, ...]
    done: tuple[Done, ...]
    progress: tuple[Reported, ...]
    contracts: tuple[Signed, ...]
    papers: tuple[Attachment, ...]
    duties: tuple[tuple[Duty, str], ...]
    percent: int | None
    verdict: Any
    may_run: bool
    may_work: bool

    @property
    def five(self) -> tuple[tuple[str, bool | None, str], ...]:
        """The five systems as far as the next step asks for them: label, met or not, why."""
        return tuple((one.system, one.met, one.why) for step in self.next for one in step.gates if one.system)


def story(user: Any, project: Project) -> Story:
    """The life of a project that the user may see; the caller has asked ``scope.project``."""
    told, today = Gathered([project]), clock.today()
    attachments, duties = told.attachments.get(project.pk, []), told.duties.get(project.pk, [])
    stages = told.stages.get(project.pk, [])
    return Story(
        project, _line(project, told, today), next_(user, project, told, on=today),
        tuple(_done(one, attachments) for one in stages), _progress(told.reports.get(project.pk, []), attachments),
        _contracts(told.contracts.get(project.pk, []), attachments),
        tuple(one for one in attachments if one.kind != acts.PHOTO),
        tuple((one, acts.person(project, one)) for one in duties),
        told.percent(project), acts.verify(project, stages=stages, attachments=attachments, duties=duties),
        acts.may(user, [Right.RUN_PROJECTS], project), acts.may(user, acts.WORKING, project),
    )  # fmt: skip


def _done(one: Stage, attachments: list[Attachment]) -> Done:
    role = ROLES.get(one.role)
    figures = tuple(
        (FIGURES.get(name, name), PROCURED.get(str(value), str(value))) for name, value in one.figures.items()
    )
    papers = _of(attachments, str(one.uuid))
    return Done(one, role.label if role else one.role, figures, acts.said(one), papers)


def _line(project: Project, told: Gathered, today: date) -> tuple[Mark, ...]:
    reached, plans = told.reached(project), planned(project, told, usual(today))
    stages, standing = gates.life().stages, position(project)
    here = list(stages).index(standing) if standing in stages else -1
    going = project.state not in project.OUT
    marks = []
    for at, (key, stage) in enumerate(stages.items()):
        due = plans.get(key)
        # A project that came with a list stands where the list says; the days before are not known.
        late = going and due is not None and due < today
        state = "done" if at <= here else "late" if late else ""
        marks.append(Mark(key, stage.label, state, reached.get(key), due, going and at == here + 1))
    return tuple(marks)


def _progress(reports: list[Progress], attachments: list[Attachment]) -> tuple[Reported, ...]:
    return tuple(
        Reported(one, acts.words(one), _of(attachments, f"progress:{one.pk}")) for one in reversed(reports)
    )


def _contracts(contracts: list[Contract], attachments: list[Attachment]) -> tuple[Signed, ...]:
    return tuple(
        Signed(one, PROCURED.get(one.kind, one.kind), _of(attachments, f"contract:{one.pk}"))
        for one in contracts
    )


def _of(attachments: list[Attachment], subject: str) -> tuple[Attachment, ...]:
    return tuple(one for one in attachments if one.subject == subject)


__all__ = ["Story", "story"]
