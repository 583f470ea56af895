"""Dibao cover (低保覆盖): how many are on it, person by person or as households, with how much?

Source: 嵩明县规划, 社会兜底保障 (3,629 households with 3,769 persons, 1,031,610 yuan a month; a ratio
near one means that single persons are supported instead of households); 富源县规划, 脱贫攻坚成效
(5,968 households with 15,806 persons).

Of the register only: the share of the register in all people on dibao needs those outside it, who
are in no household and so in no area that rules can count.
"""

from liuqing.policy.rule import Column, amount, count
from liuqing.policy.three_valued import half_up

SOURCE = "嵩明县规划，5.社会兜底保障；富源县规划，（一）脱贫攻坚成效"


@amount("household", label="户内在册低保人数", unit="人", requirements=("B113",))
def registered_on_dibao(registered: Column, dibao_members: Column) -> Column:
    """Members whom the register says to be on dibao; 0 outside the register."""
    return registered.ifelse(dibao_members, 0)


@count("area", label="在册低保户数", unit="户", requirements=("B113", "B114"))
def dibao_homes_of_area(registered_on_dibao: Column) -> Column:
    """Households of the register with somebody on dibao."""
    return (registered_on_dibao > 0).cast("int64").sum()


@count("area", label="在册低保人数", unit="人", requirements=("B113", "B114"))
def dibao_people_of_area(registered_on_dibao: Column) -> Column:
    """Their members on dibao."""
    return registered_on_dibao.sum()


@amount("area", label="低保户均保障人数（一户一人为100%）", unit="ppm", requirements=("B113",))
def dibao_people_per_home(dibao_people_of_area: Column, dibao_homes_of_area: Column) -> Column:
    """Persons for each household on dibao; near 100 % means that single persons are supported."""
    return _share(dibao_people_of_area, dibao_homes_of_area)


@amount("area", label="在册人口中低保人数占比", unit="ppm", requirements=("B114",))
def dibao_share_of_register(dibao_people_of_area: Column, registered_persons: Column) -> Column:
    """The share of the register that is on dibao."""
    return _share(dibao_people_of_area, registered_persons)


@count("household", label="户内低保月保障金额", unit="fen", requirements=("B112",))
def dibao_monthly_of_home(dibao_monthly_fen: Column) -> Column:
    """What the list grants the members a month."""
    return dibao_monthly_fen.fill_null(0).sum()


@count("household", label="低保名册内人数", unit="人", requirements=("B112",))
def dibao_listed(dibao_monthly_fen: Column) -> Column:
    """Members for whom the list grants a sum."""
    return dibao_monthly_fen.notnull().cast("int64").sum()


@count("area", label="在册低保月发放金额", unit="fen", requirements=("B112",))
def dibao_monthly_of_area(dibao_monthly_of_home: Column) -> Column:
    """What the list grants a month in the area."""
    return dibao_monthly_of_home.sum()


@count("area", label="低保名册内在册人数", unit="人", requirements=("B112",))
def dibao_listed_of_area(dibao_listed: Column) -> Column:
    """To how many members of the register."""
    return dibao_listed.sum()


@amount("area", label="低保人均月保障金额", unit="fen", requirements=("B112",))
def dibao_mean_monthly(dibao_monthly_of_area: Column, dibao_listed_of_area: Column) -> Column:
    """The mean a month, half up to the fen; not known if nobody is listed."""
    return half_up(dibao_monthly_of_area, dibao_listed_of_area.nullif(0))


def _share(part: Column, whole: Column) -> Column:
    base = whole.nullif(0)
    return (part * 2_000_000 + base) // (base * 2)
