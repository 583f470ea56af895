"""A county of two villages for the tests, and workbooks as an office makes them.

Nobody in it exists: identity numbers begin with 99, which no county has.
"""

from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from liuqing.policy import identity_numbers
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.registry.services import areas, files, loading

Row = namedtuple("Row", "code name level parent")
AREAS = (
    Row("990101", "示例县", "county", ""),
    Row("990101001", "甲镇", "town", "990101"),
    Row("990101002", "乙乡", "town", "990101"),
    Row("990101001001", "东村村委会", "village", "990101001"),
    Row("990101001002", "清溪社区", "village", "990101001"),
    Row("990101002001", "东村村委会", "village", "990101002"),
)
HOUSEHOLD = (
    "省", "市", "县", "乡", "村", "自然村", "户编号", "户主姓名", "户主证件号码", "家庭人口数", "联系电话", "年度",
    "识别标准", "贫困户属性", "是否解决安全饮用水", "住房鉴定等级", "主要致贫原因", "其他致贫原因", "帮扶措施", "工资性收入",
    "生产经营性支出", "帮扶责任人", "帮扶单位", "识别年度", "脱贫属性", "计划脱贫年度", "脱贫年度",
)  # fmt: skip
DIBAO = (
    "序号",
    "乡镇",
    "村",
    "姓名",
    "性别",
    "身份证号",
    "低保类别",
    "月保障金额",
    "年度发放金额",
    "享受时间",
    "备注",
)
DEATHS = ("姓名", "性别", "公民身份号码", "死亡日期", "注销日期", "乡镇", "村")
POLICE = (
    "户号", "姓名", "性别", "公民身份号码", "出生日期", "民族", "与户主关系", "乡镇", "村", "户籍地址", "户口性质",
)  # fmt: skip


class Place:
    def areas(self):
        return AREAS


def plant():
    areas.plant(Place())


def number(serial, born="19700101", area="990101"):
    first = f"{area}{born}{serial:03d}"
    return first + identity_numbers.check_digit(first)


def household(no, **facts):
    """A row of the household export; named facts overwrite the usual ones."""
    usual = {
        "省": "云南省", "市": "示例市", "县": "示例县", "乡": "甲镇", "村": "东村", "户编号": no, "户主姓名": "赵示例",
        "家庭人口数": 2, "联系电话": "13000000000", "年度": 2018, "识别标准": "国家标准", "贫困户属性": "一般贫困户",
        "是否解决安全饮用水": "是", "住房鉴定等级": "B级", "主要致贫原因": "因病", "其他致贫原因": "缺技术,缺劳动力",
        "帮扶措施": "产业帮扶、健康帮扶", "工资性收入": 12000.5, "生产经营性支出": "1,000", "帮扶责任人": "钱示例",
        "帮扶单位": "示例单位", "识别年度": 2014, "脱贫属性": "未脱贫", "计划脱贫年度": 2019,
    }  # fmt: skip
    return [{**usual, **facts}.get(heading) for heading in HOUSEHOLD]


def person(no, household_no, serial, **facts):
    """A row of the 47-column person export."""
    usual = {
        "省": "云南省", "市": "示例市", "县": "示例县", "乡": "甲镇", "村": "东村", "户编号": household_no, "人口编号": no,
        "姓名": "赵示例", "性别": "男" if serial % 2 else "女", "出生日期": "1970-01-01", "证件类型": "居民身份证",
        "证件号码": number(serial), "民族": "汉族", "年度": 2018, "与户主关系": "户主", "文化程度": "小学",
        "劳动技能": "普通劳动力", "务工时间（月）": 6, "健康状况": "健康", "是否享受低保": "否", "识别标准": "国家标准",
        "是否参加新型农村合作医疗（城乡居民基本医疗保险）": "是",
    }  # fmt: skip
    return [{**usual, **facts}.get(heading) for heading in PERSON_EXPORT]


def dibao(name, id_no, paid=3000, **facts):
    usual = {
        "乡镇": "甲镇", "村": "东村", "姓名": name, "身份证号": id_no, "低保类别": "A", "月保障金额": 250,
        "年度发放金额": paid, "享受时间": "2015年3月",
    }  # fmt: skip
    return [{**usual, **facts}.get(heading) for heading in DIBAO]


def book(path: Path, sheets, title="") -> Path:
    """A workbook: {sheet: (headings, rows)}, with a merged title above if there is one."""
    with xlsxwriter.Workbook(str(path)) as out:
        out.set_properties({"created": datetime(2018, 1, 1, tzinfo=UTC)})  # same content, same bytes
        for name, (headings, rows) in sheets.items():
            sheet = out.add_worksheet(name)
            top = 0
            if title:
                sheet.merge_range(0, 0, 0, len(headings) - 1, title)
                top = 1
            for column, heading in enumerate(headings):
                sheet.write_string(top, column, heading)
            for at, row in enumerate(rows, top + 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return path


def load(path, by, name=""):
    """Receive and load one file."""
    return loading.load(files.receive(path, name=name or path.name, by=by), by=by)


def register(folder: Path, by, households=None, persons=None):
    """Load a small register: two households, three persons."""
    households = households or [household("H1"), household("H2", 村="清溪社区居委会", 户主姓名="孙示例")]
    persons = persons or [
        person("P1", "H1", 1),
        person("P2", "H1", 2, 姓名="李示例", 与户主关系="配偶"),
        person("P3", "H2", 3, 姓名="孙示例"),
    ]
    one = load(book(folder / "户信息2018.xlsx", {"导出": (HOUSEHOLD, households)}), by)
    two = load(book(folder / "人员信息2018.xlsx", {"导出": (PERSON_EXPORT, persons)}), by)
    return one, two
