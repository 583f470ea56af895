"""Areas: county, towns, villages, hamlets; local nodes and recoded villages included."""

from django.db import models

from liuqing.registry.models.sources import Sourced


class Area(models.Model):
    """A place in the division tree. ``path`` is the codes from the county down, each ending in /.

    A node keeps its past: when a village is merged or recoded it gets ``until`` and
    ``successor``; when it only got another code or name it stays itself, and ``known_as`` keeps what
    it was called: [{"code", "name", "until"}]. Codes are 12-digit statistical codes without trailing zeros, or local ones.
    """

    class Level(models.TextChoices):
        """How deep in the tree."""

        COUNTY = "county", "县"
        TOWN = "town", "乡镇"
        VILLAGE = "village", "村"
        HAMLET = "hamlet", "自然村"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=Level)
    kind = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, unique=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    known_as = models.JSONField(default=list)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class AreaStanding(Sourced):
    """A village's or township's standing over time: listed as poor, then exited (出列)."""

    class Status(models.TextChoices):
        """On the list of poor villages, or off it again."""

        LISTED = "listed", "贫困村"
        EXITED = "exited", "已出列"

    area = models.ForeignKey(Area, models.CASCADE, related_name="standings")
    status = models.CharField(max_length=8, choices=Status)
    since = models.DateField()
    until = models.DateField(null=True)
    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("area",), condition=models.Q(until=None), name="one_open_standing_an_area"
            ),
        )


class VillageYear(Sourced):
    """A village's own yearly figures. ``rural_population`` is the denominator of incidence."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="years")
    year = models.SmallIntegerField()
    households = models.IntegerField(null=True)
    rural_population = models.IntegerField(null=True)
    hamlets = models.IntegerField(null=True)
    collective_income = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    other = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("area", "year"), name="one_village_year"),)
