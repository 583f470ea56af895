"""Files as they were received: kept encrypted in ``inbox/`` under their hash.

``receive`` streams a file into the inbox, ``opened`` gives it back for the time of a reading.
The stored form is ``LQF1``, a random salt, then pieces of one MiB in AES-256-GCM. Each piece is
bound to its position and to whether it is the last one, so that pieces cannot be dropped,
repeated or exchanged.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem, Where
from liuqing.registry.models import SourceFile
from liuqing.workflow import keys, rights, trail
from liuqing.workflow.rights import Right

MAGIC = b"LQF1"
PIECE = 1024 * 1024
_SALT = 16
_TAG = 16
SPARE = 500 * 1024 * 1024
"""Bytes that must stay free on the disk: below them nothing more is received."""


def receive(path: Path, *, name: str = "", by: Any) -> SourceFile:
    """Take a file in; one that is already known (by its content) is not stored again.

    ``name`` is how its sender called it. Problems: ``files.missing``, ``files.disk_full``,
    ``workflow.not_allowed``.
    """
    rights.require(by, Right.LOAD_LISTS)
    name = PurePath(name or path.name).name
    digest = _store(path, name)
    with transaction.atomic():
        file, new = SourceFile.objects.get_or_create(
            sha256=digest,
            defaults={
                "name": name[-255:],
                "size": path.stat().st_size,
                "by": by.get_username(),
                "demo": settings.WORKSPACE.demo,
            },
        )
        if new:
            trail.record("files.received", subject=f"file:{file.pk}", by=by, detail={"size": file.size})
    return file


@contextmanager
def opened(file: SourceFile) -> Iterator[Path]:
    """The file in clear under its own ending, readable by its owner only, for the block's time."""
    folder = Path(tempfile.mkdtemp(prefix="liuqing-"))  # 0700
    try:
        path = folder / f"table{PurePath(file.name).suffix.lower()}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            for piece in _pieces(stored(file), file.name):
                out.write(piece)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stored(file: SourceFile) -> Path:
    """Where the encrypted file lies."""
    return Path(settings.WORKSPACE.folder) / "inbox" / file.sha256


def keep(path: Path, name: str) -> str:
    """Encrypt a photo or paper into the inbox; its hash. Problems ``files.missing``, ``files.disk_full``.

    Whoever calls it has asked for the right to what the paper belongs to.
    """
    return _store(path, name)


def kept(sha256: str, name: str) -> bytes:
    """A photo or paper of the inbox in clear. Problem ``files.damaged``."""
    return b"".join(_pieces(Path(settings.WORKSPACE.folder) / "inbox" / sha256, name))


def _store(path: Path, name: str) -> str:
    inbox = Path(settings.WORKSPACE.folder) / "inbox"
    if not path.is_file():
        raise Problem("files.missing", "没有这个文件", "请核对文件名和所在的文件夹。", Where(file=name))
    if shutil.disk_usage(inbox).free < SPARE + path.stat().st_size:
        raise Problem(
            "files.disk_full", "磁盘快满了，没有接收这个文件", "请清理磁盘后再交。", Where(file=name)
        )
    handle, draft = tempfile.mkstemp(dir=inbox, prefix=".receiving-")
    try:
        with os.fdopen(handle, "wb") as out, path.open("rb") as source:
            digest = _seal(source, out)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(inbox / digest)
    finally:
        Path(draft).unlink(missing_ok=True)
    return digest


def _seal(source: BinaryIO, out: BinaryIO) -> str:
    salt = os.urandom(_SALT)
    cipher, digest = _cipher(salt), hashlib.sha256()
    out.write(MAGIC + salt)
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        digest.update(piece)
        out.write(cipher.encrypt(_nonce(number, last=not following), piece, None))
        if not following:
            return digest.hexdigest()
        number, piece = number + 1, following


def _pieces(path: Path, name: str) -> Iterator[bytes]:
    if not path.exists():
        raise Problem(
            "files.deleted",
            "收件箱里没有这个文件了：名单比对完、保留期满即删除",
            "如仍需要，请名单的部门重新提供。",
            Where(file=name),
        )
    try:
        with path.open("rb") as sealed:
            head = sealed.read(len(MAGIC) + _SALT)
            cipher = _cipher(head[len(MAGIC) :])
            number, piece = 0, sealed.read(PIECE + _TAG)
            while piece:
                following = sealed.read(PIECE + _TAG)
                yield cipher.decrypt(_nonce(number, last=not following), piece, None)
                number, piece = number + 1, following
    except (OSError, InvalidTag, ValueError):
        raise Problem(
            "files.damaged",
            "收件箱里保存的文件打不开或被改动",
            "请从备份恢复，或重新交这个文件。",
            Where(file=name),
        ) from None


def _cipher(salt: bytes) -> AESGCM:
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"liuqing/inbox/file")
    return AESGCM(hkdf.derive(keys.derived("inbox")))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
