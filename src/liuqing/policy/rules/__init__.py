"""The rules (规则): one question a file. ``RULES`` has them all; ``catalogue`` shows them."""

import pkgutil
from datetime import date
from importlib import import_module
from typing import Any

from liuqing.policy.dated import NotInForceError, Parameters
from liuqing.policy.headings import heading
from liuqing.policy.place import Place
from liuqing.policy.rule import RULES, Rule

for _file in pkgutil.iter_modules(__path__):
    # Importing a file puts its rules into RULES.
    import_module(f"{__name__}.{_file.name}")

__all__ = ["RULES", "Rule", "catalogue"]


def catalogue(place: Place, on: date) -> dict[str, Any]:
    """Every rule with the numbers it uses on that day, as ``liuqing rules`` prints them.

    A number that is not in force on the day has the value None.
    """
    numbers = place.parameters(on)
    return {"rules": [_shown(rule, numbers) for rule in RULES.values()]}


def _shown(rule: Rule, numbers: Parameters) -> dict[str, Any]:
    return {
        "name": rule.name,
        "label": rule.label,
        "kind": rule.kind,
        "entity": rule.entity,
        "unit": rule.unit,
        "options": list(rule.options),
        "topic": heading(rule),
        "department": rule.department,
        "requirements": list(rule.requirements),
        "source": rule.source,
        "needs": list(rule.needs),
        "expects": float(rule.expects) if rule.expects is not None else None,
        "severity": rule.severity,
        "check": rule.check,
        "parameters": [_number(name, numbers) for name in rule.numbers],
    }


def _number(name: str, numbers: Parameters) -> dict[str, Any]:
    try:
        meta = numbers.meta(name)
    except NotInForceError:
        label = numbers.label(name)
        return {
            "name": name, "label": label, "value": None, "unit": "", "from": None, "source": "", "unverified": False
        }  # fmt: skip
    return {
        "name": name,
        "label": meta.label,
        "value": meta.value,
        "unit": meta.unit,
        "from": meta.since.isoformat(),
        "source": meta.source,
        "unverified": meta.unverified,
    }
