"""1 家底清: households, persons, who belongs to whom from when, and how they live."""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.sources import Sourced


class Household(models.Model):
    """A household, in the register or not. Its standing is in ``exits``, its members in ``Membership``.

    ``phone`` and ``bank`` hold ciphertext. ``head_name`` repeats the head's name for lists.
    """

    no = models.CharField(max_length=30, unique=True)
    village = models.ForeignKey(Area, models.PROTECT, related_name="households")
    hamlet = models.CharField(max_length=60, blank=True)
    head_name = models.CharField(max_length=60, blank=True)
    phone = models.BinaryField(null=True)
    bank = models.BinaryField(null=True)

    class Meta:
        ordering = ("no",)


class FormerVillage(models.Model):
    """Where a household lived until a day, before it moved or its village was merged or split."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="former_villages")
    village = models.ForeignKey(Area, models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.CharField(max_length=20)
    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("until", "pk")


class Person(models.Model):
    """A person of the county, in the register or not.

    The identity number is kept as ciphertext (``id_cipher``) and found by a keyed hash
    (``id_hash``); a number that fails its check has ciphertext but no hash. ``hukou_no`` is the
    police household number. ``village`` is where the person is registered. ``other_name`` is a
    former name or the one by which neighbours know the person. A record that was merged into
    another (``same_as``) says nothing any more: everything it said moved there.
    """

    person_no = models.CharField(max_length=30, null=True, unique=True)
    name = models.CharField(max_length=60, db_index=True)
    other_name = models.CharField(max_length=60, blank=True, default="", db_default="")
    pinyin = models.CharField(max_length=120, blank=True, db_index=True)
    initials = models.CharField(max_length=20, blank=True, db_index=True)
    sex = models.CharField(max_length=2, blank=True)
    birth = models.DateField(null=True)
    id_cipher = models.BinaryField(null=True)
    id_hash = models.CharField(max_length=64, null=True, unique=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    village = models.ForeignKey(Area, models.PROTECT, null=True, related_name="residents")
    hukou_no = models.CharField(max_length=30, blank=True)
    hukou_kind = models.CharField(max_length=6, blank=True)
    file = models.ForeignKey("registry.SourceFile", models.PROTECT, null=True, related_name="+")
    row = models.IntegerField(null=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")


class Membership(Sourced):
    """A person belongs to a household from a day to a day. One open membership a person.

    ``reason`` says why it ended; ``proceeding`` is the procedure that last changed it, if one did.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    relation = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(until=None), name="one_household_a_person"
            ),
        )


class HouseholdYear(Sourced):
    """The conditions of a household in a year; None is "not known" and never a yes."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="years")
    year = models.SmallIntegerField()
    size_stated = models.SmallIntegerField(null=True)
    category = models.CharField(max_length=12, blank=True)
    standard = models.CharField(max_length=8, blank=True)
    food_secure = models.BooleanField(null=True)
    clothing_secure = models.BooleanField(null=True)
    water_safe = models.BooleanField(null=True)
    house_grade = models.CharField(max_length=1, blank=True)
    house_dilapidated = models.BooleanField(null=True)
    house_area = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    land_cultivated = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    land_forest = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    production_power = models.BooleanField(null=True)
    domestic_power = models.BooleanField(null=True)
    tv = models.BooleanField(null=True)
    toilet = models.BooleanField(null=True)
    road_type = models.CharField(max_length=6, blank=True)
    cooperative = models.BooleanField(null=True)
    other = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("household", "year"), name="one_household_year"),)


class PersonYear(Sourced):
    """What the register says of a person in a year; ``other`` keeps the remaining columns."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="years")
    year = models.SmallIntegerField()
    education = models.CharField(max_length=12, blank=True)
    school_status = models.CharField(max_length=12, blank=True)
    dropout_reason = models.CharField(max_length=40, blank=True)
    labour = models.CharField(max_length=12, blank=True)
    work_months = models.SmallIntegerField(null=True)
    health = models.CharField(max_length=40, blank=True)
    resident_medical = models.BooleanField(null=True)
    employee_medical = models.BooleanField(null=True)
    critical_illness_cover = models.BooleanField(null=True)
    resident_pension = models.BooleanField(null=True)
    employee_pension = models.BooleanField(null=True)
    on_dibao = models.BooleanField(null=True)
    on_tekun = models.BooleanField(null=True)
    other = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "year"), name="one_person_year"),)
