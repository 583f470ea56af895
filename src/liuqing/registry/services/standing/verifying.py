"""Verifying (查验): is every act of a proceeding as it was written, in its order, none left out?

An act is sealed over the one before it and over the payload; its seal stands in the trail as well, so
that cutting off the last act, or all of them, shows too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet

from liuqing.registry.models import Act, Paper, Proceeding
from liuqing.registry.services.standing import frozen, sealing, submission
from liuqing.registry.services.standing.checking import FORWARD
from liuqing.workflow.models import Event

_TRACED = ("standing.submitted", "standing.acted", "standing.withdrawn")
_SUBJECT = "proceeding:"


@dataclass(frozen=True)
class Verdict:
    """What was found: of which proceeding, how many acts; ``position`` (from 1) is where it breaks first.

    ``position`` 0 is the proceeding itself: what was frozen, or where it stands.
    """

    no: str
    acts: int
    position: int | None = None
    what: str = ""

    @property
    def sound(self) -> bool:
        """Nothing was changed, moved or deleted."""
        return self.position is None


def verify(proceeding: Proceeding) -> Verdict:
    """Look at one proceeding."""
    return verify_these([proceeding.pk])[0]


def verify_these(keys: Iterable[int]) -> list[Verdict]:
    """Look at some proceedings, in four queries however many they are."""
    found = list(Proceeding.objects.filter(pk__in=list(keys)).order_by("pk"))
    acts: dict[int, list[Act]] = defaultdict(list)
    for one in Act.objects.filter(proceeding__in=found).order_by("proceeding", "ordinal"):
        acts[one.proceeding_id].append(one)
    traced: dict[str, list[str]] = defaultdict(list)
    subjects = [f"{_SUBJECT}{one.no}" for one in found]
    for subject, detail in _events().filter(subject__in=subjects).values_list("subject", "detail"):
        traced[subject.removeprefix(_SUBJECT)].append(detail.get("seal", ""))
    papers = _papers([one for several in acts.values() for one in several])
    return [_verdict(one, acts[one.pk], traced[one.no], papers) for one in found]


def verify_all() -> list[Verdict]:
    """Every proceeding that is not sound; [] if all are. For ``doctor``."""
    acts: dict[int, list[Act]] = defaultdict(list)
    for one in Act.objects.order_by("proceeding", "ordinal").iterator(chunk_size=2000):
        acts[one.proceeding_id].append(one)
    traced: dict[str, list[str]] = defaultdict(list)
    for subject, detail in _events().values_list("subject", "detail").iterator(chunk_size=2000):
        traced[subject.removeprefix(_SUBJECT)].append(detail.get("seal", ""))
    papers = _papers(None)
    found = [
        _verdict(one, acts.pop(one.pk, []), traced.pop(one.no, []), papers)
        for one in Proceeding.objects.order_by("pk").iterator(chunk_size=500)
    ]
    gone = [Verdict(no, 0, 0, "留痕中有这件事，办件却被删除") for no in traced]
    return [one for one in (*found, *gone) if not one.sound]


def _events() -> QuerySet[Event]:
    return Event.objects.filter(act__in=_TRACED, subject__startswith=_SUBJECT).order_by("pk")


def _papers(acts: list[Act] | None) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    papers = Paper.objects.all() if acts is None else Paper.objects.filter(act__in=acts)
    for act, kind, sha256 in papers.values_list("act", "kind", "sha256"):
        found[act].append((kind, sha256))
    return found


def _verdict(
    one: Proceeding, acts: list[Act], traced: list[str], papers: dict[int, list[tuple[str, str]]]
) -> Verdict:
    # One after the other: what comes later cannot be read where something before it is broken.
    looks = chain(_payloads(one), _acts(one, acts, papers), _trail(acts, traced), _place(one, acts))
    for position, what in looks:
        return Verdict(one.no, len(acts), position, what)
    return Verdict(one.no, len(acts))


def _payloads(one: Proceeding) -> Iterable[tuple[int, str]]:
    told = [dict(entry) for entry in submission.earlier(one)]
    if one.state not in submission.UNFROZEN:
        told.append({**submission.current(one), "seal": one.payload_seal})
    for entry in told:
        seal = entry.pop("seal")
        if seal != sealing.payload(one, entry):
            yield 0, f"第 {entry['round']} 轮提交的内容被改动"


def _acts(
    one: Proceeding, acts: list[Act], papers: dict[int, list[tuple[str, str]]]
) -> Iterable[tuple[int, str]]:
    seals, before = submission.seals(one), None
    for position, act in enumerate(acts, 1):
        linked = act.ordinal == position and act.previous_id == (before.pk if before else None)
        start = before.seal if before else sealing.START
        if not linked or act.seal != sealing.act(
            act, start, seals.get(act.round, ""), papers.get(act.pk, [])
        ):
            yield position, "这一步或它前面的一步被改动、移动或删除"
        before = act


def _trail(acts: list[Act], traced: list[str]) -> Iterable[tuple[int, str]]:
    seals = [act.seal for act in acts]
    if seals != traced:
        same = next((n for n, (a, b) in enumerate(zip(seals, traced, strict=False)) if a != b), None)
        at = min(len(seals), len(traced)) if same is None else same
        yield at + 1, "与留痕不一致，有一步被删除或补写"


def _place(one: Proceeding, acts: list[Act]) -> Iterable[tuple[int, str]]:
    """Where it says that it stands is where its acts have led it."""
    if one.state == Proceeding.State.DRAFT and not acts:
        return
    if not acts or (one.state, one.step) != _led(one, acts[-1]):
        yield 0, "办件所在的步骤与办理记录不一致"


def _led(one: Proceeding, last: Act) -> tuple[str, str]:
    told = frozen.of(one)
    if last.outcome in FORWARD:
        after = told.after(last.step)
        return (Proceeding.State.OPEN, after.key) if after else (Proceeding.State.DONE, "")
    if last.outcome == Act.Outcome.RETURNED:
        return Proceeding.State.RETURNED, told.steps[0].key
    return (
        Proceeding.State.REFUSED if last.outcome == Act.Outcome.REFUSED else Proceeding.State.WITHDRAWN
    ), ""
