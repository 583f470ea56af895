"""Verifying (查验): is every stage of a project as it was written, in its order, none left out?

A stage is sealed over the one before it; its seal stands in the trail as well, so that cutting off the last
one, or all of them, shows too. So does the seal of who answers for the quality.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as chained

from liuqing.planning.models import Attachment, Duty, Project, Stage
from liuqing.planning.services.life import chain, sealing
from liuqing.planning.services.life.handed import FORWARD
from liuqing.workflow.models import Event

TAKEN, CHARGED = "life.taken", "life.charged"


@dataclass(frozen=True)
class Verdict:
    """What was found: of which project, how many stages; ``position`` (from 1) is where it breaks first.

    ``position`` 0 is the project itself: where it stands, or who answers for it.
    """

    no: str
    stages: int
    position: int | None = None
    what: str = ""

    @property
    def sound(self) -> bool:
        """Nothing was changed, moved or deleted."""
        return self.position is None


def verify(
    project: Project, *, stages: Sequence[Stage] | None = None, attachments: Sequence[Attachment] | None = None,
    duties: Sequence[Duty] | None = None,
) -> Verdict:  # fmt: skip
    """Look at one project; what a page has read already (stages in their order) need not be read again."""
    if stages is None or attachments is None or duties is None:
        return verify_these([project])[0]
    return _verdict(project, stages, _by_subject(attachments), duties, _traced([project])[project.no])


def verify_these(projects: Iterable[Project]) -> list[Verdict]:
    """Look at some projects, in four queries however many they are."""
    found = list(projects)
    keys = [one.pk for one in found]
    stages: dict[int, list[Stage]] = defaultdict(list)
    for stage in Stage.objects.filter(project__in=keys).order_by("project", "ordinal"):
        stages[stage.project_id].append(stage)
    duties: dict[int, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.filter(project__in=keys):
        duties[duty.project_id].append(duty)
    papers, traced = _by_subject(Attachment.objects.filter(project__in=keys)), _traced(found)
    return [_verdict(one, stages[one.pk], papers, duties[one.pk], traced[one.no]) for one in found]


def _by_subject(attachments: Iterable[Attachment]) -> dict[str, list[tuple[str, str]]]:
    papers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in attachments:
        papers[one.subject].append((one.kind, one.sha256))
    return papers


def _traced(projects: Iterable[Project]) -> dict[str, list[tuple[str, str]]]:
    """By number: act and seal of every event of the trail, in their order."""
    subjects = [f"{chain.SUBJECT}{one.no}" for one in projects]
    events = Event.objects.filter(act__in=(TAKEN, CHARGED), subject__in=subjects).order_by("pk")
    traced: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, act, detail in events.values_list("subject", "act", "detail"):
        traced[subject.removeprefix(chain.SUBJECT)].append((act, detail.get("seal", "")))
    return traced


def verify_all() -> list[Verdict]:
    """Every project whose life is not sound; [] if all are. For ``doctor``."""
    lived = Project.objects.filter(stages__isnull=False) | Project.objects.filter(duties__isnull=False)
    keys = sorted(set(lived.values_list("pk", flat=True)))
    found: list[Verdict] = []
    for start in range(0, len(keys), PIECE):
        found += verify_these(Project.objects.filter(pk__in=keys[start : start + PIECE]))
    return [one for one in (*found, *_gone(set(keys))) if not one.sound]


PIECE = 500


def _gone(lived: set[int]) -> Iterator[Verdict]:
    """Projects of which the trail knows a stage and the record none."""
    known = set(Project.objects.filter(pk__in=lived).values_list("no", flat=True))
    subjects = Event.objects.filter(act=TAKEN, subject__startswith=chain.SUBJECT).values_list(
        "subject", flat=True
    )
    for no in sorted({one.removeprefix(chain.SUBJECT) for one in subjects} - known):
        yield Verdict(no, 0, 0, "留痕中有办理记录，项目或它的记录却被删除")


def _verdict(
    one: Project, stages: Sequence[Stage], papers: dict[str, list[tuple[str, str]]], duties: Sequence[Duty],
    traced: list[tuple[str, str]],
) -> Verdict:  # fmt: skip
    # One after the other: what comes later cannot be read where something before it is broken.
    looks = chained(
        _chain(stages, papers), _trail(stages, [seal for act, seal in traced if act == TAKEN]),
        _duties(duties, [seal for act, seal in traced if act == CHARGED]), _place(one, stages),
    )  # fmt: skip
    for position, what in looks:
        return Verdict(one.no, len(stages), position, what)
    return Verdict(one.no, len(stages))


def _chain(stages: Sequence[Stage], papers: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[int, str]]:
    before = None
    for position, one in enumerate(stages, 1):
        linked = one.ordinal == position and one.previous_id == (before.pk if before else None)
        start = before.seal if before else sealing.START
        if not linked or one.seal != sealing.stage(one, start, papers.get(str(one.uuid), [])):
            yield position, "这一步或它前面的一步被改动、移动或删除"
        before = one


def _trail(stages: Sequence[Stage], traced: list[str]) -> Iterator[tuple[int, str]]:
    seals = [one.seal for one in stages]
    if seals != traced:
        same = next((n for n, (a, b) in enumerate(zip(seals, traced, strict=False)) if a != b), None)
        yield (min(len(seals), len(traced)) if same is None else same) + 1, "与留痕不一致，有一步被删除或补写"


def _duties(duties: Sequence[Duty], traced: list[str]) -> Iterator[tuple[int, str]]:
    if sorted(sealing.duty(one) for one in duties) != sorted(traced):
        yield 0, "质量责任人的登记被改动或删除"


def _place(one: Project, stages: Sequence[Stage]) -> Iterator[tuple[int, str]]:
    """Where it says that it stands is where its stages have led it; a list may have brought it there as well."""
    if stages and one.state not in _led(stages[-1]):
        yield 0, "项目所在的环节与办理记录不一致"


def _led(last: Stage) -> tuple[str, ...]:
    if last.outcome in FORWARD:
        return (last.key,)
    if last.outcome == Stage.Outcome.RETURNED:
        return (Project.State.RETURNED, Project.State.BEGUN)
    return (str(last.outcome),)
