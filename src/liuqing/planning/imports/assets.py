"""The list 扶贫资产台账: one row an asset, known by its number.

A newer list takes the place of what an older one said; what people registered or did on a page stays. A
value above what was paid for the project needs its reason, for all assets of the project together.
"""

import json
import re
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from liuqing.planning.models import Asset, AssetEvent, Distribution, Income, Project, Share
from liuqing.planning.queries.assets import worth
from liuqing.policy import place, sharing
from liuqing.registry import problems
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow, Values
from liuqing.registry.imports.verdicts import HELD, REFUSED, Source, Verdict, judged
from liuqing.registry.models import Household, SourceFile
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Row, Writes, all_of, find

KINDS = {label: key for key, label in sharing.KINDS.items()}
STATES = {str(label): key for key, label in Asset.State.choices}
_SAID = (
    "name", "kind", "asset_class", "project_id", "area_id", "household_id", "owner", "keeper", "operator", "rights",
    "value", "value_why", "yearly_return", "return_day", "built_on", *SOURCE,
)  # fmt: skip
_NEW = ("no", "plan", "state", "by", "at", *_SAID)
_LONGEST = {
    "asset_no": 30, "asset_name": 120, "asset_class": 40, "owner": 80, "keeper": 80, "operator": 80, "value_why": 200,
}  # fmt: skip
_NUMBER = re.compile(r"[0-9A-Za-z_-]+")
_DAY = re.compile(r"(\d{1,2})(?:月|[-./])(\d{1,2})日?")
_OLD = ("no", "id", "file_id", "said_on", "state", "value", "project_id")


