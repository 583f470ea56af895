"""Follow (跟踪): after each assessment, what became of every question.

A flag raised for the first time is a new case. One that was struck off and is raised again is opened
once more, unless it was explained and no fact has changed. One that is not raised any more is gone;
but not if nobody can tell: a rule that was not asked, that stopped, or whose lists are missing this
month says nothing about its open cases.

It runs in short transactions and may be repeated: following the same snapshot twice changes nothing.
Only the newest snapshot of the newest day is followed, so that looking back disturbs nobody.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from liuqing.compute import again, fingerprints
from liuqing.policy.rules import RULES
from liuqing.registry.models import Case, Finding, Snapshot
from liuqing.registry.models.cases import subject_of
from liuqing.registry.services import areas, bulk
from liuqing.registry.services.cases import steps
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

PIECE = 1_000
"""Cases written in one transaction: well below two seconds of write lock."""

_STATE, _OUTCOME = Case.State, Case.Outcome
_NEW = (
    "rule", "subject", "household_id", "person_id", "village_id", "state", "outcome", "reason", "round", "facts",
    "kept", "first_id", "last_id", "opened_on", "due_on", "closed_on", "dispatch_id",
)  # fmt: skip
_SEEN = ("household_id", "village_id", "facts", "last_id")
_AGAIN = ("state", "outcome", "reason", "round", "kept", "opened_on", "due_on", "closed_on", "dispatch_id")
_GONE = ("state", "outcome", "closed_on", "due_on")


@dataclass(frozen=True)
class Followed:
    """How many cases were found, opened once more, held back, seen again, gone."""

    found: int = 0
    reopened: int = 0
    held: int = 0
    still: int = 0
    gone: int = 0


@dataclass(frozen=True)
class _Raised:
    """A flag of the snapshot: whom it is about, where, and the fingerprint of its facts."""

    rule: str
    subject: str
    household: int | None
    person: int | None
    village: int
    facts: str


def follow(snapshot: Snapshot, by: Any) -> Followed:
    """Bring every case up to date with a complete snapshot. Problem ``workflow.not_allowed``."""
    rights.require(by, Right.TAKE_SNAPSHOT, areas.root_path())
    if not snapshot.complete or _overtaken(snapshot):
        return Followed()
    following = _Following(snapshot, by.get_username())
    with bulk.roomy():
        told = following.everything()
    if following.changed:
        detail = {"found": told.found, "reopened": told.reopened, "held": told.held, "gone": told.gone}
        trail.record("cases.followed", subject=f"cases:{snapshot.pk}", by=by, detail=detail)
    return told


def asked(manifest: dict[str, Any]) -> frozenset[str]:
    """The flags that a snapshot answered and did not hold back."""
    stopped = {one["rule"] for one in manifest.get("over_expectation", ())}
    silent = stopped | set(manifest.get("not_in_force", {}))
    found = manifest.get("findings", {})
    flags = (name for name, rule in RULES.items() if rule.kind == "flag" and name not in silent)
    return frozenset(name for name in flags if _answered(found.get(name)))


def _answered(counts: dict[str, int] | None) -> bool:
    """Somebody got a yes or no; where a list is missing, nobody does."""
    return counts is not None and bool(counts["true"] or counts["false"])


def _overtaken(snapshot: Snapshot) -> bool:
    later = Q(on__gt=snapshot.on) | Q(on=snapshot.on, pk__gt=snapshot.pk)
    return Snapshot.objects.filter(later, complete=True).exists()


class _Following:
    """One snapshot while it is followed."""

    def __init__(self, snapshot: Snapshot, by: str) -> None:
        self.snapshot, self.by, self.today = snapshot, by, timezone.localdate()
        self.folder = Path(settings.WORKSPACE.folder) / "snapshots" / snapshot.folder
        self.counts: Counter[str] = Counter()
        self.changed = False

    def everything(self) -> Followed:
        """Raised first, so that what is left open and not raised is known."""
        answered = asked(self.snapshot.manifest)
        for piece in _pieces(self._raised()):
            self._seen(piece)
        self._vanished(answered)
        self._merged()
        self._moved()
        return Followed(
            **{name: self.counts[name] for name in ("found", "reopened", "held", "still", "gone")}
        )

    # What is raised

    def _raised(self) -> list[_Raised]:
        flags = [name for name, rule in RULES.items() if rule.kind == "flag"]
        findings = Finding.objects.filter(snapshot=self.snapshot, verdict=True, village__isnull=False)
        rows: dict[str, list[tuple[int | None, int | None, int]]] = {}
        columns = ("rule", "household_id", "person_id", "village_id")
        for rule, *row in findings.filter(rule__in=flags).order_by("pk").values_list(*columns).iterator():
            rows.setdefault(rule, []).append((row[0], row[1], row[2]))
        prints = fingerprints.of(self.folder, {rule: {_key(*row) for row in rows[rule]} for rule in rows})
        return [
            _Raised(rule, subject_of(*row), *row, prints.get(rule, {}).get(_key(*row), ""))
            for rule in sorted(rows)
            for row in rows[rule]
        ]

    def _seen(self, raised: Sequence[_Raised]) -> None:
        """One piece of what is raised, in one transaction."""
        rules, subjects = {one.rule for one in raised}, {one.subject for one in raised}
        with bulk.piece() as writes:
            cases = Case.objects.select_for_update().filter(rule__in=rules, subject__in=subjects)
            known = {(case.rule, case.subject): case for case in cases}
            same: list[int] = []
            for one in raised:
                case = known.get((one.rule, one.subject))
                if case is None:
                    self._found(one, writes)
                elif case.last_id != self.snapshot.pk:
                    same += self._known(case, one, writes)
            Case.objects.filter(pk__in=same).update(last=self.snapshot)

    def _found(self, one: _Raised, writes: bulk.Writes) -> None:
        now = self.snapshot.pk
        pk = writes.insert(Case, _NEW, (
            one.rule, one.subject, one.household, one.person, one.village, _STATE.FOUND.value, "", "", 1, one.facts,
            "", now, now, self.today, None, None, None,
        ))  # fmt: skip
        self._step(writes, pk, "found")

    def _known(self, case: Case, one: _Raised, writes: bulk.Writes) -> list[int]:
        """Bring a case up to date; its key if nothing of it changes but when it was last raised."""
        seen = (one.household, one.village, one.facts)
        same = seen == (case.household_id, case.village_id, case.facts)
        if not same:
            writes.update(Case, _SEEN, (*seen, self.snapshot.pk), case.pk)
        if case.state != _STATE.CLOSED:
            self.counts["still"] += 1
            self.changed = True
        elif case.outcome == _OUTCOME.EXPLAINED and case.kept and case.kept == one.facts:
            self._step(writes, case.pk, "held", "事实没有变化，仍按情况说明保留")
        else:
            once_more = (_STATE.FOUND.value, "", "", case.round + 1, "", self.today, None, None, None)
            writes.update(Case, _AGAIN, once_more, case.pk)
            self._step(writes, case.pk, "reopened", _WHY.get(case.outcome, ""))
        return [case.pk] if same else []

    # What is not raised any more

    def _vanished(self, answered: frozenset[str]) -> None:
        left = Case.objects.exclude(state=_STATE.CLOSED).filter(rule__in=answered)
        left = left.exclude(last=self.snapshot)
        by_rule: dict[str, list[tuple[int, int]]] = {}
        for pk, rule, subject in left.values_list("pk", "rule", "subject"):
            by_rule.setdefault(rule, []).append((pk, int(subject.partition(":")[2])))
        doubtful = self._doubtful(by_rule)
        gone = [
            pk for rule, cases in by_rule.items() for pk, key in cases if key not in doubtful.get(rule, ())
        ]
        self._gone(gone, "新的测算中不再出现")

    def _doubtful(self, by_rule: dict[str, list[tuple[int, int]]]) -> dict[str, set[int]]:
        """For whom the answer is not known now: their cases wait."""
        counts = self.snapshot.manifest.get("findings", {})
        unsure = {
            rule: [key for _, key in cases]
            for rule, cases in by_rule.items()
            if counts.get(rule, {}).get("unknown")
        }
        place = self.snapshot.manifest.get("place", settings.WORKSPACE.place)
        return again.unknown(self.folder, unsure, place=place, on=self.snapshot.on)

    def _gone(self, keys: list[int], why: str) -> None:
        for piece in _pieces(keys):
            with bulk.piece() as writes:
                open_now = Case.objects.select_for_update().filter(pk__in=piece).exclude(state=_STATE.CLOSED)
                for case in open_now:
                    self._close(case, why, writes)

    def _close(self, case: Case, why: str, writes: bulk.Writes) -> None:
        """Nothing that the village worked out is lost: corrections wait for their review."""
        if case.state == _STATE.ANSWERED and case.answers.filter(round=case.round, verdict="").exclude(
            corrections={}
        ):
            return
        outcome = case.outcome if case.state == _STATE.REVIEWED else _OUTCOME.GONE.value
        writes.update(Case, _GONE, (_STATE.CLOSED.value, outcome, self.today, None), case.pk)
        self._step(writes, case.pk, "gone", why)

    def _merged(self) -> None:
        merged = Case.objects.exclude(state=_STATE.CLOSED).exclude(person__same_as=None)
        self._gone(list(merged.values_list("pk", flat=True)), "人员记录已并入另一条")

    def _moved(self) -> None:
        """A question is answered where the household lives now."""
        moved = Case.objects.exclude(state=_STATE.CLOSED).exclude(village=F("household__village"))
        rows = list(moved.exclude(household=None).values_list("pk", "household__village_id"))
        for piece in _pieces(rows):
            with bulk.piece() as writes:
                for pk, village in piece:
                    writes.update(Case, ("village_id",), (village,), pk)

    def _step(self, writes: bulk.Writes, case: int, act: str, note: str = "") -> None:
        steps.write(writes, case, act, by=self.by, note=note, snapshot=self.snapshot.pk)
        self.counts[act] += 1
        self.changed = True


def _key(household: int | None, person: int | None, village: int) -> int:
    return person or household or village


_WHY = {
    "explained": "原情况说明所依据的事实有变化",
    "confirmed": "曾属实并改正，又出现",
    "wrong_list": "曾认定名单有误，名单没有改",
    "gone": "曾消失，又出现",
}
"""Why a case is opened once more, by what had come of it."""


def _pieces(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(rows), PIECE):
        yield rows[first : first + PIECE]
