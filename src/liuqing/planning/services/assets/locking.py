"""Locking (同时办理): the asset or distribution as it stands now, for one act at a time."""

from liuqing.planning.models import Asset, Distribution


def asset(one: Asset) -> Asset:
    """The asset, held until the act is done."""
    held = Asset.objects.select_for_update(of=("self",))
    return held.select_related("area", "project", "household").get(pk=one.pk)


def distribution(one: Distribution) -> Distribution:
    """The distribution, held until the act is done."""
    held = Distribution.objects.select_for_update(of=("self",))
    return held.select_related("asset__area", "announcement").get(pk=one.pk)
