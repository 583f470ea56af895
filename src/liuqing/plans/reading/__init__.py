"""Makes a ``Document`` of a file or of pasted text: ``read`` and ``text`` are the only doors.

The way of a file: ``kinds`` says what it is, ``plain`` or (in a process of its own) ``word``, ``pdf`` or ``web``
take its lines and tables out, ``assembling`` makes the document.
"""

from pathlib import Path

from liuqing.errors import Problem, Where
from liuqing.plans.reading import apart as process
from liuqing.plans.reading import child, kinds, plain
from liuqing.plans.reading.assembling import assemble
from liuqing.plans.reading.extract import Extract
from liuqing.plans.text import Document
from liuqing.sheets.limits import Limits

__all__ = ["read", "text"]


def read(path: Path, *, name: str = "", limits: Limits = kinds.LIMITS, apart: bool = True) -> Document:
    """The document in a file: .txt, .docx, .pdf with text, .html; by its content, not by its ending.

    ``name`` is the file's name as its sender knows it, if the path differs. ``apart`` says whether the parsers
    get a process of their own; only who runs in one already may do without. Raises Problems ``plan.*`` that say
    what to do with a file that cannot be read; what was read only in part stands in ``Document.notices``.
    """
    name = name or path.name
    try:
        checked = kinds.check(path, name=name, limits=limits)
        return _document(_extract(path, checked.kind, limits, apart), name, checked)
    except Problem as problem:
        raise Problem(problem.code, problem.what, problem.remedy, Where(file=name)) from None
    except OSError:
        raise Problem("plan.unreadable", "文件打不开", "请检查文件后重试。", Where(file=name)) from None


def _extract(path: Path, kind: str, limits: Limits, apart: bool) -> Extract:
    if kind == "text":
        return plain.read(path)
    return process.read(path, kind, limits) if apart else child.extract(path, kind, limits)


def _document(extract: Extract, name: str, checked: kinds.Checked) -> Document:
    said = (*checked.notices, *extract.notices)
    scanned = any(one.code == "plan.scanned" for one in said)
    if not scanned and not extract.tables and not any(line.text.strip() for line in extract.lines):
        raise Problem("plan.empty", "文件里没有文字", "请确认保存完整后再检查。")
    return assemble(extract.lines, name=name, found=tuple(extract.tables), said=said)


def text(content: str, *, name: str = "") -> Document:
    """The document a text is, as if it stood in a .txt file. Lines count from 1, empty ones too."""
    return assemble(plain.lines_of(content), name=name)
