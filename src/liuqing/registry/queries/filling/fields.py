"""Fields: what a heading on somebody's form means in the record.

The facts of ``policy.tables`` under every heading that lists use for them, what departments' lists
say of a person where only one list says it, indicators and figures of areas, and a few words that
forms use and lists do not. Of two meanings the one of the person comes first.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from liuqing.policy.indicators import INDICATORS
from liuqing.policy.lists import LISTS
from liuqing.policy.tables import AREA, HOUSEHOLD, PERSON, VILLAGE, Fact, named
from liuqing.registry.imports.recognise import plain
from liuqing.registry.queries import words

PERSONAL, HOME, PLACE = "person", "household", "area"


@dataclass(frozen=True)
class Field:
    """A field: its key, how people call it, of whom it is, and whether it is masked by itself."""

    key: str
    label: str
    entity: str
    kind: str = "text"

    @property
    def masked(self) -> bool:
        """Identity numbers, telephones and accounts: whole only for a purpose."""
        return self.kind == "id" or self.key in MASKED


MASKED = {"phone", "bank_account", "officer_phone"}
SHARED = {"household_no", "head_name", "head_id_no", "phone", "standard", "data_year"}
"""Facts that stand in the person export and are the household's."""
NOT_KEPT = {"member_phone"}
_OTHERS = (
    "权利人",
    "法定代表人",
    "借款人",
    "车主",
    "患者",
    "参保人",
    "护林员",
    "劳动者",
    "残疾",
    "学员",
    "学生",
)
"""Synonyms that lists use of people whom only that list knows: a form means somebody else."""

WORDS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("head_name", "户主姓名", HOME, "text", ("户主", "户主名字", "申请人（户主）")),
    ("size_stated", "家庭人口数", HOME, "int", ("家庭人口", "家庭成员数", "家庭人数", "户人口数", "家庭总人口")),
    ("members_now", "在册成员数", HOME, "int", ("在册人口", "现有人口")),
    ("net_income", "家庭年纯收入", HOME, "money", ("年纯收入", "家庭纯收入", "全年纯收入")),
    ("income_per_person", "人均纯收入", HOME, "money", ("家庭人均纯收入", "年人均纯收入")),
    ("all_causes", "致贫原因", HOME, "text", ("致（返）贫原因", "致贫返贫原因")),
    ("address", "家庭住址", HOME, "text", ("住址", "家庭地址", "居住地址", "详细地址", "地址")),
    ("officer_name", "帮扶责任人", HOME, "text", ("帮扶人", "帮扶干部姓名", "结对帮扶人", "联系人")),
    ("officer_unit", "帮扶单位", HOME, "text", ("结对单位", "帮扶人单位")),
    ("officer_post", "帮扶责任人职务", HOME, "text", ("帮扶人职务",)),
    ("officer_phone", "帮扶责任人电话", HOME, "text", ("帮扶人电话", "帮扶人联系电话")),
    ("standing", "脱贫属性", HOME, "text", ("户类型", "脱贫状态", "是否脱贫")),
    ("exit_year", "脱贫年度", HOME, "year", ("脱贫年份", "脱贫时间")),
    ("identified_year", "识别年度", HOME, "year", ("识别年份", "识别时间", "建档立卡年度")),
    ("phone", "联系电话", HOME, "text", ("户主电话", "户主联系电话", "手机号码", "联系方式", "电话号码")),
    ("name", "姓名", PERSONAL, "text", ("成员姓名", "家庭成员", "家庭成员姓名", "人员姓名")),
    ("relation", "与户主关系", PERSONAL, "text", ("关系", "与户主的关系", "家庭关系")),
    ("age", "年龄", PERSONAL, "int", ("周岁", "年龄（周岁）")),
    ("id_no", "证件号码", PERSONAL, "id", ("身份证", "身份证件号码")),
)  # fmt: skip


@lru_cache(maxsize=4096)
def field_of(heading: str) -> Field | None:
    """What a heading means; None if nobody knows."""
    return _all().get(plain(heading))


def known(heading: str) -> bool:
    """Whether a heading means something."""
    return plain(heading) in _all() or plain(heading) in _SERIAL


_SERIAL = ("序号", "编号")


@lru_cache(maxsize=1)
def _all() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field, headings in (
        *_words(),
        *_persons(),
        *_homes(),
        *_places(),
        *_lists(),
        *_indicators(),
        *_figures(),
    ):
        for heading in headings:
            found.setdefault(plain(heading), field)
    return found


Meaning = tuple[Field, tuple[str, ...]]


def _words() -> list[Meaning]:
    return [(Field(key, label, entity, kind), (label, *more)) for key, label, entity, kind, more in WORDS]


def _persons() -> list[Meaning]:
    return [
        _of(fact, HOME if fact.name in SHARED else PERSONAL) for fact in PERSON if fact.name not in NOT_KEPT
    ]


def _homes() -> list[Meaning]:
    return [_of(fact, HOME) for fact in HOUSEHOLD]


def _places() -> list[Meaning]:
    of_village = [_of(fact, PLACE) for fact in VILLAGE if fact.name != "data_year"]
    # A place's name stands on forms of households as well as of areas.
    return [*(_of(fact, HOME) for fact in AREA), *of_village]


def _of(fact: Fact, entity: str) -> Meaning:
    headings = tuple(
        h for h in fact.all_headings() if not any(other in h for other in _OTHERS) or h == fact.label
    )
    return Field(fact.name, fact.label, entity, fact.kind), headings


def _lists() -> list[Meaning]:
    """What a list says of a person, where no other list uses the same words."""
    told = [
        (kind, fact)
        for kind in LISTS
        if kind.about == "person" and not kind.key.startswith("register_")
        for fact in kind.columns
    ]
    often = Counter(plain(h) for _, fact in told for h in set(fact.all_headings()))
    own = {*named(PERSON), *named(HOUSEHOLD), *named(AREA), "address", "note"}
    return [
        (Field(f"{kind.key}.{fact.name}", fact.label, PERSONAL, fact.kind), tuple(h for h in fact.all_headings() if often[plain(h)] == 1))
        for kind, fact in told if fact.name not in own and fact.kind != "id"
    ]  # fmt: skip


def _indicators() -> list[Meaning]:
    return [
        (Field(f"indicator.{one.name}", one.label, PLACE, one.kind), (one.label,))
        for one in INDICATORS.values()
    ]


def _figures() -> list[Meaning]:
    return [
        (Field(f"figure.{key}", label, PLACE, "amount"), (label,))
        for key, (label, _) in words.METRICS.items()
    ]
