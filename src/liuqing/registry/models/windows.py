"""Windows (动态调整): the time in which the register is gone through, with its calendar and balances."""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.findings import Snapshot


class Window(models.Model):
    """One round of adjustment of the county. ``stages`` is [{"key", "label", "first", "last"}].

    The register as of ``opens_on`` (before anything of that day) is the opening, as of ``closes_on``
    (with that day) the closing; both are frozen as snapshots.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", "未开始"
        OPEN = "open", "进行中"
        CLOSED = "closed", "已结束"

    label = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    stages = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    opening = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    closing = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    balance = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("-opens_on",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closes_on__gt=models.F("opens_on")), name="window_closes_after_it_opens"
            ),
        )


class Visited(models.Model):
    """A village (or a household of it) was done in a stage of a window: the sheets came back, or were entered."""

    window = models.ForeignKey(Window, models.CASCADE, related_name="visited")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    on = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("window", "area", "stage"), name="once_a_stage"),)
