"""What can be wrong with a row of a project pool, in the words a clerk reads."""

from decimal import Decimal

from liuqing.registry.problems import Fault


def bad_number(column: str) -> Fault:
    """A project number that no address could bear."""
    return Fault(
        "projects.bad_no", "项目编号只能用数字、字母和连字符，不超过 30 位，也不能像身份证号", "请改正编号；没有编号的留空，由系统编号。", column, "project_no"
    )  # fmt: skip


def repeated(column: str) -> Fault:
    """The same number again, with another project or with nothing new."""
    return Fault(
        "projects.repeated", "这个项目编号在本表中已出现过",
        "同一项目的第二行只写新的年度、工程量或绩效目标；不同的项目请改编号。", column, "project_no",
    )  # fmt: skip


def several(count: int, column: str) -> Fault:
    """No number, and more than one project of that name."""
    return Fault(
        "projects.several", f"项目库里有 {count} 个同名的项目", "请填写项目编号。", column, "project_no"
    )


def words(what: str, column: str, fact: str) -> Fault:
    """A class or a source that the place does not know; the sentence says what comes near."""
    return Fault("projects.unknown_word", what, "请按本县的名称改正后再交。", column, fact)


def unknown_town(near: str, column: str) -> Fault:
    """A town that the county does not have."""
    return Fault(
        "projects.unknown_area", f"本县没有这个乡镇。{near}", "请改成区划名称后再交。", column, "town"
    )


def not_the_sum(total: Decimal, added: Decimal, column: str) -> Fault:
    """The sources do not add up to the total: both numbers."""
    return Fault(
        "projects.not_the_sum",
        f"资金规模 {total:,.2f} 元，各项资金相加 {added:,.2f} 元，相差 {abs(total - added):,.2f} 元",
        "请核对是合计写错还是少写、多写了一项。", column, "total",
    )  # fmt: skip


def rounded(total: Decimal, added: Decimal, column: str) -> Fault:
    """The difference is one of rounding: the parts count."""
    return Fault(
        "projects.rounded",
        f"合计与各项相加差 {abs(total - added):,.2f} 元，是四舍五入的差，按各项之和采用",
        "不必改。",
        column,
        "total",
    )


def no_source(column: str) -> Fault:
    """A total of which nobody says where it comes from."""
    return Fault(
        "projects.no_source",
        "只有资金合计，没有写资金从哪里来，先按草稿采用，未入库",
        "请分列各项资金后再交。",
        column,
        "total",
    )


def no_need(column: str) -> Fault:
    """Nothing to be paid for: not in the pool."""
    return Fault(
        "projects.no_need", "没有资金需求，先按草稿采用，未入库", "请补填资金规模和来源。", column, "total"
    )


def no_target(column: str) -> Fault:
    """Nothing promised: not in the pool."""
    return Fault(
        "projects.no_target",
        "没有绩效目标，先按草稿采用，未入库",
        "请补填绩效目标，如 种植面积≥100亩。",
        column,
        "targets",
    )


def not_counted(column: str) -> Fault:
    """A target without a number."""
    return Fault(
        "projects.not_counted",
        "绩效目标没有写数量，按完成 1 项记",
        "请写成 种植面积≥100亩 这样的指标。",
        column,
        "targets",
    )


def amount_differs(amount: Decimal, need: Decimal, column: str) -> Fault:
    """Quantity × unit cost is not what is asked for."""
    return Fault(
        "projects.amount_differs", f"数量×单价是 {amount:,.2f} 元，资金合计是 {need:,.2f} 元，相差 {abs(amount - need):,.2f} 元",
        "请核对数量、单价和资金。", column, "unit_cost",
    )  # fmt: skip


def other_unit(times: int, column: str, *, larger: bool) -> Fault:
    """A figure that looks as if 元 and 万元 had been mixed up."""
    side = "大" if larger else "小"
    return Fault(
        "projects.other_unit",
        f"资金比同类项目通常的{side}约 {times:,} 倍，像是把元和万元弄混了",
        "请核对表头的单位和这一行的数。",
        column,
        "total",
    )


def over_secured(column: str) -> Fault:
    """More is said to be secured than is needed."""
    return Fault("projects.over_secured", "已落实资金多于需要的资金", "请核对已落实资金。", column, "secured")


def too_late(column: str) -> Fault:
    """It ends before it begins."""
    return Fault("projects.ends_first", "完工时间早于开工时间", "请核对两个日期。", column, "ends_on")


def no_year(column: str) -> Fault:
    """Money of no year."""
    return Fault("projects.no_year", "有资金却没有写年度", "请补填年度。", column, "plan_year")


def unread(what: str, column: str, fact: str) -> Fault:
    """A text of which a part cannot be read."""
    return Fault("projects.unread", what, "请照表头的样子写。", column, fact)


def unknown_homes(count: int, column: str) -> Fault:
    """Numbers of households that are not in the register or lie elsewhere."""
    return Fault(
        "projects.unknown_homes", f"受益户编号中有 {count} 个不在台账里，或不在项目所在的地方，没有挂上", "请核对户编号。", column, "household_nos"
    )  # fmt: skip


def stayed(labels: tuple[str, ...], column: str) -> Fault:
    """People have written or decided otherwise here: that stands."""
    return Fault(
        "projects.stayed", f"系统里已由人填写或审过，表中的「{'、'.join(labels)}」不同，仍按系统",
        "确需改的，请在系统里退回补正或调整。", column, "project_no",
    )  # fmt: skip


def older(column: str) -> Fault:
    """A newer list has been taken already."""
    return Fault(
        "projects.older", "已有更新的表，这一行没有改动项目", "不必改；以新表为准。", column, "project_no"
    )
