"""What somebody wrote of a change that nothing explains: kept encrypted, for it may name people."""

import base64

from liuqing.registry import secrets


def sealed(words: str) -> str:
    """The words as they are kept."""
    return base64.b64encode(secrets.encrypt(words)).decode()


def unsealed(kept: str) -> str:
    """The words to be read."""
    return secrets.decrypt(base64.b64decode(kept))
