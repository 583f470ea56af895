"""Registering (资产登记): an asset made by a project, or one that was there without one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.imports.assets import return_day
from liuqing.planning.models import Asset, Project
from liuqing.planning.queries.assets import reading, worth
from liuqing.planning.services.alone import alone
from liuqing.planning.services.funds import guarding
from liuqing.policy import sharing
from liuqing.registry.models import Area, Household
from liuqing.registry.services.standing.faults import Fault, Faults, refuse
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

RIGHTS = ("所有权", "经营权", "收益权", "分配权", "处置权", "监督权")
"""Who holds each may be written down; the owner holds what is not."""
_LONGEST = {"name": 120, "owner": 80, "keeper": 80, "operator": 80, "value_why": 200, "asset_class": 40}
_LABELS = {
    "name": "资产名称", "owner": "所有权人", "keeper": "管护责任岗位", "operator": "经营主体", "value_why": "原值说明", "asset_class": "资产类别",
}  # fmt: skip


@transaction.atomic
def register(
    project: Project | None, *, by: Any, uuid: UUID, name: str, owner: str, value: Any, area: Area | None = None,
    kind: str = "", asset_class: str = "", household: Household | None = None, keeper: str = "", operator: str = "",
    rights_of: Mapping[str, str] | None = None, value_why: str = "", yearly_return: Any = None, return_day: str = "",
    plan: str = "", built_on: date | None = None,
) -> Asset:  # fmt: skip
    """Put an asset into the register. ``kind`` follows from its class where the place knows it; ``area`` from its
    project. The same ``uuid`` again gives the first asset.

    Problems ``workflow.not_allowed``, ``assets.incomplete`` (everything that is wrong, by field).
    """
    alone(uuid)
    if (done := Asset.objects.filter(uuid=uuid).first()) is not None:
        return done
    where = area or (project.area if project else None) or (household.village if household else None)
    if where is None:
        raise Faults("assets.incomplete", [("area", "没有写资产在哪里")], "请选资产所在的村。")
    rights.require(by, Right.MANAGE_ASSETS, where.path)
    if project is not None:
        # Two assets of one project must not both take the last of what was paid.
        project = Project.objects.select_for_update().get(pk=project.pk)
    texts = {
        "name": name,
        "owner": owner,
        "keeper": keeper,
        "operator": operator,
        "value_why": value_why,
        "asset_class": asset_class,
    }
    faults = [*_texts(texts)]
    worth_ = _amount(value, "value", "资产原值", faults)
    back = (
        _amount(yearly_return, "yearly_return", "约定年收益", faults)
        if yearly_return not in (None, "")
        else None
    )
    made = Asset(
        uuid=uuid, project=project, area=where, household=household, value=worth_ or Decimal(0), yearly_return=back,
        kind=_kind(kind, asset_class, faults), plan=_plan(plan, faults), return_day=return_day.strip(),
        rights={key: who.strip() for key, who in (rights_of or {}).items() if key in RIGHTS and who.strip()},
        built_on=built_on, by=by.get_username(), no=uuid.hex, **{key: text.strip() for key, text in texts.items()},
    )  # fmt: skip
    faults += _fitting(made)
    refuse("assets.incomplete", faults)
    made.save()
    made.no = f"ZC{clock.today().year}{made.pk:05d}"
    made.save(update_fields=("no",))
    told = {"value": str(made.value), "kind": made.kind, "project": project.no if project else ""}
    trail.record("assets.registered", subject=f"asset:{made.no}", by=by, detail=told)
    return made


def _texts(texts: Mapping[str, str]) -> list[Fault]:
    found = [(key, f"没有写{_LABELS[key]}") for key in ("name", "owner") if not texts[key].strip()]
    found += [
        (key, f"{_LABELS[key]}最多 {longest} 个字，不能写身份证号")
        for key, longest in _LONGEST.items()
        if len(texts[key].strip()) > longest or trail.looks_like_identity(texts[key])
    ]
    return found


def _amount(said: Any, field: str, label: str, faults: list[Fault]) -> Decimal | None:
    try:
        return guarding.amount(said, label)
    except Problem as problem:
        faults.append((field, problem.what))
        return None


def _kind(kind: str, asset_class: str, faults: list[Fault]) -> str:
    known = reading.here().kind(asset_class.strip())
    if kind and kind not in sharing.KINDS:
        faults.append(("kind", "资产类型不认识"))
    if not kind and not known:
        faults.append(("kind", "没有选资产类型：经营性、公益性或到户类"))
    if kind and known and kind != known:
        faults.append(("kind", f"「{asset_class}」在本地是{sharing.KINDS[known]}"))
    return kind or known


def _plan(plan: str, faults: list[Fault]) -> str:
    if plan and plan not in reading.here().plans:
        faults.append(("plan", "没有这个收益分配办法"))
    return plan


def _fitting(made: Asset) -> list[Fault]:
    """What does not go together: value and payments, household and kind, the return and its day."""
    found: list[Fault] = []
    if made.kind == Asset.Kind.HOUSEHOLD and made.household is None:
        found.append(("household", "到户类资产要写明是哪一户的"))
    if made.household is not None and not made.household.village.path.startswith(made.area.path):
        found.append(("household", "这一户不在资产所在的地方"))
    if made.return_day and return_day(made.return_day) != made.return_day:
        found.append(("return_day", "到账日应写月和日，如 12-20"))
    if made.built_on and made.built_on > clock.today():
        found.append(("built_on", "形成日期还没有到"))
    if made.project_id and not made.value_why:
        room = worth.room(made.project_id)
        fault = worth.not_paid() if room is None else worth.above() if made.value > room else None
        found += [("value", f"{fault.what}，要写原值说明")] if fault else []
    return found
