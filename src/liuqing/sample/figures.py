"""The true figures of a sample county: what its register must say once it is loaded."""

from collections.abc import Iterator

from liuqing.sample.making import County


def figures(county: County) -> Iterator[tuple[str, str, object]]:
    """The true figures of the county: metric, dimension, value."""
    homes = county.households
    yield "registered_households", "", len(homes)
    yield "registered_persons", "", sum(h.size for h in homes)
    open_ = [h for h in homes if h.left is None]
    yield "not_exited_households", "", len(open_)
    yield "not_exited_persons", "", sum(h.size for h in open_)
    yield "exited_households", "", len(homes) - len(open_)
    yield "exited_persons", "", sum(h.size for h in homes) - sum(h.size for h in open_)
    if county.ready:
        yield "ready_households", "", len(county.ready)
    for year in county.figures.register["exits"]:
        left = [h for h in homes if h.left == year]
        yield "exited_households", f"year={year}", len(left)
        yield "exited_persons", f"year={year}", sum(h.size for h in left)
    for cause in county.figures.causes["households"]:
        caused = [h for h in homes if h.cause == cause]
        yield "main_cause_households", f"cause={cause}", len(caused)
        yield "main_cause_persons", f"cause={cause}", sum(h.size for h in caused)
    yield "dibao_households", "", sum(h.dibao > 0 for h in homes)
    yield "dibao_persons", "", sum(h.dibao for h in homes)
    yield from _village_figures(county, sum(h.size for h in open_))


def _village_figures(county: County, open_persons: int) -> Iterator[tuple[str, str, object]]:
    villages = county.villages
    rural = sum(v.rural for v in villages)
    yield "poor_villages", "", sum(v.listed is not None for v in villages)
    yield "exited_villages", "", sum(v.left is not None for v in villages)
    yield "not_exited_villages", "", sum(v.listed is not None and v.left is None for v in villages)
    yield "rural_population", "", rural
    yield "registered_population", "", sum(v.residents for v in villages)
    yield "incidence", "", f"{open_persons / rural:.6f}"
