"""Money (资金): documents that grant it, lines on which it is planned, and a double-entry book beneath.

Every movement is a ``Voucher`` whose postings add up to nothing; no voucher is ever changed, a wrong one is
reversed by another. The balance of an account is kept beside the postings and may never fall below nothing
(the database refuses it), so that of two claims on the last yuan one wins.
"""

from django.db import models

from liuqing.planning.models.life import Contract
from liuqing.planning.models.money import Yuan
from liuqing.planning.models.pool import Project
from liuqing.registry.models.sources import Sourced


class Document(Sourced):
    """A document that grants money (资金文件、指标文): number, source, level, amount, allowed classes.

    ``scope`` names the classes for which it may be spent ([]: any). ``pooled``: belongs to the county's
    pool of agriculture funds (统筹整合). ``poverty_share`` is the part that must go to poverty work.
    """

    class Level(models.TextChoices):
        """Who gives."""

        CENTRAL = "central", "中央"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"
        PARTNER = "partner", "东西部协作"
        SOCIAL = "social", "社会"
        LOAN = "loan", "贷款"
        OWN = "own", "自筹"

    no = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=Level)
    department = models.CharField(max_length=40, blank=True)
    year = models.SmallIntegerField()
    amount = Yuan()
    issued_on = models.DateField()
    received_on = models.DateField()
    scope = models.JSONField(default=list)
    pooled = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-year", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="document_of_something"),
        )


class Line(models.Model):
    """A budget line (资金安排): one document's money for one project in one year. Every payment has one."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="lines")
    document = models.ForeignKey(Document, models.PROTECT, related_name="lines")
    year = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "document", "year"), name="one_line_a_document"),
        )


class Account(models.Model):
    """An account of the book. ``key`` names it ("pool:12:2018", "line:7"); ``balance`` = its postings.

    ``outside`` is what came from above (negative: so much was received); ``pool`` granted and not yet
    allocated, by year; ``line`` allocated and not yet claimed; ``claimed`` approved and not yet paid;
    ``retained`` kept back for quality; ``paid`` paid out.
    """

    class Kind(models.TextChoices):
        """What an account holds."""

        OUTSIDE = "outside", "上级下达"
        POOL = "pool", "待分配"
        LINE = "line", "已安排未报账"
        CLAIMED = "claimed", "已报账未支付"
        RETAINED = "retained", "质保金"
        PAID = "paid", "已支付"

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    document = models.ForeignKey(Document, models.PROTECT, related_name="accounts")
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="accounts")
    year = models.SmallIntegerField(null=True)
    balance = Yuan(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="outside") | models.Q(balance__gte=0), name="balance_never_negative"
            ),
        )


class Voucher(models.Model):
    """One movement of money: what, when, by whom; ``seal`` = HMAC-SM3 of it and its postings."""

    class Kind(models.TextChoices):
        """What moved."""

        RECEIVE = "receive", "资金下达"
        ALLOCATE = "allocate", "资金安排"
        WITHDRAW = "withdraw", "收回安排"
        CLAIM = "claim", "报账"
        PAY = "pay", "支付"
        RELEASE = "release", "退还质保金"
        REFUND = "refund", "退款"
        GIVE_UP = "give_up", "报账核减"
        CARRY = "carry", "结转下年"
        GIVE_BACK = "give_back", "上缴"
        REVERSE = "reverse", "冲销"

    no = models.CharField(max_length=24, unique=True)
    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    entered_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    said = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(on__lte=models.F("entered_on")), name="voucher_not_before_its_day"
            ),
        )


class Posting(models.Model):
    """So much onto (or, negative, off) an account by a voucher; those of a voucher add up to nothing."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    amount = Yuan()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_of_something"),
            models.UniqueConstraint(fields=("voucher", "account"), name="once_an_account"),
        )


class Allocation(models.Model):
    """Money to be put on a line: proposed by one, approved by another (``voucher`` then)."""

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", "待审批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"

    line = models.ForeignKey(Line, models.PROTECT, related_name="allocations")
    amount = Yuan()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    on = models.DateField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)
    voucher = models.OneToOneField(Voucher, models.PROTECT, null=True, related_name="allocation")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="allocation_of_something"),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("by")),
                name="allocation_decided_by_another",
            ),
        )


class Claim(models.Model):
    """A claim for reimbursement (报账): build first, claim with invoices; checked by another person.

    ``retained`` of ``amount`` is kept back. ``invoices`` is [{"no", "amount"}] in yuan as text.
    """

    class Kind(models.TextChoices):
        """Which part of the money."""

        ADVANCE = "advance", "预付款"
        PROGRESS = "progress", "进度款"
        FINAL = "final", "结算款"
        PEOPLE = "people", "到人到户"

    class State(models.TextChoices):
        """Where it stands."""

        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "退回补正"
        APPROVED = "approved", "已审核，待支付"
        PAID = "paid", "已支付"
        REFUSED = "refused", "不予报账"

    no = models.CharField(max_length=24, unique=True)
    uuid = models.UUIDField(unique=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="claims")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="claims")
    kind = models.CharField(max_length=8, choices=Kind)
    amount = Yuan()
    retained = Yuan(default=0)
    invoices = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    on = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)
    voucher = models.OneToOneField(Voucher, models.PROTECT, null=True, related_name="claim")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, retained__gte=0)
                & models.Q(retained__lte=models.F("amount")),
                name="claim_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("by")),
                name="claim_decided_by_another",
            ),
        )


class Payment(models.Model):
    """Money paid out: of exactly one line, to a firm, a collective or a person. Never changed.

    Several people paid by one bank file share a voucher. What came back is a ``Refund``.
    """

    no = models.CharField(max_length=24, unique=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="payments")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="payments")
    party = models.CharField(max_length=80, blank=True)
    household = models.ForeignKey("registry.Household", models.PROTECT, null=True, related_name="payments")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="payments")
    amount = Yuan()
    on = models.DateField()
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="payments")
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_of_something"),)
        indexes = (models.Index(fields=("household", "on"), name="payment_household_on"),)


class Refund(models.Model):
    """Money of a payment that came back (退款、追回、退票): onto the line it was paid from. Never more than was paid."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = Yuan()
    on = models.DateField()
    why = models.CharField(max_length=200)
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="refunds")
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_of_something"),)


class Reduction(models.Model):
    """What of an agreed claim will not be paid any more (核减): back on its line. Never changed.

    ``retained`` of ``amount`` was kept back for quality.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="reductions")
    amount = Yuan()
    retained = Yuan(default=0)
    on = models.DateField()
    why = models.CharField(max_length=200)
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="reduction")
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, retained__gte=0)
                & models.Q(retained__lte=models.F("amount")),
                name="reduction_of_something",
            ),
        )
