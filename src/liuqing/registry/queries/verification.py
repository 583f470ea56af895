"""The sheets that go to the village (对照表): open questions, household by household.

Each question with the facts that disagree, who says them and since when, and what can be put
right. For whoever may export the area; read in pieces of some hundred questions.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet

from liuqing.compute.graph import leaves
from liuqing.errors import Problem
from liuqing.policy import correctable, identity_numbers
from liuqing.policy.explained import REASONS
from liuqing.policy.origins import fact_of, list_of
from liuqing.policy.rules import RULES
from liuqing.policy.tables import Fact
from liuqing.registry import secrets
from liuqing.registry.models import Area, Case, Membership, SourceFile
from liuqing.registry.queries import evidence, filling, flag_lists, scope, words
from liuqing.registry.queries.evidence import Said
from liuqing.workflow import keys, rights
from liuqing.workflow.rights import Right

KIND = "answers"
"""The kind of file under which a workbook that came back is kept."""
PIECE = 400
"""Questions read at once."""
FACTS: dict[str, Fact] = {**correctable.OF_VILLAGE, **correctable.OF_HOUSEHOLD, **correctable.OF_PERSON}
"""What may be put right on a sheet, in the order of the register; phones do not travel on paper."""
del FACTS["phone"]


@dataclass(frozen=True)
class Question:
    """One case: what was found, about whom, on which facts, what may be put right.

    ``mark`` is the check word of number and round: a row copied, dragged or kept from an earlier
    round does not carry the right one.
    """

    case: int
    mark: str
    label: str
    about: str
    relation: str
    check: str
    closes: str
    department: str
    due_on: date | None
    round: int
    said: tuple[Said, ...] = ()
    may: frozenset[str] = frozenset()

    def by_hand(self, said: Said) -> bool:
        """Whether the register says this of the subject and it may be put right on the sheet."""
        return said.fact in self.may

    @property
    def facts(self) -> tuple[str, ...]:
        """What may be put right by this question."""
        return tuple(dict.fromkeys(said.fact for said in self.said if self.by_hand(said)))


@dataclass(frozen=True)
class Home:
    """A household (or, without number, the village itself) with its open questions."""

    town: str
    village: str
    hamlet: str
    no: str
    head: str
    members: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Sent:
    """What is to be verified in an area: how many questions, until when, as of which day."""

    area: Area
    on: date
    cases: int
    due_on: date | None
    demo: bool
    titles: tuple[str, ...] = ()


def sent(user: Any, code: str | None = None) -> Sent:
    """The open questions of an area. Problems ``registry.no_such_area``, ``registry.not_assessed``,
    ``verification.nothing_open``, ``registry.export_too_large``.
    """
    area = scope.area(user, code, Right.EXPORT)
    snapshot = scope.assessed()
    open_now = of_area(area)
    count, most = open_now.count(), rights.export_rows(user)
    if not count:
        raise Problem(
            "verification.nothing_open",
            f"{area.name}没有待核实的疑点",
            "疑点派发以后才有核实表；请先在疑点页面派发。",
        )
    if count > most:
        raise Problem(
            "registry.export_too_large",
            f"这一次要导出 {count:,} 行，您的岗位一次最多导出 {most:,} 行",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )
    due = open_now.exclude(due_on=None).order_by("due_on").values_list("due_on", flat=True).first()
    titles = open_now.exclude(dispatch=None).order_by("dispatch").values_list("dispatch__title", flat=True)
    return Sent(area, snapshot.on, count, due, settings.WORKSPACE.demo, tuple(dict.fromkeys(titles)))


@dataclass(frozen=True)
class Waiting:
    """A place with open questions: how many, the earliest day by which they are due."""

    code: str
    name: str
    depth: int
    open: int
    due_on: date | None


def waiting(user: Any) -> tuple[Waiting, ...]:
    """The user's places that have open questions, each township before its villages."""
    found = Case.objects.filter(state=Case.State.SENT).order_by()
    told = list(found.values_list("village__path").annotate(n=Count("pk"), due=Min("due_on")))
    return tuple(
        Waiting(place.code, place.name, place.depth, sum(n for _, n, _ in here),
                min((due for *_, due in here if due), default=None))
        for place in filling.places(user)
        if (here := [one for one in told if f"/{place.code}/" in f"/{one[0]}"])
    )  # fmt: skip


def errors_book(user: Any, pk: int) -> tuple[str, str]:
    """Name and place of the errors book of a workbook that the user handed in.

    Problem ``registry.no_such_file`` for every other one.
    """
    file = SourceFile.objects.filter(pk=pk, kind=KIND, by=user.get_username()).exclude(errors_book="").first()
    if file is None:
        raise Problem("registry.no_such_file", "没有这份文件，或它不在您的范围内", "请重新交一次核实表。")
    return file.name, file.errors_book


def of_area(area: Area) -> QuerySet[Case]:
    """The questions sent to the villages of an area and not yet answered."""
    return Case.objects.filter(state=Case.State.SENT, village__path__startswith=area.path)


