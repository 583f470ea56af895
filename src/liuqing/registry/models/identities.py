"""Who is who: pairs of records a person must judge, what was merged, what was decided for good."""

from django.db import models

from liuqing.registry.models.members import Person


class Pair(models.Model):
    """Two persons of the record who may be one (``left`` has the smaller key).

    ``reasons`` are keys of ``matching.people.REASONS``. A pair decided "different" is not asked
    again.
    """

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", "待判断"
        SAME = "same", "同一人"
        DIFFERENT = "different", "不是同一人"

    left = models.ForeignKey(Person, models.CASCADE, related_name="+")
    right = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.SmallIntegerField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-score", "pk")
        constraints = (models.UniqueConstraint(fields=("left", "right"), name="one_pair"),)


class Merge(models.Model):
    """Two records made one: what moved from ``gone`` to ``kept``, so that it can be moved back.

    ``moved`` is {model: [primary keys]} of rows that changed their person; ``was`` holds, sealed,
    what the record of ``gone`` said before (and what was filled in at ``kept``).
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_into")
    moved = models.JSONField(default=dict)
    was = models.BinaryField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)


class Known(models.Model):
    """A decision about a kind of row that a person asked to be remembered.

    ``mark`` is a keyed hash of what the row says of who it is (list, name, number as written,
    village): a row that says the same next month means the same ``person``, or nobody (None).
    """

    kind = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "mark"), condition=models.Q(until=None), name="one_known_row"
            ),
        )
