"""The life of a project (项目生命周期): the only way by which people change where a project stands.

``take`` one stage, ``take_all`` the same of many; ``sign`` and ``amend`` contracts; ``report`` how far the work
is; ``attach`` papers; ``charge`` who answers for the quality; ``plan`` the days; ``verify`` shows whether
anything was tampered with.
"""

from liuqing.planning.services.life.chain import said
from liuqing.planning.services.life.handed import outcomes
from liuqing.planning.services.life.permission import WORKING, may
from liuqing.planning.services.life.signing import amend, sign
from liuqing.planning.services.life.taking import take, take_all
from liuqing.planning.services.life.verifying import Verdict, verify, verify_all, verify_these
from liuqing.planning.services.life.working import PHOTO, attach, charge, paper, person, plan, report, words

__all__ = [
    "PHOTO", "WORKING", "Verdict", "amend", "attach", "charge", "may", "outcomes", "paper", "person", "plan",
    "report", "said", "sign", "take", "take_all", "verify", "verify_all", "verify_these", "words",
]  # fmt: skip
