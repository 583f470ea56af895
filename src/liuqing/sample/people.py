"""What the sample is made of: villages, households, persons. Plain records, no behaviour.

A person's ``id_no`` is the true number; ``id_shown`` is what the register says, which may be a
disability card or a damaged number. Empty text and None mean a blank cell: not known.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Village:
    """A village with its poverty standing and the people who are registered in it by the police."""

    code: str
    name: str
    town: str
    urban: bool
    weight: float = 1.0  # how large it is beside the others
    listed: int | None = None  # year in which it was listed as poor; None: never
    left: int | None = None  # year in which it exited; None: not
    rural: int = 0  # persons with rural registration
    residents: int = 0  # all persons registered by the police
    hamlets: int = 1
    income: float = 0.0  # of the collective, 10,000 yuan
    registered: int = 0  # households in the poverty register
    facts: dict[str, object] = field(default_factory=dict)  # of its yearly record, by fact name


@dataclass(slots=True)
class Person:
    """A member of a registered household, or somebody outside the register (no ``person_no``)."""

    relation: str
    male: bool
    age: int
    name: str
    birth: date
    id_no: str
    ethnicity: str
    person_no: str = ""
    id_shown: str = ""
    card: str = ""  # disability card of 20 or 22 characters
    disability: str = ""
    disability_grade: str = ""
    card_year: int | None = None
    illness: str = ""
    serious: bool = False
    hospital: bool = False
    education: str = ""
    school: str = ""
    grade: str = ""  # as the school roll says it; empty: not on the roll
    labour: str = ""
    months: int | None = None
    place: str = ""
    employer: str = ""
    channel: str = ""
    region: str = ""  # where the work is: 县内, 县外省内, 省外
    since: date | None = None  # first day of that work
    earlier: bool = False  # worked away in the year before
    employer_kind: str | None = None
    contract: str | None = None
    contract_months: int | None = None
    dibao: bool = False
    tekun: bool = False
    employee: bool = False  # insured as an employee
    post: str = ""
    post_months: int | None = None
    ranger: bool = False
    political: str = "群众"
    phone: str = ""
    insured: bool = True
    dropout: str = ""
    died: date | None = None
    other_name: str = ""  # a former name, or the one by which neighbours know the person
    shown: dict[str, object] = field(default_factory=dict)  # what the register says instead, by fact name
    said: dict[str, dict[str, object]] = field(default_factory=dict)  # what a list says besides, by its key
    blank: str = ""  # the fact that the register's row leaves blank
    town: str = ""  # only of persons outside the register
    village: str = ""

    @property
    def sex(self) -> str:
        """男 or 女."""
        return "男" if self.male else "女"


@dataclass(slots=True)
class Household:
    """A registered household; ``facts`` are the values of its row by fact name."""

    village: Village
    left: int | None
    size: int
    cause: str = ""
    planned: int | None = None  # the year in which it is to exit, if the plan tells
    dibao: int = 0  # members on dibao
    tekun: bool = False
    number: str = ""
    hukou: str = ""
    hamlet: str = ""
    phone: str = ""
    members: list[Person] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    renovated: bool = False
    credit: bool = False
    shown: dict[str, object] = field(default_factory=dict)  # what the register says instead, by fact name
    monitored: dict[str, object] | None = None  # what the list of monitored households says
    whole: bool = False  # nothing of it may be damaged or left blank
    blank: str = ""  # the fact that the register's row leaves blank

    @property
    def head(self) -> Person:
        """The head of the household."""
        return self.members[0]
