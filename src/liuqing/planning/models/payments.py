"""Payments to people (到人到户资金): cards, batches, what the bank was sent and what it answered."""

from django.db import models

from liuqing.planning.models.funds import Claim, Line, Payment
from liuqing.planning.models.money import Yuan
from liuqing.registry.models import Area, Household, Person
from liuqing.registry.models.sources import Sourced


class Card(Sourced):
    """A one-card account (一卡通) of a person. Number and holder are sealed; ``number_hash`` finds a number
    that two people have, ``tail`` is shown. In force from ``since`` to ``until``."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cards")
    bank = models.CharField(max_length=40)
    number = models.BinaryField()
    number_hash = models.CharField(max_length=64, db_index=True)
    tail = models.CharField(max_length=4)
    holder = models.BinaryField()
    holder_hash = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(until=None), name="one_card_a_person"
            ),
        )


class Batch(models.Model):
    """A batch of payments to people: made from entitlements or a distribution by one person, approved by another.

    ``programme`` is a key of ``policy/programmes.py`` or "" (``label`` then says what for). ``period`` is what
    it pays for ("2018", "2018-12"); a person gets the same programme of the same period once.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "核对中"
        SUBMITTED = "submitted", "待审批"
        RETURNED = "returned", "退回"
        APPROVED = "approved", "已审批，待发放"
        SENT = "sent", "已送银行"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已作废"

    no = models.CharField(max_length=24, unique=True)
    uuid = models.UUIDField(unique=True)
    programme = models.CharField(max_length=30, blank=True)
    label = models.CharField(max_length=60)
    department = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=10)
    area = models.ForeignKey(Area, models.PROTECT, related_name="batches")
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="batches")
    claim = models.OneToOneField(Claim, models.PROTECT, null=True, related_name="batch")
    distribution = models.ForeignKey(
        "planning.Distribution", models.PROTECT, null=True, related_name="batches"
    )
    snapshot = models.ForeignKey("registry.Snapshot", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    on = models.DateField()
    submitted_by = models.CharField(max_length=150, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by="")
                | ~models.Q(decided_by=models.F("by")) & ~models.Q(decided_by=models.F("submitted_by")),
                name="batch_decided_by_another",
            ),
        )


class Due(models.Model):
    """One person's money in a batch. ``checks`` is [{"code", "what", "stops"}], masked; what stops is not paid
    until the cause is put right or the line is dropped with a reason."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "待发放"
        DROPPED = "dropped", "不发"
        SENT = "sent", "已送银行"
        PAID = "paid", "已到账"
        FAILED = "failed", "发放失败"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="dues")
    order = models.IntegerField()
    household = models.ForeignKey(Household, models.PROTECT, related_name="dues")
    person = models.ForeignKey(Person, models.PROTECT, related_name="dues")
    payee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    card = models.ForeignKey(Card, models.PROTECT, null=True, related_name="dues")
    entitled = Yuan(null=True)
    amount = Yuan()
    checks = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    tries = models.SmallIntegerField(default=0)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="due")

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("batch", "order"), name="one_due_a_place"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="due_of_something"),
            models.CheckConstraint(
                condition=~models.Q(state="paid") | models.Q(payment__isnull=False), name="paid_by_a_payment"
            ),
        )
        indexes = (models.Index(fields=("household", "state"), name="due_household_state"),)


class BankFile(models.Model):
    """A file that went to the bank or came back, kept encrypted in ``inbox/`` under its hash."""

    class Way(models.TextChoices):
        """In which direction."""

        OUT = "out", "送银行"
        BACK = "back", "银行回盘"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="bank_files")
    way = models.CharField(max_length=4, choices=Way)
    number = models.SmallIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    rows = models.IntegerField()
    amount = Yuan()
    report = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("batch", "way", "number"), name="one_bank_file_a_number"),
            models.UniqueConstraint(fields=("batch", "way", "sha256"), name="a_bank_file_once"),
        )
