"""Standing (身份办理): the only way by which people change a household's or an area's standing.

``open`` a draft and ``amend`` it; ``submit`` freezes it; ``act`` takes one step, ``act_all`` the same step
of several at once; ``withdraw`` takes it back; ``verify`` shows whether anything was tampered with.
``outside`` makes a household that is not in the register. Every act asks for the right, is dated by the
server, is chained to the one before it and ends in the trail.
"""

import liuqing.registry.queries  # noqa: F401 - first: pages read proceedings by the acts' own words
from liuqing.registry.services.standing.acting import act, act_all
from liuqing.registry.services.standing.chain import paper
from liuqing.registry.services.standing.checking import OUTCOMES, outcomes
from liuqing.registry.services.standing.faults import Faults
from liuqing.registry.services.standing.opening import amend, open
from liuqing.registry.services.standing.outsiders import outside
from liuqing.registry.services.standing.submitting import submit
from liuqing.registry.services.standing.verifying import Verdict, verify, verify_all
from liuqing.registry.services.standing.withdrawing import withdraw

__all__ = [
    "OUTCOMES", "Faults", "Verdict", "act", "act_all", "amend", "open", "outcomes", "outside", "paper", "submit",
    "verify", "verify_all", "withdraw",
]  # fmt: skip
