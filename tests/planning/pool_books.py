"""The list of the project pool as an office hands it in, for tests."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from liuqing.policy.lists import BY_KEY
from liuqing.registry.imports.importers import importer
from liuqing.registry.imports.recognise import recognise
from liuqing.registry.imports.rows import RowReader
from liuqing.registry.imports.verdicts import Source
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import SourceFile
from liuqing.registry.services import bulk
from liuqing.registry.services.loading import _allowed
from tests.planning.ledgers import hand_in

_files = count(1)

HEADINGS = (
    "项目编号", "项目名称", "项目类别", "项目子类型", "建设性质", "乡镇", "村", "建设内容", "数量", "单位", "单价（元）", "年度", "开工时间",
    "完工时间", "资金规模（合计）（万元）", "涉农整合资金（万元）", "县级自筹资金（万元）", "已落实资金（万元）", "受益方式", "受益户编号",
    "绩效目标", "实施单位", "当前状态", "备注",
)  # fmt: skip


def row(no, **facts):
    """A row: 20 亩 at 5,000 yuan, 8 + 2 万元."""
    usual = {
        "项目编号": no, "项目名称": f"示例种植{no}", "项目类别": "产业扶贫", "项目子类型": "规模化种植", "建设性质": "新建", "乡镇": "甲镇",
        "村": "甲村", "建设内容": "种植二十亩", "数量": 20, "单位": "亩", "单价": 5000, "年度": 2018, "开工时间": "2018年3月",
        "完工时间": "2018年10月", "资金规模（合计）": 10, "涉农整合资金": 8, "县级自筹资金": 2, "受益方式": "公益共享",
        "绩效目标": "产出数量：种植面积≥20亩；群众满意度90%以上", "实施单位": "甲村合作社", "当前状态": "已入库",
    } | facts  # fmt: skip
    return [usual.get(heading.removesuffix("（万元）").removesuffix("（元）")) for heading in HEADINGS]


def load(folder, by, *rows, name="", headings=HEADINGS):
    """The rows as a workbook, received and loaded."""
    return hand_in(folder, by, headings, *rows, name=name)


def take(by, *rows, on=date(2018, 12, 31), headings=HEADINGS, replaces=0):
    """The rows through the importer as loading does it, without a workbook; the verdicts."""
    file = SourceFile.objects.create(
        sha256=f"{next(_files):064d}", name="项目库.xlsx", kind="projects", on=on, by=by.username
    )
    kind = BY_KEY["projects"]
    reader = RowReader(kind, list(headings), recognise(headings).columns, "表")
    taker = importer(Source(file.pk, kind, on, Villages(), replaces, _allowed(by)))
    typed = [reader.read(number, list(cells)) for number, cells in enumerate(rows, 2)]
    taker.prepare(typed)
    with bulk.piece() as writes:
        return Taken(file, taker.take(typed, writes))


@dataclass(frozen=True)
class Taken:
    """What became of the rows of a file."""

    file: SourceFile
    verdicts: list

    def __len__(self):
        return len(self.verdicts)


def counts(taken):
    """Rows, accepted, refused."""
    refused = sum(one.verdict == "refused" for one in taken.verdicts)
    return len(taken), len(taken) - refused, refused


def codes(taken):
    """The codes of what was said of the rows, in order."""
    return [fault.code for one in taken.verdicts for fault in one.faults]


def sentences(taken):
    """What was said of the rows, with its remedies, as one text."""
    return "".join(f"{fault.what}{fault.remedy}" for one in taken.verdicts for fault in one.faults)
