"""What can be wrong with a row or a file of the record, in the words a clerk reads.

A ``Fault`` belongs to a row and lies in its errors book; a ``Problem`` stops a whole file. None
of them ever carries a name or an identity number: the place leads a person to them.
"""

from dataclasses import dataclass
from datetime import date

from liuqing.errors import Problem, Where


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: ``column`` is the heading as the sender wrote it."""

    code: str
    what: str
    remedy: str = ""
    column: str = ""
    fact: str = ""

    def as_dict(self) -> dict[str, str]:
        """As it is kept in ``SourceRow.problems``."""
        return {"code": self.code, "column": self.column, "what": self.what, "remedy": self.remedy}


def missing(label: str, column: str, fact: str) -> Fault:
    """A cell without which the row cannot be taken is empty."""
    return Fault("row.missing", f"「{label}」没有填", "请补填后再交。", column, fact)


def no_column(label: str, fact: str) -> Fault:
    """The list has no column for a fact that it must have."""
    return Fault(
        "row.no_column", f"表中没有「{label}」这一列", "请补上这一列，或在栏目对应中指定。", "", fact
    )


def unknown_village(near: tuple[str, ...], column: str) -> Fault:
    """The village is not among the county's villages."""
    hint = f"是不是：{'、'.join(near)}？" if near else ""
    return Fault(
        "row.unknown_village", "本县没有叫这个名字的村", f"{hint}请改成区划名称后再交。", column, "village"
    )


def repeated(what: str, column: str, fact: str) -> Fault:
    """The same record comes twice in one list."""
    return Fault(
        "row.repeated", f"{what}在本表中已出现过，这一行重复", "请删去重复的行，或改正编号。", column, fact
    )


def damaged_number(what: str, column: str) -> Fault:
    """An identity number that fails its check, in a list that is taken all the same."""
    return Fault(
        "row.damaged_number", what, "人员已采用，请按身份证或户口簿改正号码后再交。", column, "id_no"
    )


def unusable_number(what: str, column: str) -> Fault:
    """An identity number that fails its check and nobody could be found by the rest of the row."""
    return Fault(
        "row.unusable_number",
        what,
        "请按身份证改正号码后再交；如号码列成了数字，请设为文本后重填。",
        column,
        "id_no",
    )


def number_of_another(column: str) -> Fault:
    """The number belongs to somebody who is in the register under another person number."""
    return Fault(
        "row.number_of_another",
        "这个证件号码已属于另一个人口编号",
        "请核对是同一人重复登记还是号码录错，再决定采用哪一条。",
        column,
        "id_no",
    )


def unknown_household(column: str) -> Fault:
    """A member whose household is not in the household export."""
    return Fault(
        "row.unknown_household",
        "户信息中没有这个户编号",
        "请核对户编号，或先交包含这一户的户信息导出，再处理这一行。",
        column,
        "household_no",
    )


def name_differs(column: str) -> Fault:
    """The number fits, the name is written differently."""
    return Fault(
        "row.name_differs",
        "号码与台账中的人一致，姓名写法不同",
        "请核对姓名用字，以身份证为准。",
        column,
        "name",
    )


def ambiguous(count: int, column: str) -> Fault:
    """The row fits more than one person, or one person not surely enough."""
    what = f"可能是台账中的 {count} 个人" if count > 1 else "可能是台账中的某个人，但证据不够"
    return Fault("row.ambiguous", what, "请在待确认的行中选定是谁，或都不是。", column, "name")


def near_match(score: int, column: str) -> Fault:
    """The row was taken for a person although its number is damaged."""
    return Fault(
        "row.near_match",
        f"证件号码有误，按姓名等信息找到本人（把握 {score} 分）",
        "请改正号码，以便以后准确对上。",
        column,
        "id_no",
    )


def merged_away(column: str) -> Fault:
    """The record was merged into another: what this row says is said there."""
    return Fault(
        "row.merged_away",
        "这条记录已判断为重复登记，并入了另一个人口编号，没有再登记",
        "请在全国系统中删除重复的人口编号；判断错了的，请先撤销合并。",
        column,
        "person_no",
    )


def as_before(nobody: bool, column: str) -> Fault:
    """A person has judged the same row before and asked that it be remembered."""
    return Fault(
        "row.as_before",
        "按以前的判断，不是台账里的人" if nobody else "按以前的判断找到本人",
        "判断有变的，请在「是不是同一个人」页撤销那次判断后再交。",
        column,
        "name",
    )


def paid_twice(column: str) -> Fault:
    """A person comes twice in a list that pays once a year, with different contents."""
    return Fault(
        "row.twice_different",
        "同一个人在本表中出现两次，内容不同",
        "请核对应发一次还是两次：确实是两笔的确认采用，录重的不采用。",
        column,
        "name",
    )


def exit_without_year(column: str) -> Fault:
    """A household has exited but nobody says when."""
    return Fault(
        "row.exit_without_year",
        "脱贫属性为已脱贫，但没有脱贫年度",
        "已按本表日期记为脱贫，请补填脱贫年度。",
        column,
        "exit_year",
    )


