"""Where facts come from: the files handed in, the rows not taken, what each list says of whom."""

from django.db import models


class SourceFile(models.Model):
    """A file as it was received: kept encrypted in ``inbox/`` under its hash.

    ``mapping`` is {sheet: {column index: fact name}} as it was used. ``on`` is the day for which
    the list speaks. A file whose hash is known is never loaded twice. ``doubts`` are what looks
    wrong with the list as a whole ({"code", "what", "remedy"}); it is not read before somebody
    says to go on all the same (``go_on_by``).
    """

    class State(models.TextChoices):
        """Where the file stands."""

        RECEIVED = "received", "已接收"
        UNMAPPED = "unmapped", "待确认栏目"
        ASKED = "asked", "有疑问，待确认"
        STOPPED = "stopped", "已停止，没有采用"
        LOADING = "loading", "读取中"
        LOADED = "loaded", "已读取"
        FAILED = "failed", "未能读取"
        SUPERSEDED = "superseded", "已被新文件替代"

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    on = models.DateField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=150, blank=True)
    mapping = models.JSONField(default=dict)
    rows = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    done_rows = models.IntegerField(default=0)
    problem = models.JSONField(null=True)
    doubts = models.JSONField(default=list)
    go_on_by = models.CharField(max_length=150, blank=True, default="", db_default="")
    errors_book = models.CharField(max_length=255, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-received_at", "-pk")


class SourceRow(models.Model):
    """A row that was held or refused, or taken with a remark: kept whole and encrypted.

    ``problems`` is a list of {"code", "column", "what", "remedy"} without names or numbers.
    """

    class Verdict(models.TextChoices):
        """What became of the row."""

        ACCEPTED = "accepted", "已采用，有提示"
        HELD = "held", "待人工确认"
        REFUSED = "refused", "未采用"

    file = models.ForeignKey(SourceFile, models.CASCADE, related_name="kept_rows")
    sheet = models.CharField(max_length=64, blank=True)
    row = models.IntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    problems = models.JSONField(default=list)
    cells = models.BinaryField()
    village = models.ForeignKey("registry.Area", models.SET_NULL, null=True, related_name="+")
    candidates = models.JSONField(default=list)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("file", "sheet", "row"), name="one_verdict_a_row"),)


class HeadingMap(models.Model):
    """What a department's heading was taken for: remembered after a person corrected it."""

    kind = models.CharField(max_length=40)
    heading = models.CharField(max_length=120)
    fact = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "heading"), name="one_meaning_a_heading"),)


class Sourced(models.Model):
    """Every fact says from which file, sheet and row it comes, and on which day it was true.

    ``sheet`` is empty where the file has no named sheets (CSV).
    """

    file = models.ForeignKey(SourceFile, models.PROTECT, null=True, related_name="+")
    sheet = models.CharField(max_length=64, blank=True, default="", db_default="")
    row = models.IntegerField(null=True)
    said_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Entry(Sourced):
    """What a department's list says of a person on a day; ``values`` holds no name or number."""

    kind = models.CharField(max_length=40)
    person = models.ForeignKey("registry.Person", models.CASCADE, related_name="entries")
    values = models.JSONField(default=dict)
    matched_by = models.CharField(max_length=20, default="id_no")
    matched_score = models.SmallIntegerField(default=100)

    class Meta:
        indexes = (models.Index(fields=("kind", "person"), name="entry_kind_person"),)
