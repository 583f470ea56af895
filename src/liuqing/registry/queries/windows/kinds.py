"""Words of the balance: the registers that are balanced, and the kinds of change between two days."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Register:
    """A register that is balanced: which standings are in it, or whether it is that of the monitored."""

    key: str
    label: str
    statuses: frozenset[str] = frozenset()


REGISTERS = {
    one.key: one
    for one in (
        Register("registered", "全部在册", frozenset({"registered", "exited", "relapsed"})),
        Register("unexited", "未脱贫", frozenset({"registered", "relapsed"})),
        Register("monitored", "监测对象"),
    )
}
"""The three registers, in the order of the tables."""

UNITS = {"household": "户", "person": "人"}

KINDS = {
    "identified": "新识别",
    "relapsed": "返贫",
    "exited": "脱贫退出",
    "exit_taken_back": "退出回退",
    "struck": "清退",
    "watched": "纳入监测",
    "watched_again": "重新标注风险",
    "removed": "风险消除",
    "removal_taken_back": "消除回退",
    "natural_in": "自然增加",
    "natural_out": "自然减少",
    "split": "分户",
    "merge": "并户",
    "moved": "村间迁移",
    "area": "区划调整",
    "merged_records": "重复记录合并",
    "listed": "取自名单",
    "unexplained": "原因不明",
}
"""The kinds of change in the order of the tables; the last is shown in red."""

OF_EFFECT = {
    "register": "identified",
    "relapse": "relapsed",
    "exit": "exited",
    "take_back_exit": "exit_taken_back",
    "strike": "struck",
    "watch": "watched",
    "help": "watched",
    "watch_again": "watched_again",
    "remove_risk": "removed",
    "take_back_removal": "removal_taken_back",
    "join": "natural_in",
    "leave": "natural_out",
    "split": "split",
    "merge": "merge",
    "move": "moved",
}
"""What a finished procedure is in the balance, by its effect."""

ENDS_STANDING = ("strike", "merge", "take_back_exit", "split")
BEGINS_STANDING = ("register", "relapse", "exit", "take_back_exit", "split", "merge")
BEGINS_MONITORING = ("watch", "help", "watch_again", "take_back_removal", "split", "merge")
ENDS_MONITORING = ("remove_risk", "strike", "merge")
BEGINS_MEMBERSHIP = ("join", "split", "merge")
ENDS_MEMBERSHIP = ("leave", "split", "merge", "strike")
MOVES_HOME = ("move", "merge", "split")
