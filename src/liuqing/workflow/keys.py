"""Keys of the workspace: one master key, one derived key a purpose.

HKDF with SM3, so that a key used for one thing says nothing about another. The master key lies
outside the database and outside every backup.
"""

from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def derived(purpose: str) -> bytes:
    """The 32-byte key of this workspace for a purpose (``fields``, ``index``, ``trail``)."""
    return _derived(settings.WORKSPACE, purpose)


@lru_cache(maxsize=64)
def _derived(workspace: Any, purpose: str) -> bytes:
    # By workspace, not by key: the key file is read once, not for every row of a list.
    info = b"liuqing/" + purpose.encode()
    return HKDF(algorithm=hashes.SM3(), length=32, salt=None, info=info).derive(workspace.key)
