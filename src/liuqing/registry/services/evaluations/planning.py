"""Register (登记): the frame and the design are fixed, and it is said where the seed will come from.

What is written here is the commitment: the fingerprint of the frame and of the design, and a public
source of the seed with the day on which it will be known. Only a seed that nobody can know yet keeps
whoever registers from trying frames until a sample pleases.
"""

import hashlib
import json
import uuid as uuids
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from liuqing.compute import sampling
from liuqing.errors import Problem
from liuqing.policy import evaluation as policy
from liuqing.policy.dated import NotInForceError
from liuqing.policy.place import load
from liuqing.registry.models import Evaluation
from liuqing.registry.queries import scope
from liuqing.registry.queries.evaluations import asked, sizes
from liuqing.registry.queries.evaluations.frame import Frame, frame
from liuqing.registry.queries.evaluations.preview import chosen, villages_of
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

FRAME = pa.schema(
    [
        ("key", pa.string()),
        ("cell", pa.string()),
        ("village", pa.string()),
        ("stratum", pa.string()),
        ("village_id", pa.int64()),
        ("household_id", pa.int64()),
        ("person_id", pa.int64()),
        ("persons", pa.int64()),
    ]
)
"""The frame as it is kept: whose key it is is known here only, and no name is in it."""
WORDS = 60


def plan(
    *, by: Any, area_code: str, label: str, design: str, seed_source: str, seed_on: date, villages: int | None = None
) -> Evaluation:  # fmt: skip
    """Register an evaluation of an area on the latest snapshot.

    ``seed_source`` says what will be the seed (a lottery of a named issue), ``seed_on`` when it is known.
    Problems ``registry.no_such_area``, ``registry.not_assessed``, ``evaluations.no_design``,
    ``evaluations.villages``, ``evaluations.no_label``, ``evaluations.no_source``,
    ``evaluations.seed_is_old``, ``evaluations.no_questions``, ``evaluations.nobody``.
    """
    area = scope.area(by, area_code, Right.DRAW_SAMPLES)
    rights.require(by, Right.DRAW_SAMPLES, area.path)
    snapshot = scope.assessed()
    label, source = label.strip()[:WORDS], seed_source.strip()[:WORDS]
    _check(label, source, seed_on)
    place = load(settings.WORKSPACE.place)
    questions = policy.questions(place, snapshot.on)
    if not questions:
        raise Problem(
            "evaluations.no_questions",
            "这一天没有入户问卷",
            "问卷按日期生效，请核对测算日期或补充 evaluation.yaml。",
        )
    choice, version = chosen(snapshot, design)
    mark = uuids.uuid4().hex
    found = frame(snapshot, area, version, mark)
    if not found.lines:
        raise Problem("evaluations.nobody", "按这种办法没有可抽的户", "请换一种办法或换一个地方。")
    many = villages_of(version, villages, found)
    told = _design(found, version, many) | {
        "key": design, "label": choice.label, "source": choice.source, "unverified": choice.unverified, "mark": mark,
        "seed_source": source, "seed_on": seed_on.isoformat(), **_line(place, snapshot.on),
    }  # fmt: skip
    keep(mark, found)
    with transaction.atomic():
        made = Evaluation.objects.create(
            label=label, area=area, snapshot=snapshot, on=snapshot.on, design=told, questions=asked.frozen(questions),
            by=by.get_username(), at=clock.now(),
        )  # fmt: skip
        detail = {
            "area": area.code,
            "frame": told["frame"],
            "fingerprint": told["fingerprint"],
            "design": design,
        }
        trail.record("evaluations.planned", subject=f"evaluation:{made.pk}", by=by, detail=detail)
    return made


def kept(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The frame of an evaluation as it was registered. Problem ``evaluations.frame_changed``."""
    path = _path(evaluation.design["mark"])
    if not path.is_file():
        raise Problem("evaluations.frame_changed", "登记时的抽样框找不到了", "请从备份恢复，或重新登记一次。")
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    units = [sampling.Unit(row["key"], row["cell"], row["village"]) for row in rows]
    if sampling.fingerprint(units) != evaluation.design["fingerprint"]:
        raise Problem(
            "evaluations.frame_changed", "抽样框和登记时的指纹不一致", "请从备份恢复，或重新登记一次。"
        )
    return rows


def keep(mark: str, found: Frame) -> None:
    """Write the frame beside the record, readable by its owner only."""
    path = _path(mark)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    rows = [
        {
            "key": one.key, "cell": one.cell, "village": one.village, "stratum": one.home.stratum,
            "village_id": one.home.village, "household_id": one.home.household, "person_id": one.home.person,
            "persons": one.home.persons,
        }
        for one in found.lines
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, FRAME), path, compression="zstd")
    path.chmod(0o600)


def design_print(design: dict[str, Any]) -> str:
    """SHA-256 of what decides the sample besides the seed: frame, cells and sizes."""
    told = {name: design[name] for name in ("fingerprint", "cells", "reserve", "villages", "takes")}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _check(label: str, source: str, seed_on: date) -> None:
    if not label:
        raise Problem("evaluations.no_label", "没有写评估的名称", "请写一个名称，例如「2018年度自查」。")
    if not source:
        raise Problem(
            "evaluations.no_source", "没有写种子从哪里来",
            "请写一个公开、事先没有人知道的来源，例如「福彩双色球第2018150期开奖号码」。",
        )  # fmt: skip
    if seed_on < clock.today():
        raise Problem(
            "evaluations.seed_is_old", "种子产生的日期已经过去",
            "种子必须在登记之后才产生，否则可以反复试。请选今天或以后的一天。",
        )  # fmt: skip


def _design(found: Frame, version: policy.Version, many: int | None) -> dict[str, Any]:
    taken = sizes.takes(version, found.cells)
    standing_by = sizes.reserves(version, found.cells, taken)
    told = {
        "fingerprint": sampling.fingerprint(line.unit for line in found.lines),
        "frame": len(found.lines),
        "takes": [_take(one) for one in version.takes],
        "reserve": version.reserve,
        "villages": many,
        "villages_of": len(found.villages),
        "without_book": found.without_book,
        "listed": found.listed,
        "fits_none": found.fits_none,
        "cells": {
            name: {
                "stratum": cell.stratum, "label": cell.label, "village": cell.village, "line": cell.take,
                "frame": cell.frame, "take": taken[name], "reserve": standing_by[name],
            }
            for name, cell in sorted(found.cells.items())
        },
    }  # fmt: skip
    return told | {"print": design_print(told)}


def _take(one: policy.Take) -> dict[str, Any]:
    return {
        "who": one.who, "by": one.by, "share": one.share, "at_least": one.at_least, "at_most": one.at_most,
        "total": one.total,
    }  # fmt: skip


def _line(place: Any, on: date) -> dict[str, Any]:
    """The income line of the day, in yuan, with its source; None where none is in force."""
    try:
        value = place.files[policy.LINE].on(on)
    except (KeyError, NotInForceError):
        return {"line": None, "line_source": ""}
    return {"line": str(Decimal(str(value.value))), "line_source": value.source}


def _path(mark: str) -> Path:
    return Path(settings.WORKSPACE.folder) / "evaluations" / f"{mark}.parquet"
