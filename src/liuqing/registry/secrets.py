"""Secrets of persons: identity numbers, phones and bank accounts as ciphertext, and their index.

Ciphertext is ``v1|kid|nonce|ct|tag``: one byte 0x01, four bytes that name the key, twelve random
bytes, then AES-256-GCM. Two ciphertexts of one number differ, so equality is asked of the blind
index: HMAC-SM3 over purpose ‖ number. A plain hash would not do: all numbers of one county can
be tried in seconds. Why: docs/decisions/0003-identity-numbers.md.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liuqing.errors import Problem
from liuqing.workflow import keys

VERSION = b"\x01"
_HEAD = 5
_NONCE = 12
_TAG = 16


def encrypt(text: str, about: str = "") -> bytes:
    """Ciphertext of ``text``, bound to ``about``: it opens only where the same is given again."""
    cipher, kid = _fields()
    nonce = os.urandom(_NONCE)
    return VERSION + kid + nonce + cipher.encrypt(nonce, text.encode(), about.encode())


def decrypt(sealed: bytes | memoryview, about: str = "") -> str:
    """The text again. Problem ``secrets.wrong_key`` or ``secrets.damaged`` if it cannot be had."""
    data = bytes(sealed)
    cipher, kid = _fields()
    if len(data) < _HEAD + _NONCE + _TAG or data[:1] != VERSION:
        raise _damaged()
    if data[1:_HEAD] != kid:
        raise _wrong_key()
    try:
        return cipher.decrypt(data[_HEAD : _HEAD + _NONCE], data[_HEAD + _NONCE :], about.encode()).decode()
    except InvalidTag:
        # From None: the chained error would carry nothing a person can use.
        raise _damaged() from None


def blind_index(id18: str, purpose: str = "person") -> str:
    """The keyed hash by which an 18-digit number is found; 64 hexadecimal digits."""
    mac = _index(keys.derived("index"), purpose).copy()
    mac.update(id18.encode())
    return mac.finalize().hex()


def _fields() -> tuple[AESGCM, bytes]:
    return _cipher(keys.derived("fields"), keys.derived("fields/kid")[:4])


@lru_cache(maxsize=8)
def _cipher(key: bytes, kid: bytes) -> tuple[AESGCM, bytes]:
    return AESGCM(key), kid


@lru_cache(maxsize=8)
def _index(key: bytes, purpose: str) -> hmac.HMAC:
    mac = hmac.HMAC(key, hashes.SM3())
    # The separator keeps purpose "a" + number "b…" apart from purpose "ab" + number "…".
    mac.update(purpose.encode() + b"\x00")
    return mac


def _wrong_key() -> Problem:
    return Problem(
        "secrets.wrong_key",
        "台账中的加密内容不是用本工作区的密钥加密的",
        "请把原工作区的 key 文件放回工作区文件夹（备份中不含密钥），再重新打开。",
    )


def _damaged() -> Problem:
    return Problem(
        "secrets.damaged", "加密内容已损坏，或不属于这条记录", "请从备份恢复，并运行 liuqing doctor 检查。"
    )
