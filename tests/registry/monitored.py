"""Monitored households as procedures leave them in the record, and proceedings under way for them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import uuid4

from liuqing.policy.worksheet import Line
from liuqing.policy.worksheet_items import ITEMS
from liuqing.registry.models import Assessed, Household, Monitoring, Proceeding

_numbers = count(1)
SAFE = {"dropout": False, "house_unsafe": False, "water_unsafe": False, "uninsured": False}


def proceeding(
    home: Household, effect: str = "watch", on: date = date(2021, 5, 1), **more: object
) -> Proceeding:
    """A proceeding as its first act left it."""
    moment = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    told = {
        "no": f"T{next(_numbers):06d}", "uuid": uuid4(), "procedure": effect, "label": effect, "effect": effect,
        "group": "monitoring", "since": on, "household": home, "area": home.village, "by": "village-officer",
        "opened_on": on, "opened_at": moment, "state": "open", "payload_seal": "0" * 64,
    }  # fmt: skip
    return Proceeding.objects.create(**told | more)


def monitored(home: Household, since: date = date(2021, 5, 20), **more: object) -> Monitoring:
    """A household that a procedure marked."""
    told = {
        "kind": "脱贫不稳定户",
        "risks": ["因病"],
        "proceeding": proceeding(home, on=since, state="done", closed_on=since),
    }
    return Monitoring.objects.create(household=home, since=since, said_on=since, **told | more)


def assessed(by: Proceeding, phase: str, on: date, **more: object) -> Assessed:
    """An assessment as the service keeps it."""
    told = {**SAFE, "claims": Decimal(0), "self_paid": Decimal(0), "worksheet": None, **more}
    moment = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    return Assessed.objects.create(
        proceeding=by, household=by.household, phase=phase, on=on, by="village-officer", at=moment, **told
    )


def lines(**stated: str | None) -> list[Line]:
    """A whole form: nothing of everything, but what is stated; costs that are not stated are not known."""
    amounts = {code: None if code in ("E1", "E2", "E3") else "0" for code in ITEMS} | stated
    return [
        Line(code, None if said is None else Decimal(said), crop="粮食" if code == "B1" else "")
        for code, said in amounts.items()
    ]
