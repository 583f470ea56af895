"""A small county to be evaluated: thirty households of the register in three villages, thirty outside it."""

from datetime import date
from uuid import uuid4

from liuqing.registry.models import Person, Questionnaire, Sampled, SourceFile
from liuqing.registry.services import evaluations
from tests import county as making

SEED = "双色球 2018150 期 02 05 08 14 19 26 07"
GOOD = {
    "food": "yes", "clothing": "yes", "water": "yes", "schooling": "yes", "medical": "yes", "housing": "yes",
    "income": "5000", "excluded": "none", "identified": "poor", "exit_known": "agreed", "approval": "yes",
    "measures": "yes", "team": "mostly", "helper": "yes",
}  # fmt: skip


def fill(county):
    """Ten households of the register and ten books outside it for each village; six books of members."""
    for v, village in enumerate(county.villages):
        for n in range(10):
            standing, year = (("registered", None), ("exited", 2017), ("exited", 2018))[n % 3]
            making.household(
                county, village, f"S{v}{n:02d}", size=2, standing=standing, exit_year=year, head=f"郑样{v}{n}"
            )
    file = SourceFile.objects.create(
        sha256="c" * 64, name="户籍.xlsx", kind="police_residents", state="loaded", on=making.ON
    )
    for v, village in enumerate(county.villages):
        for n in range(10):
            for m in range(3):
                resident(file, village, f"K{v}{n:02d}", f"外住{v}{n}{m}")
    return county


def resident(file, village, book, name):
    """Somebody of the police list who is in no household of the register."""
    return Person.objects.create(
        name=name, village=village, hukou_no=book, birth=date(1970, 1, 1), file=file, row=1
    )


def planned(by, code="990101", design="self_check", **more):
    """An evaluation that is registered, its seed known today."""
    from django.utils import timezone

    told = {"label": "年度自查", "seed_source": "双色球第2018150期", "seed_on": timezone.localdate(), **more}
    return evaluations.plan(by=by, area_code=code, design=design, **told)


def opened(by, **more):
    """The same, drawn and open."""
    made = evaluations.draw(evaluation=planned(by, **more), by=by, seed=SEED)
    return evaluations.open_(evaluation=made, by=by)


def taken(evaluation, stratum=""):
    """Who was drawn and does not only stand by."""
    found = Sampled.objects.filter(evaluation=evaluation, reserve=False)
    return list(found.filter(stratum=stratum) if stratum else found)


def answer(by, sampled, **more):
    """A questionnaire in which everything is well, but for ``more``."""
    return evaluations.answer(sampled=sampled, by=by, uuid=uuid4(), answers={**GOOD, **more})


def answer_all(by, evaluation, wrong=None):
    """Everybody answers; ``wrong`` are answers by the key of a sampled household."""
    for one in taken(evaluation):
        if not Questionnaire.objects.filter(sampled=one).exists():
            answer(by, one, **(wrong or {}).get(one.pk, {}))
