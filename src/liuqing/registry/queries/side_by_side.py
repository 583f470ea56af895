"""Two records side by side: what agrees, what differs, who lives around them, where each comes from.

Numbers are masked on both sides; how far they lie apart is said in words instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.matching import names, people
from liuqing.matching.evidence import POINTS
from liuqing.policy import identity_numbers
from liuqing.policy.lists import ListKind
from liuqing.registry import merged, secrets
from liuqing.registry.imports.finding import shown_number
from liuqing.registry.imports.importers import needs_register
from liuqing.registry.imports.kept import read_again
from liuqing.registry.imports.people import kept
from liuqing.registry.imports.remembered import mark
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, Entry, Membership, Pair, Person, SourceFile, SourceRow
from liuqing.registry.queries import held, identities, scope
from liuqing.workflow.rights import Right

LABELS = {
    "name": "姓名", "other_name": "曾用名、小名", "sex": "性别", "birth": "出生日期", "number": "证件号码",
    "ethnicity": "民族", "village": "所在村", "household_no": "户编号", "relation": "与户主关系",
    "person_no": "人口编号",
}  # fmt: skip
"""What tells one person from another, in the order in which it is looked at."""

PLAIN = {"household_no", "person_no", "relation", "other_name"}
"""What says nothing about whether two records are one person, even where it differs."""

WORDS = ((95, "几乎可以肯定是同一人"), (80, "多半是同一人"), (65, "可能是同一人"), (0, "线索不多，请仔细看"))
"""How sure a score is, in words."""

FAMILY = 9
"""Members of a household shown beside a record."""


@dataclass(frozen=True)
class Fact:
    """One fact on both sides; ``state`` is same, alike, differs, unknown or plain (not compared)."""

    name: str
    label: str
    left: str
    right: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Relative:
    """Somebody around a record; ``both`` says that the other side has one of that name, too."""

    person: int
    name: str
    relation: str
    born: int | None
    both: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a record comes from."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    on: date | None = None


@dataclass(frozen=True)
class Side:
    """One record: what it is, its facts, its family, its origin."""

    title: str
    person: int | None
    household_no: str
    facts: dict[str, Any]
    family: tuple[Relative, ...]
    origin: Origin


@dataclass(frozen=True)
class Question:
    """Everything a person needs to judge one pair or one row.

    ``homes`` are the two households of which one must be chosen; ``numbers`` that both numbers
    are sound and different; ``who`` of ``of`` is the candidate of a row that is shown; ``asks`` is
    what is asked (``identities.WHO``, ``TWICE``, ``AGAIN``).
    """

    key: str
    kind: str
    left: Side
    right: Side
    facts: tuple[Fact, ...]
    score: int
    certainty: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    asks: str = identities.WHO
    why: str = ""
    who: int = 1
    of: int = 1
    keeper: int | None = None
    homes: bool = False
    numbers: bool = False
    may_remember: bool = False

    @property
    def one_home(self) -> bool:
        """Whether both are of one household, so that the family around them is the same."""
        return bool(self.left.household_no) and self.left.household_no == self.right.household_no

    @property
    def moves(self) -> bool:
        """Whether taking the row moves the person into the household that the row names."""
        named = self.left.facts["household_no"] if self.is_row and self.right.person else ""
        return bool(named) and named != self.right.household_no

    @property
    def leans(self) -> bool:
        """Whether enough speaks for one person that the first answer may be offered first."""
        return self.score >= people.SAME and not self.against

    @property
    def is_row(self) -> bool:
        """Whether a row of a list is asked about, not two records of the register."""
        return self.key.startswith("row-")


def question(user: Any, key: str, who: int = 1) -> Question:
    """The question of that key. Problem ``registry.no_such_question`` if it is none of the user's."""
    if key not in identities.queue(user).keys:
        raise Problem("registry.no_such_question", "没有这一对，或者它已经判断过", "请从待办进入。")
    kind, _, pk = key.partition("-")
    return _of_pair(user, key, int(pk)) if kind == "pair" else _of_row(user, key, int(pk), who)


def pair(user: Any, key: str) -> Pair:
    """The pair itself, for the service that decides or reopens it, where the user may judge both."""
    kind, _, pk = key.partition("-")
    found = Pair.objects.filter(pk=int(pk)).first() if kind == "pair" and pk.isdecimal() else None
    if found is None:
        raise Problem("registry.no_such_question", "没有这一对", "请从待办进入。")
    return found


def row(user: Any, key: str) -> SourceRow:
    """The row itself, whatever was decided of it, where the user may know of it."""
    kind, _, pk = key.partition("-")
    mine = identities.visible_rows(user).select_related("file", "village")
    found = mine.filter(pk=int(pk)).first() if kind == "row" and pk.isdecimal() else None
    if found is None:
        raise Problem("registry.no_such_question", "没有这一行", "请从待办进入。")
    return found


