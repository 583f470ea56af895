"""From which budget line a batch may be paid: every payment belongs to exactly one.

Money that departments pay to people (低保, 养老 …) has a document and a project like any other: a project of
a class that the place names for it (低保, 综合保障 …), with its line, which is chosen when the batch is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from liuqing.planning.models import Account, Claim, Line
from liuqing.planning.models.money import Yuan
from liuqing.planning.queries import scope
from liuqing.planning.services import terms
from liuqing.registry.models import Area
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Choice:
    """A line with what may still be claimed of it, in yuan; ``fits``: of a class from which people are paid."""

    pk: int
    project_no: str
    project: str
    kind: str
    document: str
    source: str
    year: int
    left: Decimal
    fits: bool


def choices(user: Any, area: Area, least: Decimal = NOTHING, programme: str = "") -> list[Choice]:
    """Lines the user may see whose project serves the area, with money left: of the programme's classes first."""
    around = Q(project__area__path__startswith=area.path) | Q(project__area__path__in=_above(area.path))
    found = Line.objects.filter(around, project__in=scope.visible(user, Right.SEE_PROJECTS)).select_related(
        "project", "document"
    )
    words = terms.classes(clock.today(), programme)
    told = [_choice(line, words) for line in _with_money(found)]
    usable = [one for one in told if one.left > NOTHING and one.left >= least]
    return sorted(usable, key=lambda one: (not one.fits, -one.year, one.project_no, one.pk))


def one(line: Line, programme: str = "") -> Choice:
    """A line as a choice for a programme."""
    found = Line.objects.filter(pk=line.pk).select_related("project", "document")
    return _choice(_with_money(found).get(), terms.classes(clock.today(), programme))


def _with_money(found: QuerySet[Line]) -> QuerySet[Line]:
    balance = Account.objects.filter(line=OuterRef("pk"), kind=Account.Kind.LINE).values("balance")[:1]
    waiting = Claim.objects.filter(line=OuterRef("pk"), state=Claim.State.SUBMITTED).values("line")
    asked = waiting.annotate(sum=Sum("amount")).values("sum")[:1]
    return found.annotate(
        balance=Subquery(balance, output_field=Yuan()), asked=Subquery(asked, output_field=Yuan())
    )


def _choice(line: Any, words: Iterable[str] = ()) -> Choice:
    project, document = line.project, line.document
    kind = " / ".join(name for name in (project.class_one, project.class_two) if name)
    free = (line.balance or NOTHING) - (line.asked or NOTHING)
    fits = any(word in kind for word in words)
    return Choice(
        line.pk, project.no, project.name, kind, document.no, document.source, line.year, free, fits
    )


def _above(path: str) -> list[str]:
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]