class AssetImporter:
    """Rows of the list → assets."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sharing = sharing.declared(place.load(settings.WORKSPACE.place))
        self.by = SourceFile.objects.get(pk=source.file).by
        self._mine: set[str] = set()
        self._replaced: dict[int, list[int]] = defaultdict(list)
        if source.replaces:
            for pk, row in all_of(Asset, ("id", "row"), "file_id = %s", source.replaces):
                self._replaced[row].append(pk)

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each asset, or why it is none."""
        verdicts = [judged(row, decisive=self.source.kind.required) for row in rows]
        self._look_up([row.values for row in rows])
        for verdict in verdicts:
            self._place(verdict)
            if verdict.verdict not in (REFUSED, HELD):
                self._judge(verdict)
            if verdict.verdict not in (REFUSED, HELD):
                self._keep(verdict, writes)
        return verdicts

    def _look_up(self, rows: list[Values]) -> None:
        nos = {row["project_no"] for row in rows if row.get("project_no")}
        self._projects: dict[str, int] = dict(find(Project, "no", nos, ("no", "id")))
        homes = {row["household_no"] for row in rows if row.get("household_no")}
        self._homes = {
            no: (pk, at) for no, pk, at in find(Household, "no", homes, ("no", "id", "village_id"))
        }
        self._old = {row[0]: row for row in find(Asset, "no", {r.get("asset_no") or "" for r in rows}, _OLD)}
        acted = find(AssetEvent, "asset_id", {row[1] for row in self._old.values()}, ("asset_id",))
        self._acted = {row[0] for row in acted}
        old = {pk for row in self._replaced.values() for pk in row}
        named = (
            find(model, "asset_id", old, ("asset_id",)) for model in (AssetEvent, Income, Share, Distribution)
        )
        self._bound = {row[0] for rows_of in named for row in rows_of}
        paid = worth.paid(self._projects.values())
        held = worth.held(self._projects.values())
        self._room = {pk: None if paid[pk] is None else paid[pk] - held[pk] for pk in self._projects.values()}

    def _place(self, verdict: Verdict) -> None:
        """Village, project and household of the row."""
        values = verdict.row.values
        if verdict.verdict == REFUSED:
            return None
        found = self.source.villages.find(values.get("town"), values["village"])
        verdict.village = found.village
        if found.village is None:
            return verdict.refuse(problems.unknown_village(found.near, "村"))
        if not self.source.may_touch(found.village):
            return verdict.refuse(problems.outside_area("村"))
        if values.get("project_no") and values["project_no"] not in self._projects:
            verdict.hold(unknown_project("来源项目编号"))
        if values.get("household_no") and values["household_no"] not in self._homes:
            verdict.hold(problems.unknown_household("户编号"))
        return None

    def _judge(self, verdict: Verdict) -> None:
        values = verdict.row.values
        for fact, longest in _LONGEST.items():
            if len(values.get(fact) or "") > longest:
                return verdict.refuse(_long(self.source.kind.fact(fact).label, longest, fact))
        if not _NUMBER.fullmatch(values["asset_no"]):
            return verdict.refuse(
                Fault(
                    "row.asset_no", "资产编号只能用字母、数字和横线", "请改正编号。", "资产编号", "asset_no"
                )
            )
        if values["asset_no"] in self._mine:
            return verdict.refuse(problems.repeated("这个资产编号", "资产编号", "asset_no"))
        if values.get("handed_on") and values["handed_on"] > timezone.localdate():
            return verdict.refuse(problems.day_to_come("移交日期"))
        self._kind(verdict)
        self._worth(verdict)
        if values.get("return_day") and not return_day(values["return_day"]):
            verdict.remark(
                Fault(
                    "row.return_day",
                    "收益约定到账日应写月和日，如 12-20，这一项没有采用",
                    "",
                    "收益约定到账日",
                )
            )
        return None

    def _kind(self, verdict: Verdict) -> None:
        values = verdict.row.values
        stated, known = (
            KINDS.get(values.get("asset_kind") or "", ""),
            self.sharing.kind(values.get("asset_class") or ""),
        )
        values["kind"] = stated or known
        if not values["kind"]:
            what = "「资产类型」没有填，本地也不知道这一类资产的类型"
            verdict.refuse(
                Fault("row.asset_kind", what, "请填经营性、公益性或到户类。", "资产类型", "asset_kind")
            )
        elif stated and known and stated != known:
            what = f"本地把这一类资产归为{sharing.KINDS[known]}，已按本表的{sharing.KINDS[stated]}登记"
            verdict.remark(Fault("row.asset_kind_differs", what, "请核对类型。", "资产类型", "asset_kind"))
        if values["kind"] == "household" and not values.get("household_no"):
            verdict.remark(
                Fault(
                    "row.asset_of_nobody",
                    "到户类资产没有写户编号",
                    "请补填户编号。",
                    "户编号",
                    "household_no",
                )
            )

    def _worth(self, verdict: Verdict) -> None:
        """Not above what was paid for the project, unless the list says why."""
        values = verdict.row.values
        project = self._projects.get(values.get("project_no") or "")
        if project is None:
            return
        before = self._old.get(values["asset_no"])
        freed = Decimal(before[5]) / 100 if before and before[6] == project else Decimal(0)
        room = self._room[project]
        if room is None:
            verdict.remark(worth.not_paid("资产原值"))
        elif values["value"] > room + freed and not values.get("value_why"):
            verdict.refuse(worth.above("资产原值"))
        else:
            self._room[project] = room + freed - values["value"]

    def _keep(self, verdict: Verdict, writes: Writes) -> None:
        values, on = verdict.row.values, self.source.on
        self._mine.add(values["asset_no"])
        old = self._old.get(values["asset_no"])
        corrected = old and old[1] in self._replaced.get(verdict.row.original or 0, ())
        if old and old[2] is None:
            what = "这个编号的资产已在页面上登记，以登记为准，这一行没有改动"
            return verdict.remark(
                Fault("row.asset_registered", what, "要改的，请在资产页面办理。", "资产编号", "asset_no")
            )
        if old and not corrected and str(old[3])[:10] > on.isoformat():
            return None
        for pk in self._replaced.pop(verdict.row.original or 0, ()):
            # The number itself was corrected: what stood under the wrong one goes, if nothing hangs on it.
            if pk not in self._bound and (old is None or pk != old[1]):
                writes.delete(Asset, pk)
        said = self._said(verdict)
        state = STATES.get(values.get("asset_state") or "", Asset.State.USED)
        if old is None:
            writes.insert(Asset, _NEW, (values["asset_no"], "", state, self.by, datetime.now(UTC), *said))
        elif old[1] in self._acted:
            writes.update(Asset, _SAID, said, old[1])
        else:
            writes.update(Asset, (*_SAID, "state"), (*said, state), old[1])
        return None

    def _said(self, verdict: Verdict) -> Row:
        row, values = verdict.row, verdict.row.values
        rights = {"收益权": values["profit_right"]} if values.get("profit_right") else {}
        home = self._homes.get(values.get("household_no") or "", (None, None))[0]
        return (
            values["asset_name"], values["kind"], values.get("asset_class") or "",
            self._projects.get(values.get("project_no") or ""), verdict.village, home, values["owner"],
            values.get("keeper") or "", values.get("operator") or "", json.dumps(rights, ensure_ascii=False),
            fen(values["value"]), values.get("value_why") or "", fen(values.get("yearly_return")),
            return_day(values.get("return_day") or ""), values.get("handed_on"),
            self.source.file, row.sheet[:64], row.number, self.source.on,
        )  # fmt: skip


def fen(yuan: Decimal | None) -> int | None:
    """Yuan as the column keeps them: writing in bulk passes by the field."""
    return None if yuan is None else int(yuan * 100)


def return_day(said: str) -> str:
    """Month and day of each year ("12-20"); "" if that is none."""
    found = _DAY.fullmatch(said.strip())
    try:
        return date(2000, int(found[1]), int(found[2])).strftime("%m-%d") if found else ""
    except ValueError:
        return ""


def unknown_project(column: str) -> Fault:
    """A row that names a project of which the pool knows nothing."""
    remedy = "请核对项目编号，或先交包含这个项目的项目库，再处理这一行。"
    return Fault("row.unknown_project", "项目库中没有这个项目编号", remedy, column, "project_no")


def _long(label: str, longest: int, fact: str) -> Fault:
    return Fault("row.too_long", f"「{label}」超过 {longest} 个字", "请写短一些。", label, fact)
