"""Performance (绩效): what a project promised, how far it is, what came of it."""

from django.db import models

from liuqing.planning.models.pool import Project


class Target(models.Model):
    """A promise of a project: ``kind`` as the forms have it (产出数量, 产出质量, 产出时效, 成本, 效益, 满意度).

    ``least`` True: at least ``value``, False: at most.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    unit = models.CharField(max_length=12)
    least = models.BooleanField(default=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("project", "name"), name="one_target_a_name"),)


class Review(models.Model):
    """A look at the targets: mid-year (监控), self-evaluation (自评), by others (评价). ``values`` is
    {target pk: {"actual", "said"}}; ``score`` 0–100; a review by others is done by another person."""

    class Kind(models.TextChoices):
        """Which look."""

        MIDYEAR = "midyear", "绩效监控"
        SELF = "self", "绩效自评"
        OUTSIDE = "outside", "绩效评价"

    project = models.ForeignKey(Project, models.PROTECT, related_name="reviews")
    uuid = models.UUIDField(unique=True)
    year = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    values = models.JSONField(default=dict)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(max_length=6, blank=True)
    said = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "-pk")
        constraints = (models.UniqueConstraint(fields=("project", "year", "kind"), name="one_review_a_year"),)
