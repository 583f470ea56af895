"""A submission: what of a proceeding is frozen when it is handed in, this round's and the earlier ones."""

from typing import Any

from liuqing.registry.models import Proceeding

UNFROZEN = (Proceeding.State.DRAFT, Proceeding.State.RETURNED)
"""While it may be changed: nothing of this round is frozen yet."""


def current(proceeding: Proceeding) -> dict[str, Any]:
    """What the seal of this round is over."""
    facts = {name: value for name, value in proceeding.facts.items() if name != "earlier"}
    return {
        "round": proceeding.round, "payload": proceeding.payload, "before": proceeding.before,
        "after": proceeding.after, "facts": facts, "ground": proceeding.ground, "by": proceeding.by,
    }  # fmt: skip


def earlier(proceeding: Proceeding) -> list[dict[str, Any]]:
    """The submissions of earlier rounds, each with its ``seal``."""
    return list(proceeding.facts.get("earlier", ()))


def kept(proceeding: Proceeding) -> list[dict[str, Any]]:
    """Every submission with this round's as the last: what is kept when it is sent back."""
    return [*earlier(proceeding), {**current(proceeding), "seal": proceeding.payload_seal}]


def seals(proceeding: Proceeding) -> dict[int, str]:
    """The seal of the frozen payload by round."""
    found = {one["round"]: one["seal"] for one in earlier(proceeding)}
    return found if proceeding.state in UNFROZEN else {**found, proceeding.round: proceeding.payload_seal}
