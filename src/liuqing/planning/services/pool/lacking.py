"""What keeps a project out of the pool: everything at once, in a clerk's words.

Source: 国务院扶贫办《关于完善县级脱贫攻坚项目库建设的指导意见》(2018) as counties restate it: what an entry
must state; without a performance target, or without a funding need, there is none.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from liuqing.planning import pool_words
from liuqing.planning.models import Funding, Project, Quantity, Target
from liuqing.registry.services.standing.faults import Fault

_STATED = (
    ("content", "「建设内容」没有填"), ("unit", "「实施单位」没有填"), ("starts_on", "「开工时间」没有填"), ("ends_on", "「完工时间」没有填")
)  # fmt: skip


def missing(project: Project) -> tuple[Fault, ...]:
    """(field, sentence) for each; () if the project may enter the pool.

    It reads the related lists, which may be prefetched.
    """
    parts = (project.quantities.all(), project.fundings.all(), project.targets.all())
    return lacking(project, *(list(one) for one in parts), linked=bool(list(project.beneficiaries.all())))


def lacking(
    project: Project,
    quantities: Sequence[Quantity],
    fundings: Sequence[Funding],
    targets: Sequence[Target],
    *,
    linked: bool,
) -> tuple[Fault, ...]:
    """The same of a project that need not be in the record yet; ``linked``: whom it serves was chosen."""
    return (
        *_stated(project),
        *_class(project),
        *_money(quantities, fundings),
        *_targets(targets),
        *_whom(project, linked=linked),
    )


def _class(project: Project) -> list[Fault]:
    if not project.class_one:
        return [("class_one", "「项目类别」没有填")]
    return pool_words.about_class(project.class_one, project.class_two)


def _stated(project: Project) -> Iterator[Fault]:
    for name, sentence in _STATED:
        if not getattr(project, name):
            yield name, sentence


def _money(quantities: Sequence[Quantity], fundings: Sequence[Funding]) -> Iterator[Fault]:
    need = sum((one.need for one in fundings), Decimal(0))
    if need == 0:
        yield "fundings", "没有资金需求：没有资金需求的项目不能入库"
        return
    for source in dict.fromkeys(one.source for one in fundings):
        yield from pool_words.about_source(source)
    amounts = [one.amount for one in quantities]
    if amounts and None not in amounts:
        total = sum((one for one in amounts if one is not None), Decimal(0))
        if total != need:
            difference = f"相差 {abs(total - need):,.2f} 元"
            yield "quantities", f"工程量合计 {total:,.2f} 元，资金合计 {need:,.2f} 元，{difference}"


def _targets(targets: Sequence[Target]) -> Iterator[Fault]:
    if not targets:
        yield "targets", "没有绩效目标：没有绩效目标的项目不能入库"


def _whom(project: Project, *, linked: bool) -> Iterator[Fault]:
    if project.reach == Project.Reach.HOUSEHOLD and not project.households_said and not linked:
        yield "beneficiaries", "到户项目没有选受益户"
