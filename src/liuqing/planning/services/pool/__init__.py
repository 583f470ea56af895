"""The pool (项目库): apply for a project, amend it, say whom it serves, rank it, and what keeps it out."""

from liuqing.planning.services.pool.drafting import OPEN, amend, draft
from liuqing.planning.services.pool.lacking import missing
from liuqing.planning.services.pool.rating import CANDIDATES, rate
from liuqing.planning.services.pool.serving import serve

__all__ = ["CANDIDATES", "OPEN", "amend", "draft", "missing", "rate", "serve"]
