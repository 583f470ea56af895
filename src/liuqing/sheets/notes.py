"""Rows that are no data: sums and remarks (合计, 填表人：, 备注：) between and under the data.

They are never dropped in silence: ``read`` hands them over as the table's notes.
"""

import re

from liuqing.sheets.raw import Cell, Row

_BLANK = re.compile(r"\s+")
_SUM = re.compile(r"(合计|总计|小计|共计|本页小计|本页合计|累计)([:：(（].*|\d.*)?$")
_SIGNED = re.compile(
    r"(填表|制表|填报|审核|审批|负责|经办|单位|主管|分管|联系|复核|统计|上报|报送|报表|录入|领导|签字|签章|盖章|"
    r"日期|截止|截至|备注|注|说明|附注|附件|数据来源|来源|打印|导出)[^:：]{0,12}[:：]"
)
_NUMBERED_NOTE = re.compile(r"(注|备注|说明|附注)\s*\d*\s*([、.．:：]|$)")


def is_note(row: Row, width: int) -> bool:
    """A sum, or a line for signatures and remarks: known by how it begins and how little it fills."""
    first = _first(row)
    if not isinstance(first, str):
        return False
    text = _BLANK.sub("", first)
    if _SUM.match(text):
        return True
    signed = bool(_SIGNED.match(text) or _NUMBERED_NOTE.match(text))
    return signed and _filled(row) <= max(1, width // 2)


def may_be_note(row: Row) -> bool:
    """One text alone in its row, too long for a name: a remark, if nothing but such rows follows."""
    first = _first(row)
    if not isinstance(first, str) or _filled(row) != 1:
        return False
    text = _BLANK.sub("", first)
    return len(text) >= 8 or any(mark in text for mark in "：:。，；")


def _first(row: Row) -> Cell:
    return next((cell for cell in row.cells if cell is not None), None)


def _filled(row: Row) -> int:
    return len(row.cells) - row.cells.count(None)
