"""Forms (登记表): is what the forms of household and member state complete, and does it add up?

Source: the catalogue of checks, ID-07 to ID-10. Requirements R386, R387.

Parents and a married son next door may share a phone: how many households may is a number. An
empty phone is no wrong phone. Of a child nobody asks the labour word or a pension scheme, nor of a
pupil the pension scheme.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, flag

OFFICE = "县扶贫办"
GAPS, WRONG = "信息缺失", "逻辑错误"


@flag(
    "household",
    label="家庭人口数与成员数不符",
    source="疑点规则 ID-07",
    severity="orange",
    disagree=("户信息表的家庭人口数", "人员信息表的在册成员数"),
    check="对照户口簿和实际居住清点人数：漏登、多登的成员办理增减；人口数填错的，改正。",
    closes="家庭人口数与在册成员数一致",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=WRONG,
    asks=False,
)
def size_disagrees(registered: Column, size_stated: Column, household_size: Column, p: Parameters) -> Column:
    """The form states more or fewer than there are members; not known if it states no number."""
    return registered & ((size_stated - household_size).abs() >= p["flags.size_difference"])


@flag(
    "household",
    label="几户登记同一个联系电话",
    source="疑点规则 ID-08",
    severity="yellow",
    disagree=("本户的联系电话", "另一户登记的同一个联系电话"),
    check="打通电话问清是谁的：父母和分户子女、兄弟几户确实共用的，说明情况；代填村干部或他户号码的，换成本户号码。",
    closes="登记这个联系电话的户数不超过可以共用的户数，或已说明共用",
    expects=Fraction(30, 100),
    department=OFFICE,
    topic=WRONG,
    asks=False,
)
def phone_shared(registered: Column, phone_households: Column, p: Parameters) -> Column:
    """More households than may share state the same number; not known without a number."""
    return registered & (phone_households > p["flags.phone_households"])


@flag(
    "household",
    label="联系电话位数不对",
    source="疑点规则 ID-09",
    severity="yellow",
    disagree=("户信息表的联系电话", "手机号码的位数"),
    check="当面核对手机号码并试拨；只有固定电话的，写全区号。",
    closes="联系电话的位数正确",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=GAPS,
    asks=False,
)
def phone_length_wrong(registered: Column, phone_digits: Column, p: Parameters) -> Column:
    """Not as many digits as a phone number has; an empty number is not known."""
    return registered & phone_digits.notin(p["flags.phone_lengths"])


@amount("person", label="成员基本信息空项", unit="项", source="疑点规则 ID-10")
def blank_items(
    sex: Column,
    birth: Column,
    ethnicity: Column,
    health: Column,
    critical_illness_cover: Column,
    resident_medical: Column,
    employee_medical: Column,
    resident_pension: Column,
    employee_pension: Column,
    age: Column,
    labour: Column,
    school_status: Column,
    p: Parameters,
) -> Column:
    """How many of what every member's form must state is empty."""
    grown = (age >= p["employment.working_age_from"]).fill_null(False)
    no_medical = resident_medical.isnull() & employee_medical.isnull()
    no_pension = resident_pension.isnull() & employee_pension.isnull() & grown & school_status.isnull()
    empty = [one.isnull() for one in (sex, birth, ethnicity, health, critical_illness_cover)]
    return sum(one.cast("int64") for one in [*empty, no_medical, no_pension, labour.isnull() & grown])


@flag(
    "person",
    label="成员基本信息有空项",
    source="疑点规则 ID-10",
    severity="yellow",
    disagree=(
        "人员信息表已登记的成员",
        "性别、出生日期、民族、健康状况、医疗保险、大病保险、养老保险、劳动技能中的空项",
    ),
    check="入户看户口簿、参保凭证和病历，把空着的项目补齐。",
    closes="所列各项都已填写",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=GAPS,
    asks=False,
)
def form_incomplete(registered: Column, relation: Column, blank_items: Column) -> Column:
    """A member whose form was read (it states the relation) and has gaps; not known without a form."""
    return registered & ibis.cases((relation.notnull(), blank_items > 0))
