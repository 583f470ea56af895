"""Sealing (封存): the keyed hash of what was agreed, so that no later change of who gets how much stays unseen."""

import json

from cryptography.hazmat.primitives import hashes, hmac

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Due
from liuqing.workflow import keys


def seal(batch: Batch) -> str:
    """HMAC-SM3 of the batch and of person, payee and amount of every due; cards may be put right later."""
    dues = (
        Due.objects.filter(batch=batch)
        .order_by("order")
        .values_list("order", "household", "person", "payee", "amount")
    )
    words = [
        batch.no,
        batch.programme,
        batch.period,
        batch.line_id,
        batch.claim_id,
        [[*row[:4], str(row[4])] for row in dues],
    ]
    mac = hmac.HMAC(keys.derived("batches"), hashes.SM3())
    mac.update(json.dumps(words).encode())
    return mac.finalize().hex()


def verify(batch: Batch) -> None:
    """Problem ``batches.changed`` if it is not what was agreed."""
    if batch.seal != seal(batch):
        raise Problem(
            "batches.changed", f"批次 {batch.no} 的人或金额与审批时不同", "请停止发放，由系统管理员核查留痕。"
        )
