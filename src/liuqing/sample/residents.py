"""Everybody whom the police have registered in the county: the register's people and all others.

The others exist only while their lines are written; some families are kept aside (the pool), so
that the departments' lists can speak of people outside the register who are on the police list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from liuqing.sample.families import family
from liuqing.sample.members import Maker
from liuqing.sample.people import Household, Person, Village
from liuqing.sample.shares import SIZES

HEADINGS = (
    "户号", "姓名", "曾用名", "性别", "公民身份号码", "出生日期", "民族", "与户主关系", "乡镇", "行政村", "户籍地址", "户口性质",
)  # fmt: skip
POOL_SHARE = 0.1
"""Share of the families outside the register that the departments' lists may draw on."""


@dataclass
class Resident:
    """A line of the police list: its family's number, the person and the village."""

    hukou: str
    person: Person
    village: Village
    farming: bool
    address: str

    def cells(self) -> list[object]:
        """The cells in the order of ``HEADINGS``."""
        p = self.person
        return [
            self.hukou, p.name, p.other_name, p.sex, p.id_no, p.birth.isoformat(), p.ethnicity, p.relation,
            self.village.town, self.village.name, self.address, "农业" if self.farming else "非农业",
        ]  # fmt: skip


@dataclass
class Census:
    """Makes the lines village by village; ``pool`` fills while they are made."""

    villages: list[Village]
    households: dict[str, list[Household]]  # by village code
    left_out: set[str]  # persons of the register who are not on the list
    maker: Maker
    rng: Random
    pool: list[Household] = field(default_factory=list)
    _hukou: int = 0

    def lines(self) -> Iterator[Resident]:
        """Every resident, families together, the register's among the others."""
        for village in self.villages:
            groups = [*self._registered(village), *self._others(village)]
            self.rng.shuffle(groups)
            for group in groups:
                yield from group

    def _registered(self, village: Village) -> Iterator[list[Resident]]:
        for household in self.households.get(village.code, ()):
            address = f"{village.name}{household.hamlet}"
            yield [
                Resident(household.hukou, person, village, True, address)
                for person in household.members
                if person.person_no not in self.left_out
            ]

    def _others(self, village: Village) -> Iterator[list[Resident]]:
        listed = sum(
            p.person_no not in self.left_out for h in self.households.get(village.code, ()) for p in h.members
        )
        yield from self._families(village, village.rural - listed, farming=True)
        yield from self._families(village, village.residents - village.rural, farming=False)

    def _families(self, village: Village, persons: int, *, farming: bool) -> Iterator[list[Resident]]:
        sizes, weights = list(SIZES), list(SIZES.values())
        left = persons
        while left > 0:
            drawn = self.rng.choices(sizes, weights, k=left // 4 + 1)
            for size in drawn:
                size = min(size, left)
                if size:
                    yield self._family(village, size, farming)
                    left -= size

    def _family(self, village: Village, size: int, farming: bool) -> list[Resident]:
        people = self.maker.people(family(size, self.rng), village.town)
        self._hukou += 1
        hukou = f"6{self._hukou:011d}"
        hamlet = f"第{int(self.rng.random() * village.hamlets) + 1}村民小组"
        if farming and self.rng.random() < POOL_SHARE:
            self.pool.append(Household(village, None, size, members=people, hamlet=hamlet))
        address = village.name + hamlet
        return [Resident(hukou, person, village, farming, address) for person in people]