def not_recognised(name: str) -> Problem:
    """No sheet of the file has headings that make a known list."""
    return Problem(
        "loading.not_recognised",
        "没有认出这是哪一种名单",
        "请在导入页面核对栏目对应，确认后再读取一次；以后相同的栏目会自动认出。",
        Where(file=name),
    )


def register_first(name: str) -> Problem:
    """A department's list came before the register that says whom it concerns."""
    return Problem(
        "loading.register_first",
        "台账中还没有建档立卡户，无法比对这份名单",
        "请先读取户信息导出和人员信息导出，再读取这份名单。",
        Where(file=name),
    )


def being_loaded(name: str) -> Problem:
    """Somebody else is reading the same file at the moment."""
    return Problem("loading.busy", "这份文件正在被另一个进程读取", "请等它读完。", Where(file=name))


def broken(name: str, kind: str) -> Problem:
    """A fault of the program while reading: the file stays, the others go on."""
    return Problem(
        "loading.broken",
        f"读取时程序出错（{kind}），这份文件已停在出错的地方",
        "请重试；如再次出现，请运行 liuqing doctor 并联系维护人员。",
        Where(file=name),
    )


def outside_area(column: str) -> Fault:
    """The row speaks of a village outside the area of who hands it in."""
    return Fault(
        "row.outside_area", "这个村不在您的工作范围内", "请由所在乡镇或县里交这一行。", column, "village"
    )


def nobody_in_register(column: str) -> Fault:
    """The person chosen for a held row does not belong to the register today."""
    return Fault(
        "row.nobody_in_register",
        "选定的人目前不在建档立卡户中",
        "请重新选择，或不采用这一行。",
        column,
        "name",
    )


def unknown_area(near: tuple[str, ...], column: str) -> Fault:
    """The code is none of the county's divisions."""
    hint = f"是不是：{'、'.join(near)}？" if near else ""
    return Fault("row.unknown_area", "本县没有这个区划代码", f"{hint}请核对后再交。", column, "area_code")


def unknown_indicator(near: tuple[str, ...], column: str) -> Fault:
    """The name is not in the catalogue of indicators: nobody would ever read the statement."""
    hint = f"是不是：{'、'.join(near)}？" if near else ""
    remedy = f"{hint}可用名称见指标目录（places/china/indicators.yaml）。"
    return Fault("row.unknown_indicator", "指标名称不在目录中", remedy, column, "indicator")


def wrong_level(label: str, levels: str, column: str) -> Fault:
    """An indicator of villages that was stated of a county, or the other way round."""
    return Fault("row.wrong_level", f"「{label}」不按这一级填报", f"请按{levels}填报。", column, "area_code")


def not_a_value(expected: str, column: str) -> Fault:
    """The value is neither a number nor a yes or no, as the indicator wants it."""
    return Fault("row.not_a_value", f"「{column}」应填{expected}", "请改正后再交。", column, "value")


def other_unit(unit: str, column: str) -> Fault:
    """The figure is in a unit that cannot be turned into the catalogue's."""
    what = f"计量单位应为「{unit}」" if unit else "这个指标没有计量单位"
    return Fault("row.other_unit", what, "请换算后再交。", column, "unit")


def year_out_of_range(first: int, last: int, column: str) -> Fault:
    """A year before there were records, or one that has not come."""
    return Fault(
        "row.year_out_of_range", f"年度应在 {first} 年到 {last} 年之间", "请核对年度。", column, "year"
    )


def day_to_come(column: str) -> Fault:
    """Something is said to have happened on a day that has not come."""
    return Fault("row.day_to_come", "日期还没有到", "已开展的工作才登记；请核对日期。", column, "on")


def not_an_office(longest: int, column: str) -> Fault:
    """Who acted is told as an office or a post, in a few words."""
    what = f"「{column}」超过 {longest} 个字"
    return Fault("row.not_an_office", what, "请只写单位或职务，不写人名。", column, "role")


def too_long(longest: int, column: str) -> Fault:
    """A text that is longer than any word for a kind of work."""
    what = f"「{column}」超过 {longest} 个字"
    return Fault("row.too_long", what, "请只写工作类型，如 会议、走访、培训。", column, "activity")


def set_by_procedure(what: str, here: str, no: str, column: str) -> Fault:
    """The list says otherwise than a procedure has decided here: what was decided stays."""
    return Fault(
        "row.set_by_procedure",
        f"名单写的{what}与办件 {no} 办结的结果不同，台账仍按办件：{here}",
        "请核对：名单没有更新的，报上级更新；办件有误的，按程序回退。",
        column,
    )


