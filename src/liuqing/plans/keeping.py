"""Results to the disk: the whole file or nothing, and never over the plan itself."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from liuqing.errors import Problem, Where


def refuse_loss(plan: Path, targets: Sequence[Path]) -> None:
    """Refuse targets that are the plan, each other, a folder, or in a folder that is not there."""
    for n, target in enumerate(targets):
        if _same(plan, target):
            raise _problem("plan.over_the_plan", "结果不能写在被查的文件上", "请换一个文件名。", target)
        if any(_same(other, target) for other in targets[:n]):
            raise _problem("plan.same_target", "两份结果写到了同一个文件", "请各写一个文件名。", target)
        if target.is_dir() or not target.parent.is_dir():
            raise _problem("plan.no_folder", "不能写在这里", "请写一个已有文件夹里的文件名。", target)


def keep(target: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a draft beside the target, then put it in its place in one step."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    except OSError:
        raise _problem("plan.not_writable", "这个文件夹写不进去", "请换一个文件夹。", target) from None
    os.close(handle)
    draft = Path(name)
    try:
        write(draft)
        draft.chmod(0o666 & ~_umask())
        draft.replace(target)
    except OSError:
        raise _problem(
            "plan.not_written", "结果没有写成", "请看磁盘是否已满，文件是否正开着。", target
        ) from None
    finally:
        draft.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    """By what is on the disk, whatever the names: links lead to the same file."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _problem(code: str, what: str, remedy: str, target: Path) -> Problem:
    return Problem(code, what, remedy, Where(file=target.name))
