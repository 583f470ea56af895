"""Papers of an appeal: photos or PDF, encrypted into the inbox, shown only to who sees the appeal."""

from pathlib import Path, PurePath

from liuqing.errors import Problem
from liuqing.registry.models import Appeal
from liuqing.registry.services import files
from liuqing.registry.services.cases.answering import KINDS, LARGEST


def seal(name: str, path: Path) -> tuple[str, str, int]:
    """Keep a paper: its name, hash and size. Problem ``evaluations.not_a_paper``."""
    plain = PurePath(name).name[-100:]
    with path.open("rb") as file:
        head = file.read(8)
    if not head.startswith(KINDS) or path.stat().st_size > LARGEST:
        raise Problem(
            "evaluations.not_a_paper",
            "佐证只收 10 MB 以内的照片（JPG、PNG）或 PDF",
            "请换成照片或 PDF 再交。",
        )
    return plain, files.keep(path, plain), path.stat().st_size


def shown(appeal: Appeal, number: int) -> tuple[str, bytes]:
    """A paper in clear with its name, by its place. Problems ``evaluations.no_such_paper``, ``files.damaged``."""
    if not 0 <= number < len(appeal.papers):
        raise Problem("evaluations.no_such_paper", "没有这份佐证", "请从申诉里点开。")
    told = appeal.papers[number]
    return told["name"], files.kept(told["sha256"], told["name"])
