"""Draw (抽样) and open (开始入户): the seed makes the sample; nobody chooses."""

from collections import Counter
from typing import Any

from django.db import transaction

from liuqing.compute import sampling
from liuqing.compute.sampling import Drawn, Unit
from liuqing.errors import Problem
from liuqing.policy import evaluation as policy
from liuqing.policy.layers import Source
from liuqing.registry.models import Evaluation, Sampled
from liuqing.registry.queries.evaluations import sizes
from liuqing.registry.queries.evaluations.frame import Cell
from liuqing.registry.services.evaluations import steps
from liuqing.registry.services.evaluations.planning import kept
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

SEED = 40


def draw(*, evaluation: Evaluation, by: Any, seed: str) -> Evaluation:
    """Take the seed that was announced and draw the sample; once, and never again.

    Problems ``workflow.not_allowed``, ``evaluations.not_so_far``, ``evaluations.no_seed``,
    ``evaluations.seed_to_come``, ``evaluations.frame_changed``.
    """
    said = sampling.seed_text(seed)
    with transaction.atomic():
        fresh = steps.locked(evaluation, by, Right.DRAW_SAMPLES, Evaluation.State.PLANNED)
        _check(fresh, said)
        rows = kept(fresh)
        fresh.seed, fresh.state = said, Evaluation.State.DRAWN
        drawn = _sample(fresh, rows)
        fresh.save(update_fields=("seed", "state", "design"))
        Sampled.objects.bulk_create(_rows(fresh, drawn, {row["key"]: row for row in rows}), batch_size=500)
        detail = {
            "seed": said,
            "drawn": sum(not one.reserve for one in drawn),
            "reserve": sum(one.reserve for one in drawn),
        }
        trail.record("evaluations.drawn", subject=f"evaluation:{fresh.pk}", by=by, detail=detail)
    evaluation.refresh_from_db()
    return evaluation


def open_(*, evaluation: Evaluation, by: Any) -> Evaluation:
    """Let the enumerators see whom they visit. Problems ``workflow.not_allowed``, ``evaluations.not_so_far``."""
    with transaction.atomic():
        fresh = steps.locked(evaluation, by, Right.DRAW_SAMPLES, Evaluation.State.DRAWN)
        fresh.state = Evaluation.State.OPEN
        fresh.save(update_fields=("state",))
        trail.record("evaluations.opened", subject=f"evaluation:{fresh.pk}", by=by)
    evaluation.refresh_from_db()
    return evaluation


def _check(evaluation: Evaluation, seed: str) -> None:
    if not seed or len(seed) > SEED:
        raise Problem("evaluations.no_seed", f"种子应有 1 到 {SEED} 个字", "请照公布的号码填写。")
    if trail.looks_like_identity(seed):
        raise Problem("evaluations.no_seed", "种子看起来是证件号码", "请用公开的号码作种子。")
    if clock.today().isoformat() < evaluation.design["seed_on"]:
        raise Problem(
            "evaluations.seed_to_come", "种子还没有产生",
            f"登记的种子来源在 {evaluation.design['seed_on']} 产生，请到那一天再填。",
        )  # fmt: skip


def _sample(evaluation: Evaluation, rows: list[dict[str, Any]]) -> list[Drawn]:
    """The sample; where villages are drawn first, the design learns which, and the cells shrink to them."""
    design = evaluation.design
    units = [Unit(row["key"], row["cell"], row["village"]) for row in rows]
    if design["villages"]:
        codes = sorted({unit.village for unit in units})
        chosen = sampling.ordered(evaluation.seed, sampling.VILLAGES, codes)[: design["villages"]]
        units = [unit for unit in units if unit.village in chosen]
        _shrink(design, units)
        design["drawn"] = chosen
    taken = {name: cell["take"] for name, cell in design["cells"].items()}
    standing_by = {name: cell["reserve"] for name, cell in design["cells"].items()}
    return sampling.draw(evaluation.seed, units, taken, standing_by)


def _shrink(design: dict[str, Any], units: list[Unit]) -> None:
    frames = Counter(unit.cell for unit in units)
    cells = {
        name: Cell(name, told["stratum"], told["label"], told["village"], told["line"], frames[name])
        for name, told in design["cells"].items()
        if frames[name]
    }
    takes = [policy.Take(**one) for one in design["takes"]]
    version = policy.Version(Source("", ""), takes, design["reserve"])
    taken = sizes.takes(version, cells)
    standing_by = sizes.reserves(version, cells, taken)
    for name, told in list(design["cells"].items()):
        if name in cells:
            told |= {"frame": frames[name], "take": taken[name], "reserve": standing_by[name]}
        else:
            del design["cells"][name]


def _rows(evaluation: Evaluation, drawn: list[Drawn], known: dict[str, dict[str, Any]]) -> list[Sampled]:
    """By village, then cell and place, so that the sheets of a village lie together."""
    cells = evaluation.design["cells"]
    inorder = sorted(drawn, key=lambda one: (one.reserve, one.unit.village, one.unit.cell, one.place))
    return [
        Sampled(
            evaluation=evaluation, village_id=row["village_id"], household_id=row["household_id"],
            person_id=row["person_id"], stratum=row["stratum"], cell=one.unit.cell, key=one.unit.key, order=order,
            reserve=one.reserve, persons=row["persons"],
            weight=round(cells[one.unit.cell]["frame"] / cells[one.unit.cell]["take"], 6),
        )
        for order, one in enumerate(inorder, start=1)
        for row in [known[one.unit.key]]
    ]  # fmt: skip
