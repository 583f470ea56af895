"""Agreeing (处置审批): a loss or a disposal counts once somebody else has agreed."""

from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import AssetEvent
from liuqing.planning.queries.assets.reading import AGREED, EVENTS, LEAVES
from liuqing.planning.services.assets import locking
from liuqing.planning.services.funds import guarding
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def agree(event: AssetEvent, *, by: Any, agreed: bool, said: str = "") -> AssetEvent:
    """Agree to a loss or a disposal, or send it back with the reason. Saying the same again changes nothing.

    Problems ``workflow.not_allowed``, ``funds.own_work``, ``assets.decided``, ``funds.no_words``.
    """
    one = locking.asset(event.asset)
    found = AssetEvent.objects.select_for_update().get(pk=event.pk)
    rights.require(by, Right.APPROVE_ASSETS, one.area.path)
    if found.agreed is agreed and found.approved_by == by.get_username():
        return found
    if found.kind not in AGREED or found.agreed is not None:
        raise Problem("assets.decided", "这件事不需要批准，或已经批过", "请刷新页面。")
    guarding.another(by, found.by, f"这份{EVENTS[found.kind]}申请")
    words = guarding.words(said, "退回的理由", 80, needed=not agreed)
    found.agreed, found.approved_by = agreed, by.get_username()
    found.said = f"{found.said}（{'同意' if agreed else '退回'}{'：' if words else ''}{words}）"[:200]
    if agreed:
        found.state = one.state = LEAVES[found.kind]
        one.save(update_fields=("state",))
    found.save(update_fields=("agreed", "approved_by", "said", "state"))
    detail = {"event": found.pk, "kind": found.kind, "agreed": agreed}
    trail.record("assets.agreed", subject=f"asset:{one.no}", by=by, detail=detail)
    return found