def homes(what: Sent) -> Iterator[Home]:
    """The households in the order of villages and numbers; a village's own questions come first."""
    whole = of_area(what.area).order_by("village__code", "household__no", "rule", "pk")
    keys = list(whole.values_list("pk", "village_id", "household_id"))
    for piece in _pieces(keys):
        yield from _homes(what, piece)


def mark(case: int, round: int) -> str:
    """The check word of a question: six letters and digits that nobody can make up."""
    seal = hmac.digest(keys.derived("answers"), f"{case}/{round}".encode(), hashlib.sha256)
    return base64.b32encode(seal)[:6].decode()


def of_register(said: Said) -> bool:
    """Whether the register says this, and not a department's list."""
    return not list_of(said.name)


def about(case: Case) -> str:
    """About whom a question is: the person, the household, the village."""
    return case.person.name if case.person else "全户" if case.household_id else "全村"


Key = tuple[int, int, int | None]


def _pieces(keys: list[Key]) -> Iterator[list[int]]:
    """Whole households together, some hundred questions at a time."""
    piece: list[int] = []
    for _, home in groupby(keys, key=lambda key: key[1:]):
        piece += [pk for pk, *_ in home]
        if len(piece) >= PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _homes(what: Sent, piece: Sequence[int]) -> Iterator[Home]:
    found = Case.objects.select_related("household", "person", "village__parent", "last").in_bulk(piece)
    cases = [found[pk] for pk in piece if pk in found]
    members = _members({case.household_id for case in cases if case.household_id}, what.on)
    said = _said(cases)
    for (_, home), group in groupby(cases, key=lambda case: (case.village_id, case.household_id)):
        asked = list(group)
        yield _home(asked, members.get(home or 0, {}), said)


def _home(cases: list[Case], members: dict[int, tuple[str, str]], said: dict[int, tuple[Said, ...]]) -> Home:
    first = cases[0]
    home, village = first.household, first.village
    return Home(
        town=village.parent.name if village.parent else "",
        village=village.name,
        hamlet=home.hamlet if home else "",
        no=home.no if home else "",
        head=home.head_name if home else "",
        members=tuple(line for line, _ in members.values()),
        questions=tuple(
            _question(case, members.get(case.person_id or 0, ("", ""))[1], said.get(case.pk, ()))
            for case in cases
        ),
    )


def _question(case: Case, relation: str, said: tuple[Said, ...]) -> Question:
    rule = RULES.get(case.rule)
    may = correctable.facts(person=bool(case.person_id), household=bool(case.household_id))
    return Question(
        case=case.pk, mark=mark(case.pk, case.round), label=words.rule(case.rule), about=about(case),
        relation=relation, check=rule.check if rule else "", closes=rule.closes if rule else "",
        department=words.department(rule.department or flag_lists.OFFICE) if rule else "",
        due_on=case.due_on, round=case.round, said=said, may=frozenset(FACTS.keys() & may.keys()),
    )  # fmt: skip


def _said(cases: list[Case]) -> dict[int, tuple[Said, ...]]:
    told: dict[int, tuple[Said, ...]] = {}
    for snapshot in {case.last for case in cases}:
        told |= evidence.of([case for case in cases if case.last_id == snapshot.pk], snapshot)
    return {case: _once(said) for case, said in told.items()}


def _once(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Age and date of birth say the same; people write down the date."""
    born = any(one.name == "birth" for one in said)
    return tuple(one for one in said if one.name != "age" or not born)


def _members(homes: set[int], on: date) -> dict[int, dict[int, tuple[str, str]]]:
    """{household: {person: (line, relation)}}, the head first; numbers masked to their end."""
    rows = Membership.objects.filter(scope.in_force(on), household__in=homes).order_by("pk")
    told: dict[int, dict[int, tuple[str, str]]] = {}
    fields = ("household_id", "person_id", "person__name", "relation", "person__id_cipher")
    for home, person, name, relation, cipher in sorted(
        rows.values_list(*fields), key=lambda row: row[3] != "户主"
    ):
        end = (
            f"，证件尾号 {identity_numbers.masked(secrets.decrypt(cipher))[-2:]}" if cipher else "，缺证件号"
        )
        told.setdefault(home, {})[person] = (f"{name}（{relation}{end}）", relation)
    return told


def facts_of(what: Sent) -> tuple[str, ...]:
    """Every fact that may be put right by one of the open questions, in the order of the register."""
    rules = set(of_area(what.area).values_list("rule", flat=True).distinct().order_by())
    names = {fact_of(column) for rule in rules & set(RULES) for _, column in leaves(RULES, rule)}
    return tuple(name for name in FACTS if name in names)


def reasons() -> tuple[tuple[str, str], ...]:
    """The reasons for which a flag may stand and yet nothing is wrong: code and words."""
    return tuple(REASONS.items())
