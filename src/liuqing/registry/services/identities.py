"""Identities: showing a person's whole identity number, for a purpose, with a trace."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy import identity_numbers
from liuqing.registry import secrets
from liuqing.registry.models import Membership, Person
from liuqing.workflow import rights, trail
from liuqing.workflow.models import Event
from liuqing.workflow.rights import Right

A_DAY = 30
"""How many numbers one user may see on one day."""

ACT = "identity.revealed"


@transaction.atomic
def reveal(*, person: Person, by: Any, purpose: str) -> str:
    """The whole number as it was received.

    Problems ``workflow.not_allowed`` (also for a person outside the user's area),
    ``identities.no_purpose``, ``identities.too_many``, ``identities.none``.
    """
    rights.require(by, Right.REVEAL_IDENTITY, _path(person))
    purpose = purpose.strip()
    if len(purpose) < 2 or trail.looks_like_identity(purpose):
        raise Problem(
            "identities.no_purpose", "没有写明查看用途", "请写明用途，如「核对参保信息」，不要写号码。"
        )
    # The event is written first: its lock makes the count exact when two requests come together.
    trail.record(ACT, subject=f"person:{person.pk}", by=by, detail={"purpose": purpose[:100]})
    if _seen_today(by) > A_DAY:
        raise Problem(
            "identities.too_many",
            f"今天已查看 {A_DAY} 个完整号码，到了上限",
            "请明天再查，或联系县级业务员批量核对。",
        )
    return _number(person)


def _path(person: Person) -> str:
    membership = (
        Membership.objects.filter(person=person, until=None).select_related("household__village").first()
    )
    village = membership.household.village if membership else person.village
    # A person of no village lies below nobody's area but the whole county's.
    return village.path if village else "?"


def _seen_today(by: Any) -> int:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return Event.objects.filter(act=ACT, by=by.get_username(), at__gte=midnight).count()


def _number(person: Person) -> str:
    if person.id_cipher is None:
        raise Problem("identities.none", "台账里没有这个人的证件号码", "请向户籍部门核实后补录。")
    number = secrets.decrypt(person.id_cipher)
    normal = identity_numbers.normal(number)
    if person.id_hash and secrets.blind_index(normal or "") != person.id_hash:
        raise Problem(
            "secrets.damaged",
            "证件号码的密文与这个人的记录不符",
            "请从备份恢复，并运行 liuqing doctor 检查。",
        )
    return number