def _of_pair(user: Any, key: str, pk: int) -> Question:
    found = Pair.objects.select_related("left__file", "right__file").get(pk=pk)
    left, right = _person(found.left), _person(found.right)
    homes = {one.household_no for one in (left, right) if one.household_no}
    return Question(
        key=key, kind=identities.label(identities.REGISTER), **_beside(left, right), score=found.score,
        certainty=_certainty(found.score, found.reasons), **_reasons(found.reasons), keeper=merged.keeper(found.left, found.right).pk,
        homes=len(homes) > 1, numbers=bool(found.left.id_hash and found.right.id_hash),
    )  # fmt: skip


def _of_row(user: Any, key: str, pk: int, who: int) -> Question:
    found = held.held(user, pk)
    typed, kind = read_again(found)
    left = _listed(user, found, typed)
    asks = identities.asks(found.problems, found.candidates)
    told = {"key": key, "kind": identities.label(kind.key), "asks": asks, "why": _why(found)}
    members = held.candidates(user, found)
    if asks == identities.AGAIN or not members:
        none = Side("台账里还没有", None, "", dict.fromkeys(left.facts, ""), (), Origin())
        return Question(**told, **_beside(left, none), score=0, certainty="", reasons=(), against=())
    if asks == identities.TWICE:
        return _told_twice(told, found, typed, kind, left, members[0].person)
    at = min(max(who, 1), len(members))
    right = _person(members[at - 1].person)
    score, reasons = _compared(typed, left, right)
    return Question(
        **told, **_beside(left, right), score=score, certainty=_certainty(score, reasons), **_reasons(reasons),
        who=at, of=len(members), may_remember=needs_register(kind.key) and bool(mark(kind, typed)),
    )  # fmt: skip


def _told_twice(
    told: dict[str, str], row: SourceRow, typed: TypedRow, kind: ListKind, left: Side, person: Person
) -> Question:
    """A row beside what the same list said of the same person before."""
    first = Entry.objects.filter(person=person, file=row.file, kind=kind.key).order_by("pk").first()
    right = replace(_person(person), title="同一份名单里已采用的一行")
    before: dict[str, Any] = first.values if first else {}
    if first:
        right = replace(right, origin=_origin(row.file, first.sheet, first.row))
    now = kept(typed.values)
    facts = (_content(kind, name, now.get(name), before.get(name)) for name in {**before, **now})
    both = {**_beside(left, right), "facts": (_fact("name", left.facts, right.facts), *facts)}
    return Question(**told, **both, score=0, certainty="", reasons=(), against=())


def _content(kind: ListKind, name: str, now: Any, before: Any) -> Fact:
    state = "same" if now == before else "differs"
    return Fact(name, kind.fact(name).label, _text(now), _text(before), state)


def _why(row: SourceRow) -> str:
    return "；".join(one["what"] for one in row.problems)


# The two sides


def _person(person: Person) -> Side:
    member = (
        Membership.objects.filter(person=person, until=None)
        .select_related("household__village__parent", "file")
        .first()
    )
    village = member.household.village if member else person.village
    facts = {
        "name": person.name, "other_name": person.other_name, "sex": person.sex, "birth": person.birth,
        "number": secrets.decrypt(person.id_cipher) if person.id_cipher else "", "ethnicity": person.ethnicity,
        "village": _place(village), "village_id": village.pk if village else None,
        "household_no": member.household.no if member else "", "relation": member.relation if member else "",
        "person_no": person.person_no or "",
    }  # fmt: skip
    title = "名册里的人" if member else "户籍名单里的人（不在册）"
    origin = _origin(person.file, "", person.row)
    if member and member.file:
        origin = _origin(member.file, member.sheet, member.row, member.said_on)
    return Side(title, person.pk, facts["household_no"], facts, _family(person, member), origin)


def _listed(user: Any, row: SourceRow, typed: TypedRow) -> Side:
    values = typed.values
    village = Villages().find(values.get("town"), values.get("village")).village
    number = str(values.get("id_text") or "") or shown_number(typed) or ""
    own = {name: str(values.get(name) or "") for name in ("name", "other_name", "sex", "ethnicity")}
    facts = {
        **own, "birth": values.get("birth") or _born(number), "number": number, "village_id": village,
        "village": _place(Area.objects.filter(pk=village).select_related("parent").first())
        or "".join(str(values.get(name) or "") for name in ("town", "village")),
        **{name: str(values.get(name) or "") for name in ("household_no", "relation", "person_no")},
    }  # fmt: skip
    # A household that the row names is shown only as far as the user may see it.
    home = (
        scope.visible_households(user, Right.DECIDE_IDENTITIES)
        .filter(no=facts["household_no"] or None)
        .first()
    )
    family = tuple(_relatives(home.memberships.filter(until=None))) if home else ()
    return Side("名单里写的", None, "", facts, family, _origin(row.file, row.sheet, row.row))


def _family(person: Person, member: Membership | None) -> tuple[Relative, ...]:
    """Who lives with a member; of a resident outside the register, who is in the same household book."""
    if member is not None:
        others = member.household.memberships.filter(until=None).exclude(person=person)
        return tuple(_relatives(others))
    if not (person.hukou_no and person.village_id):
        return ()
    book = Person.objects.filter(village=person.village_id, hukou_no=person.hukou_no, same_as=None)
    return tuple(
        Relative(one.pk, one.name, "", one.birth.year if one.birth else None)
        for one in book.exclude(pk=person.pk).order_by("birth")[:FAMILY]
    )


