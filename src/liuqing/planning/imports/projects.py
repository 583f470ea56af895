"""The list 项目库: one row is a project with its quantity, its money and its targets (R056).

A second row with the same number adds a year, a quantity or a target. The same list again changes nothing;
what people wrote or decided here stays, and the row says so. Without a performance target or a need of
money a project is taken as a draft and is not in the pool.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from liuqing.planning.imports import pool_faults as faults
from liuqing.planning.imports.project_places import Places
from liuqing.planning.imports.project_row import UNNAMED, RowOfPool
from liuqing.planning.imports.project_units import Usual
from liuqing.planning.models import Project
from liuqing.planning.services.pool.recording import Fate, Outcome, Recorder, Stated
from liuqing.policy.pool_columns import SOURCES
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import REFUSED, Source, Verdict, judged
from liuqing.registry.models import Household, SourceFile
from liuqing.registry.services.bulk import Writes

Told = dict[int, tuple[Stated, Verdict]]
"""What a piece states of each project, by identity, with the verdict of the row that began it."""

_DECISIVE = (
    "project_name", "class_one", "quantity", "plan_year", "total", "unit_cost", *(f"need_{key}" for key in SOURCES)
)  # fmt: skip
"""A project with a wrong figure of money would be a wrong project: the row is refused."""
_COLUMN = "项目编号"


class ProjectImporter:
    """Rows of the list → projects."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.places = Places(source)
        self.reader = RowOfPool(source.file, source.on)
        self.maker = SourceFile.objects.values_list("by", flat=True).get(pk=source.file) or "operator"
        self.replaced = _rows_of(source.replaces)
        self.said: dict[str, Stated] = {}
        self.refused: set[str] = set()

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each row as a project or a part of one, or why it is none; inside the transaction."""
        verdicts = [judged(row, decisive=_DECISIVE) for row in rows]
        told: Told = {}
        for verdict in verdicts:
            self._read(verdict, told)
        self._find(told)
        self._judge(told)
        sound = [(one, verdict) for one, verdict in told.values() if verdict.verdict != REFUSED]
        county = self.places.county.path if self.places.county else ""
        outcomes = Recorder([one for one, _ in sound], county).record()
        for (_, verdict), outcome in zip(sound, outcomes, strict=True):
            _remark(verdict, outcome)
        return verdicts

    def _read(self, verdict: Verdict, told: Told) -> None:
        """Read a row; a further row of a project goes into what is known of it."""
        spot = self.places.of(verdict) if verdict.verdict != REFUSED else None
        no = verdict.row.values.get("project_no") or ""
        if spot is None or verdict.verdict == REFUSED:
            self.refused |= {no} - {""} - set(self.said)
            return
        one = self.reader.read(verdict)
        one.facts["area_id"], one.area, one.maker = spot.pk, spot.path, self.maker
        first = self.said.get(no) if no else None
        if no in self.refused or (first and not first.takes(one)):
            verdict.refuse(faults.repeated(_COLUMN))
        if verdict.verdict == REFUSED:
            self.refused |= {no} - {""} - set(self.said)
        elif first:
            first.join(one)
            told.setdefault(id(first), (first, verdict))
        else:
            told[id(one)] = (one, verdict)
            self.said |= {no: one} if no else {}

    def _find(self, told: Told) -> None:
        """Which projects of the record are meant: by number, by the row that is corrected, by name and place."""
        stated = [one for one, _ in told.values()]
        numbered = _by_number({one.no for one in stated if one.no})
        named = _by_name(one for one in stated if not one.no)
        for one, verdict in told.values():
            one.pk = numbered.get(one.no) if one.no else None
            one.pk = one.pk or self.replaced.get(verdict.row.original or 0)
            same = named.get((one.facts["area_id"], one.facts["name"]), []) if not (one.no or one.pk) else []
            if len(same) > 1:
                verdict.refuse(faults.several(len(same), _COLUMN))
            elif same:
                one.pk = same[0]

    def _judge(self, told: Told) -> None:
        """What can be said only beside all others: units, what is missing, whom it serves."""
        stated = [one for one, _ in told.values()]
        usual = Usual(stated, self.source.on)
        known = _Known({one.pk for one in stated if one.pk})
        homes = _homes(stated)
        for one, verdict in told.values():
            if doubt := usual.doubt(one):
                verdict.remark(doubt)
            _settle_state(one, verdict, known)
            _whom(one, verdict, homes)


class _Known:
    """What the record has of projects that come again."""

    def __init__(self, known: set[int]) -> None:
        projects = Project.objects.filter(pk__in=known)
        self.targets = set(projects.filter(targets__isnull=False).values_list("pk", flat=True))
        self.needs = set(projects.filter(fundings__need__gt=0).values_list("pk", flat=True))
        listed = projects.filter(state=Project.State.DRAFT, file__isnull=False, stages__isnull=True)
        self.drafts = set(listed.values_list("pk", flat=True))


def _settle_state(one: Stated, verdict: Verdict, known: _Known) -> None:
    """In the pool as the list says, or a draft with the reason."""
    need = sum((row["need"] for row in one.fundings), Decimal(0))
    lacking = any(row["source"] == UNNAMED for row in one.fundings)
    if not need and one.pk not in known.needs:
        verdict.remark(faults.no_need("资金规模（合计）"))
        lacking = True
    if not one.targets and one.pk not in known.targets:
        verdict.remark(faults.no_target("绩效目标"))
        lacking = True
    if "state" not in one.facts and (one.pk is None or one.pk in known.drafts):
        one.facts["state"] = str(Project.State.POOLED)
    if lacking and one.facts.get("state") in Project.IN_POOL:
        one.facts["state"] = str(Project.State.DRAFT)


def _whom(one: Stated, verdict: Verdict, homes: dict[str, tuple[int, str]]) -> None:
    """Link the households that are named; a shared work without any serves its area."""
    found = {no: homes[no] for no in one.home_nos if no in homes and homes[no][1].startswith(one.area)}
    one.homes = {pk for pk, _ in found.values()}
    if unknown := len(one.home_nos) - len(found):
        verdict.remark(faults.unknown_homes(unknown, "受益户编号"))
    if one.home_nos:
        one.facts.setdefault("reach", str(Project.Reach.HOUSEHOLD))
    elif one.facts.get("reach", Project.Reach.SHARED) == Project.Reach.SHARED:
        one.areas = {one.facts["area_id"]}


def _remark(verdict: Verdict, outcome: Outcome) -> None:
    if outcome.fate == Fate.OLDER:
        verdict.remark(faults.older(_COLUMN))
    elif outcome.stayed:
        verdict.remark(faults.stayed(outcome.stayed, _COLUMN))


def _rows_of(file: int) -> dict[int, int]:
    """The projects of a file by its rows; {} for no file."""
    if not file:
        return {}
    return {row: pk for pk, row in Project.objects.filter(file=file).values_list("pk", "row") if row}


def _by_number(numbers: set[str]) -> dict[str, int]:
    return dict(Project.objects.filter(no__in=numbers).values_list("no", "pk"))


def _by_name(stated: Iterable[Stated]) -> dict[tuple[int, str], list[int]]:
    names = {one.facts["name"] for one in stated}
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for pk, area, name in Project.objects.filter(name__in=names).values_list("pk", "area_id", "name"):
        found[area, name].append(pk)
    return found


def _homes(stated: Iterable[Stated]) -> dict[str, tuple[int, str]]:
    """Households by their numbers: key and the path of their village."""
    numbers = {no for one in stated for no in one.home_nos}
    rows = Household.objects.filter(no__in=numbers).values_list("no", "pk", "village__path")
    return {no: (pk, path) for no, pk, path in rows}
