"""Checking (查验): refuses a sheet that names a person or shows a number, whoever wrote it into the record.

Money and works are what these sheets are for, so amounts may stand on them; the name of a person, a
number of a person or telephone, and on lists of people anything about health, may not.
"""

from collections.abc import Iterable, Sequence

from liuqing.errors import Problem
from liuqing.planning.models import Announcement, Project
from liuqing.policy import masking
from liuqing.registry.models import Area, Membership, Person
from liuqing.registry.services.notices import checking
from liuqing.workflow import clock

NAMED = {**masking.KINDS, "minor": "个人姓名"}
"""What can be found, in the words that tell a person what to take out."""
FEWEST = 5
"""Digits of the shortest number that is looked for."""
SHORTEST, SURE = 2, 3
"""Characters of a name: of who has to do with the sheet; of anybody in the village, where two are a word as well."""


def refuse(
    one: Announcement, projects: Sequence[Project], households: Iterable[int], *, people: bool
) -> None:
    """Problem ``announcements.shows_too_much`` with every place and what was found there, never repeating it."""
    parts = list(_parts(one))
    named = _named(one.area, projects, households, parts)
    found = faults(parts, named, _known(one.area, projects), people=people)
    if any(not masking.telephone_of_an_office(number) for number in one.phone.split("、")):
        found.append("监督电话不是电话号码")
    if found:
        raise Problem(
            "announcements.shows_too_much", f"公示里有不能公开的内容：{'；'.join(dict.fromkeys(found))}",
            "请在项目或标题里改掉后再拟。公示写项目、单位、职务和金额，不写个人姓名和号码。",
        )  # fmt: skip


def in_file(
    one: Announcement, projects: Sequence[Project], parts: Sequence[tuple[str, str]], *, people: bool
) -> list[str]:
    """What a made file shows too much, in words; [] means it may be given out."""
    named = _named(one.area, projects, (), parts)
    return faults(parts, named, _known(one.area, projects), people=people)


def faults(parts: Iterable[tuple[str, str]], named: set[str], known: set[str], *, people: bool) -> list[str]:
    """For each part that shows too much one sentence; [] means it may be shown."""
    health = checking.terms(clock.today()).health_words if people else ()
    # Most lines of a county's plan can hold nothing of the kind: reading each as if it did takes half a minute.
    doubtful = ((label, text) for label, text in parts if people or _may_hold(text, named))
    told = ((label, masking.found(text, health, named, known)) for label, text in doubtful)
    return [
        f"{label}里有{'、'.join(NAMED[kind] for kind in kinds if kind != 'money')}"
        for label, kinds in told if set(kinds) - {"money"}
    ]  # fmt: skip


def _may_hold(text: str, named: set[str]) -> bool:
    """Whether a text has digits enough for a telephone, in whatever writing, or one of the names."""
    digits = sum(char.isnumeric() or char == "幺" for char in text)
    return digits >= FEWEST or any(name in "".join(text.split()) for name in named)


def _parts(one: Announcement) -> Iterable[tuple[str, str]]:
    yield "标题", one.title
    yield "正文", one.text
    yield "落款单位", one.issuer
    for line in one.lines:
        for label, text in line[1:]:
            yield f"第 {line[0][1]} 行「{label}」", text


def _named(
    area: Area, projects: Sequence[Project], households: Iterable[int], parts: Sequence[tuple[str, str]]
) -> set[str]:
    """Whose names stand there: of the people of a list, of a project in its own words, of anybody of the village.

    A project's words are compared with the names of its own people only: among all of a county's every
    second word is somebody's name.
    """
    whole = "\n".join(text for _, text in parts)
    listed = Membership.objects.filter(household__in=list(households)).values_list("person__name", flat=True)
    found = {name for name in listed if len(name) >= SHORTEST and name in whole}
    words = {one.pk: _words(one) for one in projects}
    served = Membership.objects.filter(household__projects__project__in=list(words)).order_by()
    for project, name in served.values_list("household__projects__project", "person__name").distinct():
        if len(name) >= SHORTEST and name in words.get(project, ""):
            found.add(name)
    if area.level == Area.Level.VILLAGE:
        near = Person.objects.filter(village__path__startswith=area.path).values_list("name", flat=True)
        found |= {name for name in near if len(name) >= SURE and name in whole}
    return found


def _words(one: Project) -> str:
    """Everything of a project that somebody typed and that can stand on a sheet."""
    typed = (one.name, one.site, one.content, one.unit, one.department, one.lead, one.leader, one.mechanism)
    return "\n".join((*typed, *(target.name for target in one.targets.all())))


def _known(area: Area, projects: Sequence[Project]) -> set[str]:
    """Names of places, in which a person's may be hidden: 王家村 is nobody."""
    codes = {code for one in (area, *(project.area for project in projects)) for code in one.path.split("/")}
    return set(Area.objects.filter(code__in=codes - {""}).values_list("name", flat=True))
