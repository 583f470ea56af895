"""2 致贫原因清: why the household is poor."""

from liuqing.policy.tables import CLEARS
from liuqing.registry.card import Clear, Shown
from liuqing.registry.models import Cause
from liuqing.registry.queries.gathering import Told


def clear(told: Told) -> Clear:
    """The main cause and the others, each with its source."""
    main = [cause for cause in told.causes if cause.main]
    facts = [_shown(told, "主要致贫原因", cause) for cause in main]
    facts += [_shown(told, "其他致贫原因", cause) for cause in told.causes if not cause.main]
    gaps = () if main else ("没有主要致贫原因",)
    if not main:
        facts.insert(0, Shown("主要致贫原因", "", state="missing"))
    return Clear("causes", CLEARS["causes"], tuple(facts), gaps=gaps)


def _shown(told: Told, label: str, cause: Cause) -> Shown:
    return Shown(label, cause.code, told.sources.of(cause), cause.said_on)
