"""Effects (办结后): what a finished procedure changes in the record, and what must be said for it.

A procedure of a place (``procedures.py``) names one of these. The fields are the whole of what a person
may hand in: the rest of the difference is computed from the record. What an effect does stands in
``registry/services/standing/effects/``; nothing else changes a household's standing.
"""

from dataclasses import dataclass
from typing import Literal

from liuqing.policy import tables

About = Literal["household", "village", "town", "county"]
Group = Literal["standing", "monitoring", "members", "home", "area"]
GROUPS: dict[str, str] = {
    "standing": "在册身份",
    "monitoring": "监测",
    "members": "家庭成员",
    "home": "分户、并户、迁移",
    "area": "村、乡、县退出",
}
"""Of what there can be only one open proceeding at a time for a household or an area."""

DEPARTURES = ("死亡", "婚出", "迁出", "判刑收监", "其他")
ARRIVALS = ("出生", "婚入", "迁入", "刑满释放", "其他")
STRIKES = ("错评", "整户死亡", "整户迁出", "整户无法联系", "其他")
MONEY_AFTER = ("继续享受", "停发，不追回", "停发并追回", "没有发过")
"""What becomes of what was paid when a standing is taken back."""


@dataclass(frozen=True)
class Field:
    """One thing that must be said. ``kind``: text, code, codes, day, person (a member), newcomer (a
    resident who is to join), persons (members), household (another one), village, money (yuan).

    ``most``: so many codes at the most. ``sensitive`` is kept encrypted.
    """

    name: str
    label: str
    kind: str
    codes: tuple[str, ...] = ()
    needed: bool = True
    most: int = 0
    help: str = ""


@dataclass(frozen=True)
class Effect:
    """What changes: about whom, in which group, which standings it starts from, what must be said."""

    name: str
    label: str
    about: tuple[About, ...]
    group: Group
    fields: tuple[Field, ...] = ()


_PLACE_OF = Field("from_day", "发生日期", "day", help="实际发生的那一天，不能晚于今天")
_CAUSE = Field("cause", "主要致贫原因", "code", codes=tables.CAUSES)
_RISKS = Field(
    "risks", "致贫返贫风险", "codes", codes=tables.RISKS, most=5, help="最多选 5 项，第一项是主要风险"
)
_MONEY = Field("money", "已发资金怎么办", "code", codes=MONEY_AFTER, help="只作记载，不改动已发资金")

EFFECTS = {
    one.name: one
    for one in (
        Effect("register", "纳入建档立卡", ("household",), "standing", (_CAUSE,)),
        Effect("exit", "脱贫退出", ("household",), "standing"),
        Effect("relapse", "返贫", ("household",), "standing", (_CAUSE,)),
        Effect("take_back_exit", "退出回退", ("household",), "standing",
               (Field("why", "回退原因", "text"), _MONEY)),
        Effect("strike", "清退", ("household",), "standing", (Field("why", "清退原因", "code", codes=STRIKES), _MONEY)),
        Effect("watch", "纳入监测", ("household",), "monitoring",
               (Field("kind", "监测对象类别", "code", codes=tables.MONITORED), _RISKS)),
        Effect("remove_risk", "风险消除", ("household",), "monitoring",
               (Field("way", "风险消除方式", "code", codes=tables.REMOVALS),)),
        Effect("watch_again", "重新标注风险", ("household",), "monitoring", (_RISKS,)),
        Effect("take_back_removal", "风险消除回退", ("household",), "monitoring", (Field("why", "回退原因", "text"),)),
        Effect("join", "自然增加", ("household",), "members",
               (Field("person", "谁", "newcomer"), Field("relation", "与户主关系", "code", codes=tables.RELATIONS),
                Field("reason", "增加原因", "code", codes=ARRIVALS), _PLACE_OF)),
        Effect("leave", "自然减少", ("household",), "members",
               (Field("person", "谁", "person"), Field("reason", "减少原因", "code", codes=DEPARTURES), _PLACE_OF,
                Field("head", "新户主（户主减少时必填）", "person", needed=False))),
        Effect("change_head", "户主变更", ("household",), "members",
               (Field("head", "新户主", "person"), Field("relation", "原户主与新户主的关系", "code",
                codes=tables.RELATIONS, needed=False), Field("why", "变更原因", "text"))),
        Effect("split", "分户", ("household",), "home",
               (Field("persons", "分出的成员", "persons"), Field("head", "新户的户主", "person"), _PLACE_OF)),
        Effect("merge", "并户", ("household",), "home",
               (Field("other", "并入哪一户", "household"), _PLACE_OF)),
        Effect("move", "整户迁移", ("household",), "home",
               (Field("village", "迁到哪个村", "village"), _PLACE_OF)),
        Effect("help", "先帮扶后补手续", ("household",), "monitoring",
               (_RISKS, Field("kind", "监测对象类别", "code", codes=tables.MONITORED),
                Field("measure", "已经采取的帮扶措施", "code", codes=tables.MEASURES),
                Field("event", "发生了什么", "text"), _PLACE_OF)),
        Effect("area_exit", "村、乡镇退出", ("village", "town"), "area"),
        Effect("county_exit", "县摘帽", ("county",), "area"),
    )
}  # fmt: skip
"""By name, as procedures use them."""
