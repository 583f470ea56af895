"""Accounts: who may sign in, and the appointments that give them rights.

Nobody has a standard password: a passphrase is generated, or chosen and checked. The demo's
accounts exist in a demo only and share one passphrase that is made anew each time.
"""

import secrets as randomness
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry.models import Area, Household
from liuqing.workflow import rights, trail
from liuqing.workflow.models import Appointment
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES

OPERATOR = "console"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper


@dataclass(frozen=True)
class Account:
    """An account as the demo lists it."""

    username: str
    name: str
    role: str
    role_label: str
    area: str


@transaction.atomic
def create(*, username: str, name: str, passphrase: str, by: Any) -> User:
    """A new user who may sign in and, until appointed, do nothing.

    Problems ``accounts.weak_passphrase``, ``accounts.taken``, ``workflow.not_allowed``.
    """
    rights.require(by, Right.MANAGE_USERS)
    if User.objects.filter(username=username).exists():
        raise Problem("accounts.taken", f"用户名 {username} 已有人用", "请换一个用户名。")
    user = User(username=username, last_name=name)
    _check(passphrase, user)
    user.set_password(passphrase)
    user.save()
    trail.record("accounts.created", subject=f"user:{user.pk}", by=by)
    return user


@transaction.atomic
def appoint(
    *, user: User, role: str, area_path: str, by: Any, department: str = "", since: date | None = None
) -> Appointment:
    """Give a user a role for an area (an ``Area.path``; "" is everywhere).

    Problems ``accounts.unknown_role``, ``accounts.department_missing``, ``accounts.own_rights``
    (nobody appoints himself), ``workflow.not_allowed``.
    """
    rights.require(by, Right.MANAGE_USERS, area_path)
    _check_role(user, role, department, by)
    made, _ = Appointment.objects.update_or_create(
        user=user,
        role=role,
        area_path=area_path,
        defaults={"department": department, "since": since, "until": None},
    )
    rights.forget(user)
    trail.record(
        "accounts.appointed", subject=f"user:{user.pk}", by=by, detail={"role": role, "area": area_path}
    )
    return made


@transaction.atomic
def dismiss(*, appointment: Appointment, by: Any, on: date) -> None:
    """End an appointment on a day; that day is its last."""
    rights.require(by, Right.MANAGE_USERS, appointment.area_path)
    appointment.until = on
    appointment.save(update_fields=("until",))
    rights.forget(appointment.user)
    trail.record("accounts.dismissed", subject=f"user:{appointment.user_id}", by=by, detail={"on": on})


@transaction.atomic
def close(*, user: User, by: Any) -> None:
    """Close an account: it cannot sign in any more, and what it did stays in the trail."""
    rights.require(by, Right.MANAGE_USERS)
    user.is_active = False
    user.save(update_fields=("is_active",))
    trail.record("accounts.closed", subject=f"user:{user.pk}", by=by)


def operator() -> User:
    """Whoever runs commands on the machine: has no password and cannot sign in on the web."""
    user, new = User.objects.get_or_create(username=OPERATOR, defaults={"last_name": "命令行"})
    if new:
        user.set_unusable_password()
        user.save(update_fields=("password",))
        Appointment.objects.create(user=user, role="operator", area_path="")
    return user


def named(username: str) -> User:
    """The account of that name, in whose rights a command acts. Problem ``accounts.unknown``."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Problem("accounts.unknown", "没有这个账号，或已停用", "请核对账号名。")
    return user


@transaction.atomic
def create_demo(*, by: Any) -> tuple[list[Account], str]:
    """The demo's accounts, one for each main role, and the passphrase that all of them share.

    Making them again gives a new passphrase. Problem ``accounts.not_a_demo`` elsewhere.
    """
    rights.require(by, Right.MANAGE_USERS)
    if not settings.WORKSPACE.demo:
        raise Problem(
            "accounts.not_a_demo", "这不是演示工作区，不能建演示账号", "请用 liuqing demo 建演示县。"
        )
    passphrase = generated()
    accounts = [_demo_account(passphrase, by, *told) for told in _demo_cast()]
    return accounts, passphrase


def generated() -> str:
    """A passphrase of sixteen letters and digits in four groups (about 79 bits)."""
    return "-".join("".join(randomness.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _demo_account(
    passphrase: str, by: Any, role: str, username: str, name: str, area: Area, department: str
) -> Account:
    user, _ = User.objects.get_or_create(username=username, defaults={"last_name": name})
    user.set_password(passphrase)
    user.is_active = True
    user.save()
    appoint(user=user, role=role, area_path=area.path, department=department, by=by)
    return Account(username, name, role, ROLES[role].label, area.name)


def _demo_cast() -> Iterable[tuple[str, str, str, Area, str]]:
    county = Area.objects.filter(parent=None).order_by("code").first()
    if county is None:
        raise Problem("accounts.no_areas", "还没有乡镇和村", "请先建工作区并装入行政区划。")
    town = _busiest(county.children) or county
    village = _busiest(town.children) or town
    yield "county_analyst", "yewu", "演示·县级业务员", county, ""
    yield "township_clerk", "xiangzhen", "演示·乡镇业务员", town, ""
    yield "village_cadre", "cunzu", "演示·村干部", village, ""
    yield "department_officer", "yibao", "演示·医保局数据员", county, "县医保局"
    yield "department_officer", "nongye", "演示·农业局项目员", county, "县农业局"
    yield "finance", "caizheng", "演示·财政资金员", county, "县财政局"
    yield "county_leader", "lingdao", "演示·县级领导", county, ""
    yield "administrator", "guanli", "演示·系统管理员", county, ""
    yield "evaluator", "hecha", "演示·评估核查员", county, ""


def _busiest(areas: Any) -> Area | None:
    """The area with most households, so that the demo's clerk has something to see."""

    def households(area: Area) -> int:
        return Household.objects.filter(village__path__startswith=area.path).count()

    return max(areas.order_by("code"), key=households, default=None)


def _check(passphrase: str, user: User) -> None:
    try:
        validate_password(passphrase, user)
    except ValidationError as fault:
        raise Problem(
            "accounts.weak_passphrase", "口令太短或太常见：" + " ".join(fault.messages),
            "请用至少 12 个字符、别人猜不到的口令。",
        ) from None  # fmt: skip
    if user.username.lower() in passphrase.lower() or passphrase.isdigit() or len(set(passphrase)) < 6:
        raise Problem(
            "accounts.weak_passphrase",
            "口令里含有用户名，或只有数字，或字符太单调",
            "请换一个别人猜不到的口令。",
        )


def _check_role(user: User, role: str, department: str, by: Any) -> None:
    if role not in ROLES or role == "operator":
        raise Problem("accounts.unknown_role", f"没有「{role}」这个岗位", "请从岗位表中选择。")
    if ROLES[role].lists_of_own_department and not department:
        raise Problem("accounts.department_missing", f"{ROLES[role].label}必须写明部门", "请选择部门。")
    if user.pk == by.pk:
        raise Problem("accounts.own_rights", "不能给自己授权", "请由另一位系统管理员办理。")
