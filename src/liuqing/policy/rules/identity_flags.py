"""Identity (证件号码): does the number that the register writes for a member tell a real person?

Source: the catalogue of checks, ID-01 to ID-04; GB 11643-1999. Requirements R385, R386.

A member without a number is no case of these: a gap is told elsewhere. Each wrong number is told
once: of a wrong length, or (at the right length) wrong in itself. An old number of 15 digits has no
value since 2013 and counts as of a wrong length.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag

TOPIC = "身份信息"
OFFICE = "县扶贫办"


@flag(
    "person",
    label="证件号码位数不对",
    source="疑点规则 ID-01",
    severity="red",
    disagree=("台账登记的证件号码", "身份证 18 位、残疾人证 20 或 22 位"),
    check="看身份证或户口簿原件，把号码抄全；只有 15 位旧号码的，请本人换领新证。",
    closes="台账中的证件号码改为 18 位身份证号，或 20、22 位残疾人证号",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def id_length_wrong(registered: Column, id_length: Column, p: Parameters) -> Column:
    """Neither as long as an identity number nor as a disability card; not known without a number."""
    return registered & id_length.notin([*p["flags.id_lengths"], *p["flags.card_lengths"]])


@flag(
    "person",
    label="身份证号有错",
    source="疑点规则 ID-02",
    severity="red",
    disagree=("台账登记的身份证号", "身份证号自身的校验位和出生日期"),
    check="对照身份证或户口簿原件逐位核对；原件也是这样的，请公安派出所核查。",
    closes="台账中的身份证号校验位正确，出生日期存在且不晚于当日",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def id_number_wrong(
    registered: Column, id_length: Column, id_valid: Column, id_birth: Column, p: Parameters
) -> Column:
    """Of the right length, and its check digit or its birth date cannot be (too long ago, or to come)."""
    impossible = (id_birth.year() < p["flags.earliest_birth_year"]) | (id_birth > p.on)
    return registered & id_length.isin(p["flags.id_lengths"]) & (~id_valid | impossible)


@flag(
    "person",
    label="残疾人证号有错",
    source="疑点规则 ID-03",
    severity="red",
    disagree=("台账登记的残疾人证号", "身份证号的校验位、残疾类别代码（1 至 7）"),
    check="看残疾人证原件：前 18 位应是本人身份证号，第 19 位是残疾类别；证件有误的，到县残联核对。",
    closes="台账中的残疾人证号前 18 位校验正确，第 19 位是 1 至 7",
    expects=Fraction(5, 100),
    department="县残联",
    topic=TOPIC,
    asks=False,
)
def card_number_wrong(
    registered: Column, id_length: Column, id_valid: Column, id_class: Column, p: Parameters
) -> Column:
    """As long as a card, and its identity number is wrong or its 19th character is no class."""
    a_class = id_class.between(1, p["flags.card_classes"]).fill_null(False)
    return registered & id_length.isin(p["flags.card_lengths"]) & (~id_valid | ~a_class)


@flag(
    "person",
    label="同一证件号码登记了两处",
    source="疑点规则 ID-04",
    severity="red",
    disagree=("本户登记的成员", "登记导出中待确认的另一行（可能是同一人）"),
    check="问清是不是同一个人、现在住在哪一户：是同一人的，只留一处；号码抄错的，改正号码。",
    closes="待确认的行已经认定：同一人只登记在一户，或另一行的号码已改正",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def registered_twice(registered: Column, rows_waiting: Column) -> Column:
    """A row of the register's exports waits because it may be this member; a card counts as its number."""
    return registered & (rows_waiting > 0)