def _relatives(members: Any) -> Iterable[Relative]:
    for one in members.select_related("person").order_by("pk")[:FAMILY]:
        born = one.person.birth.year if one.person.birth else None
        yield Relative(one.person_id, one.person.name, one.relation, born)


def _origin(file: SourceFile | None, sheet: str, row: int | None, on: date | None = None) -> Origin:
    return Origin(file.name, sheet, row, on or file.on) if file else Origin()


def _place(village: Area | None) -> str:
    return f"{village.parent.name if village.parent else ''}{village.name}" if village else ""


def _born(number: str) -> date | None:
    return identity_numbers.born(number) if len(number) >= 14 else None


# What agrees and what differs


def _beside(left: Side, right: Side) -> dict[str, Any]:
    facts = (_fact(name, left.facts, right.facts) for name in LABELS)
    return {
        "left": _marked(left, right), "right": _marked(right, left),
        "facts": tuple(one for one in facts if one.left or one.right),
    }  # fmt: skip


def _marked(side: Side, other: Side) -> Side:
    """The family of a side without the other record, and with who is on both (if they are two families)."""
    around = [one for one in side.family if one.person != other.person]
    theirs = {names.plain(one.name) for one in other.family if one.person != side.person}
    apart = side.household_no != other.household_no or not side.household_no
    family = tuple(replace(one, both=apart and names.plain(one.name) in theirs) for one in around)
    return replace(side, family=family)


def _fact(name: str, left: dict[str, Any], right: dict[str, Any]) -> Fact:
    one, other = left[name], right[name]
    if name == "number":
        state, note = _numbers(one, other)
        return Fact(name, LABELS[name], _number(one), _number(other), state, note)
    state, note = _state(name, left, right)
    return Fact(name, LABELS[name], _text(one), _text(other), state, note)


def _state(name: str, left: dict[str, Any], right: dict[str, Any]) -> tuple[str, str]:
    one, other = left[name], right[name]
    if not one or not other:
        return ("plain" if name in PLAIN else "unknown"), ""
    if one == other:
        return "same", ""
    if name == "village":
        same = left["village_id"] is not None and left["village_id"] == right["village_id"]
        return ("same", "") if same else ("differs", "")
    if name == "name" and names.plain(one) == names.plain(other):
        return "alike", "只是写法不同"
    if name == "name" and names.pinyin(one) == names.pinyin(other):
        return "alike", "同音"
    if name == "birth":
        return "differs", _days_apart(one, other)
    return ("plain" if name in PLAIN else "differs"), ""


def _days_apart(one: date, other: date) -> str:
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "月和日可能写反"
    parts = [
        word for word, a, b in (("年", one.year, other.year), ("月", one.month, other.month), ("日", one.day, other.day))
        if a != b
    ]  # fmt: skip
    return f"只差在{parts[0]}" if len(parts) == 1 else ""


def _numbers(one: str, other: str) -> tuple[str, str]:
    first, second = (identity_numbers.tidy(text) for text in (one, other))
    if not first or not second:
        return "unknown", "一边没有号码"
    whole = identity_numbers.normal(first), identity_numbers.normal(second)
    if first == second or (whole[0] and whole[0] == whole[1]):
        return "same", ""
    if whole[0] and whole[1]:
        return "differs", "两个都是有效号码"
    if len(first) != len(second):
        return "differs", "位数不同"
    apart = sum(a != b for a, b in zip(first, second, strict=True))
    return "differs", f"差 {apart} 位"


def _number(text: str) -> str:
    if not text:
        return ""
    number = identity_numbers.tidy(text)
    masked = identity_numbers.masked(number)
    return masked if not identity_numbers.fault(number) else f"{masked}（号码有误）"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _compared(typed: TypedRow, left: Side, right: Side) -> tuple[int, list[str]]:
    """How a row and a member compare, by the same judge that left it to a person."""
    found = people.match(_table(left, shown_number(typed)), _table(right, right.facts["number"]))
    told = found.to_pylist()
    return (told[0]["score"], list(told[0]["reasons"])) if told else (0, [])


def _table(side: Side, number: str | None) -> Any:
    told = side.facts
    return people.table(
        [(1, identity_numbers.tidy(number) if number else None, told["name"] or None, told["sex"] or None,
          told["birth"], told["village_id"], None, None, told["other_name"] or None)]
    )  # fmt: skip


def _certainty(score: int, reasons: Iterable[str]) -> str:
    if score < people.SAME and _reasons(reasons)["against"]:
        return "有的对得上，有的对不上，请仔细看"
    return next(word for least, word in WORDS if score >= least)


def _reasons(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    told = list(keys)
    against = [key for key in told if POINTS.get(key, 0) < 0]
    return {
        "reasons": tuple(people.REASONS.get(key, key) for key in told if key not in against),
        "against": tuple(people.REASONS.get(key, key) for key in against),
    }
