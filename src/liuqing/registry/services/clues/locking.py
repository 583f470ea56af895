"""Locking: a clue as it is now, in the village where its household lives now, kept from others meanwhile."""

from liuqing.registry.models import Clue


def locked(pk: int) -> Clue:
    """The clue for an act; a household that moved, or whose village was merged, takes its clue along."""
    whole = Clue.objects.select_for_update(of=("self",)).select_related("area", "household__village")
    clue = whole.get(pk=pk)
    if clue.household and clue.state in Clue.OPEN_STATES and clue.household.village_id != clue.area_id:
        clue.area = clue.household.village
        clue.save(update_fields=("area",))
    return clue
