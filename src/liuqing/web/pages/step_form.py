"""The form of one step, as it comes back: outcome, day, figures, signatures, papers, words."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from liuqing.errors import Problem

FIGURES = ("due", "present", "agreed", "visited")
ON_PAPER = "on-paper"
"""Name of the ticks that say a document is kept on paper."""

Papers = list[tuple[str, str, Path | None]]


@contextmanager
def read(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """What ``standing.act`` takes, papers included; they lie in a folder for the time of the block."""
    said = request.POST
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        yield {
            "step": said.get("step", "")[:30], "outcome": said.get("outcome", "")[:10], "uuid": uuid(said),
            "on": _day(said.get("on", "")), "figures": _figures(said), "said": said.get("said", ""),
            "signatures": [one[:40] for one in said.getlist("signature")], "papers": papers(request, Path(folder)),
        }  # fmt: skip


def uuid(said: QueryDict) -> str:
    """The number that the form was given, so that a double click is one act."""
    return said.get("uuid", "")[:40] or str(uuid4())


def papers(request: HttpRequest, folder: Path) -> Papers:
    """The files by the kind of document, and those that are kept on paper."""
    sent = [
        (field.removeprefix("paper:"), *_copied(one, folder))
        for field in request.FILES
        if field.startswith("paper:")
        for one in request.FILES.getlist(field)
    ]
    kinds = {kind for kind, _, _ in sent}
    kept = [(kind[:40], "", None) for kind in request.POST.getlist(ON_PAPER) if kind not in kinds]
    return [*sent, *kept]


def _copied(sent: UploadedFile, folder: Path) -> tuple[str, Path]:
    path = folder / uuid4().hex
    with path.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return PurePath(sent.name or "").name, path


def _figures(said: QueryDict) -> dict[str, int]:
    return {name: _whole(said[name]) for name in FIGURES if said.get(name, "").strip()}


def _whole(text: str) -> int:
    if not text.strip().isdecimal() or len(text.strip()) > 6:
        raise Problem("standing.bad_figure", f"「{text[:12]}」不是人数", "请填整数。")
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("standing.bad_day", "日期看不懂", "请写成 2018-12-31 这样。") from None
