"""What the two ledgers of money have in common: who may hand them in, and how a fault becomes a refusal."""

from collections.abc import Iterable, Mapping

from liuqing.policy.lists import ListKind
from liuqing.registry import problems
from liuqing.registry.imports.verdicts import REFUSED, Source, Verdict
from liuqing.registry.models import SourceFile
from liuqing.registry.problems import Fault

_REMEDY = "请核对后改正这一行，再交一次；已记账的行不会重复记账。"


def handed_in_by(source: Source) -> str:
    """The user who handed in the file."""
    return str(SourceFile.objects.values_list("by", flat=True).get(pk=source.file)) or "operator"


def whole_county(verdict: Verdict, source: Source) -> Verdict:
    """Money of a county is booked by who may speak of the whole county."""
    if source.allowed != ("",) and verdict.verdict != REFUSED:
        verdict.refuse(problems.outside_area("文号"))
    return verdict


def refuse(
    verdict: Verdict, faults: Iterable[tuple[str, str]], facts: Mapping[str, str], kind: ListKind
) -> None:
    """Refuse a row for every fault; ``facts`` names the fact of the list behind a field of the record."""
    for field, what in faults:
        fact = facts.get(field, field)
        verdict.refuse(Fault(f"{kind.key}.{fact}", what, _REMEDY, kind.fact(fact).label, fact))
