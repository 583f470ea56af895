"""Where a project of a list lies: its village, its town where no village is told, the county without both."""

from dataclasses import dataclass

from liuqing.planning import pool_words
from liuqing.planning.imports import pool_faults as faults
from liuqing.registry import problems
from liuqing.registry.imports.verdicts import Source, Verdict
from liuqing.registry.models import Area

_ENDINGS = ("街道办事处", "办事处", "民族乡", "街道", "镇", "乡")


@dataclass(frozen=True)
class Spot:
    """An area by key, path and name."""

    pk: int
    path: str
    name: str


class Places:
    """The areas of the county as lists call them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        found = Area.objects.filter(until=None).values_list("pk", "path", "name", "level")
        self.spots = {pk: Spot(pk, path, name) for pk, path, name, _ in found}
        towns = [self.spots[pk] for pk, _, _, level in found if level == Area.Level.TOWN]
        self.towns = {_short(one.name): one for one in towns} | {one.name: one for one in towns}
        self.county = next((self.spots[pk] for pk, _, _, level in found if level == Area.Level.COUNTY), None)

    def of(self, verdict: Verdict) -> Spot | None:
        """The area of the row; None with the row refused."""
        spot = self._find(verdict)
        if spot is None:
            return None
        verdict.village = spot.pk
        if not self.source.may_speak_of(spot.path):
            verdict.refuse(problems.outside_area("村"))
        return spot

    def _find(self, verdict: Verdict) -> Spot | None:
        town, village = (verdict.row.values.get(name) or "" for name in ("town", "village"))
        if village:
            found = self.source.villages.find(town, village)
            if found.village is None:
                verdict.refuse(problems.unknown_village(found.near, "村"))
                return None
            return self.spots.get(found.village)
        if not town or (self.county and town in (self.county.name, "县级", "全县", "县本级")):
            return self.county
        known = self.towns.get(town) or self.towns.get(_short(town))
        if known is None:
            near = pool_words.near(town, [one.name for one in self.towns.values()])
            verdict.refuse(faults.unknown_town(near, "乡镇"))
        return known


def _short(name: str) -> str:
    ending = next((one for one in _ENDINGS if name.endswith(one) and len(name) > len(one) + 1), "")
    return name.removesuffix(ending)
