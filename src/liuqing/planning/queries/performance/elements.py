"""The five elements (R350): has each project targets, a plan, measures, checks and consequences?"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from liuqing.planning.models import Milestone, Progress, Project, Quantity, Review, Target
from liuqing.policy.performance import ELEMENTS


@dataclass(frozen=True)
class Element:
    """An element of a project, or of many: how many of ``all`` have it."""

    key: str
    label: str
    done: int
    all: int

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.all - self.done


def of_project(one: Project) -> tuple[Element, ...]:
    """The five elements of a project, each done or not."""
    return counted(Project.objects.filter(pk=one.pk))


def counted(projects: QuerySet[Project]) -> tuple[Element, ...]:
    """How many of the projects have each element: asked in one question."""
    told = list(annotated(projects).values_list(*(f"has_{key}" for key in ELEMENTS)))
    return tuple(
        Element(key, label, sum(bool(row[n]) for row in told), len(told))
        for n, (key, label) in enumerate(ELEMENTS.items())
    )


def annotated(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Each project with ``has_targets`` … as booleans."""
    own = {"project": OuterRef("pk")}
    dated = Project.objects.filter(pk=OuterRef("pk"), starts_on__isnull=False, ends_on__isnull=False)
    checked = Review.objects.filter(**own, kind=Review.Kind.MIDYEAR)
    told = {
        "targets": Exists(Target.objects.filter(**own)),
        "plan": Exists(Milestone.objects.filter(**own)) | Exists(dated),
        "measures": Exists(Quantity.objects.filter(**own)),
        "checks": Exists(Progress.objects.filter(**own)) | Exists(checked),
        "consequences": Exists(Review.objects.filter(**own).exclude(grade="")),
    }
    return projects.order_by().values("pk").annotate(**{f"has_{key}": one for key, one in told.items()})