def renumbered(local: str, column: str) -> Fault:
    """A household that had a local number until the national system gave it one."""
    return Fault(
        "row.renumbered", f"这一户原用本地编号 {local}，已改用这个户编号", "请核对户主是不是同一人。", column
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """What looks wrong with a list as a whole: one sentence, and what to look at before going on."""

    code: str
    what: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        """As it is kept in ``SourceFile.doubts``."""
        return {"code": self.code, "what": self.what, "remedy": self.remedy}


def says_two_years(one: int, other: int) -> Doubt:
    """The file's name says one year, its title another."""
    return Doubt(
        "doubts.year",
        f"文件名写的是 {one} 年，表内标题写的是 {other} 年",
        "请核对是哪一年的名单，改正后再交。",
    )


def rows_of_another_year(stated: str, found: int, rows: int, of: int) -> Doubt:
    """The title speaks of one year, the rows of another."""
    what = f"标题写的是 {stated} 年，{of:,} 行里却有 {rows:,} 行说的是 {found} 年"
    return Doubt("doubts.year", what, "请核对是不是交错了年度的名单。")


def another_year(stated: int, record: int) -> Doubt:
    """The list speaks of a year that is not the record's."""
    what = f"这份名单说的是 {stated} 年，台账现在到 {record} 年"
    return Doubt("doubts.year", what, "请核对是不是交错了年度；确要补录那一年的，可以继续读取。")


def still_to_come(day: date) -> Doubt:
    """The list speaks of a day that has not come."""
    return Doubt("doubts.year", f"这份名单说的是 {day.isoformat()}，这一天还没有到", "请核对标题或年度。")


def older_than_loaded(day: date, newer: date) -> Doubt:
    """A later list of the same kind has been read already."""
    what = f"这份名单说的是 {day.isoformat()}，同一种名单已经读到 {newer.isoformat()}，比已有的旧"
    return Doubt("doubts.older", what, "请核对是不是交了以前的名单；确要补录的，可以继续读取。")


def numbers_of_elsewhere(prefix: str, rows: int, of: int) -> Doubt:
    """The identity numbers begin as those of another county."""
    what = f"{of:,} 个证件号码里有 {rows:,} 个以 {prefix} 开头，与本县登记的人不同，像是别的县的名单"
    return Doubt("doubts.county", what, "请核对是不是本县的名单。")


def places_of_elsewhere(rows: int, of: int) -> Doubt:
    """Towns, villages or codes are not this county's."""
    what = f"{of:,} 行里有 {rows:,} 行的县、乡镇、村或区划代码不是本县的，像是别的县的名单"
    return Doubt("doubts.county", what, "请核对是不是本县的名单，或者乡镇、村名是否用了别的叫法。")


def everybody_twice(rows: int, of: int) -> Doubt:
    """The rows stand in the list twice."""
    what = f"{of:,} 行里有 {rows:,} 行与前面的行重复，像是同样的内容粘贴了两遍"
    return Doubt("doubts.twice", what, "请删去重复的部分后再交。")


def numbers_cut(rows: int, of: int) -> Doubt:
    """The spreadsheet kept fifteen digits of each number."""
    what = f"{of:,} 个证件号码里有 {rows:,} 个后三位成了 000，是表格软件把号码当成数字截断的"
    remedy = "请从原系统重新导出，打开前把号码列设为文本；已截断的号码补不回来。"
    return Doubt("doubts.numbers_cut", what, remedy)


def shifted(heading: str, better: str) -> Doubt:
    """What stands under a heading belongs under another."""
    what = f"「{heading}」一栏里填的像是「{better}」的内容，像是整列错了位"
    return Doubt(
        "doubts.shifted", what, "请在原表中把各栏与表头对齐后再交；只是表头写错的，可在表头对应中改正。"
    )


def leftovers(rows: int, of: int, day: date) -> Doubt:
    """Most rows are those of an earlier file, although time has passed."""
    what = f"{of:,} 行里有 {rows:,} 行与 {day.isoformat()} 的名单一模一样，应随月份变化的金额、月数也没有变"
    return Doubt("doubts.leftover", what, "请核对是不是把上一期的行留在了这一期里。")


def other_size(rows: int, last: int, day: date) -> Doubt:
    """Far fewer or more rows than last time."""
    than = "少得多" if rows < last else "多得多"
    what = f"这份名单有 {rows:,} 行，上次（{day.isoformat()}）有 {last:,} 行，{than}"
    return Doubt("doubts.size", what, "请核对是否漏了乡镇、漏了工作表，或者混进了别的名单。")


def hardly_anybody(found: int, of: int) -> Doubt:
    """Hardly anybody on the list is in the register."""
    what = f"名单上的 {of:,} 个证件号码里，登记中只找得到 {found:,} 个"
    return Doubt("doubts.nobody", what, "请核对是不是本县的名单，证件号码一栏是否对应正确。")


def unknown_households(rows: int, of: int) -> Doubt:
    """Most households are not those that the record has."""
    what = f"{of:,} 行里有 {rows:,} 行的户编号在台账中没有"
    return Doubt(
        "doubts.households",
        what,
        "请核对是不是本县的导出，户编号是否换过；先交户信息导出，再交人员信息导出。",
    )


def hidden_sheet(name: str, rows: int) -> Doubt:
    """A sheet that nobody sees would be read as well."""
    what = f"工作表「{name}」是隐藏的，里面还有 {rows:,} 行也会读入"
    return Doubt("doubts.hidden", what, "请确认这张表也要交；不要的话删去后再交。")
