"""Roles: who may do what. A manager can read this page and say whether it is right.

A role is held for an area (a county, a township, a village) by an appointment; it says nothing
about any other area. What is not listed is not allowed.
"""

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """What may be done, in the office's words."""

    SEE_BOARD = "see_board", "看汇总数字"
    SEE_HOUSEHOLDS = "see_households", "看户的六清"
    SEE_FILES = "see_files", "看收到的名单和问题清单"
    LOAD_LISTS = "load_lists", "交名单"
    DECIDE_HELD_ROWS = "decide_held_rows", "处理待确认的行"
    DECIDE_IDENTITIES = "decide_identities", "判断两条记录是不是同一人"
    SEND_CASES = "send_cases", "派发疑点、销号"
    ANSWER_CASES = "answer_cases", "核实疑点、填核实结果"
    REVIEW_CASES = "review_cases", "审核核实结果"
    HANDLE_CLUES = "handle_clues", "登记、核实防返贫线索"
    SEND_CLUES = "send_clues", "分派、办结线索"
    PROPOSE_STANDING = "propose_standing", "办理村级程序（提出、评议、核实、公示）"
    REVIEW_STANDING = "review_standing", "乡镇审核"
    APPROVE_STANDING = "approve_standing", "县级审定"
    ANSWER_OBJECTIONS = "answer_objections", "答复公示异议"
    MANAGE_WINDOWS = "manage_windows", "组织动态调整"
    DRAW_SAMPLES = "draw_samples", "组织模拟评估、抽样"
    VISIT_SAMPLED = "visit_sampled", "入户核查抽中的户"
    SEE_PROJECTS = "see_projects", "看项目和资金"
    FILE_PROJECTS = "file_projects", "申报项目"
    REVIEW_PROJECTS = "review_projects", "乡镇审核项目"
    ARGUE_PROJECTS = "argue_projects", "部门论证项目"
    DECIDE_PROJECTS = "decide_projects", "审定入库、编制年度计划"
    RUN_PROJECTS = "run_projects", "组织实施、填报进度、报账"
    MANAGE_FUNDS = "manage_funds", "登记资金文件、提出资金安排"
    APPROVE_FUNDS = "approve_funds", "审批资金安排、审核报账、支付"
    MAKE_BATCHES = "make_batches", "编制到人到户发放批次"
    APPROVE_BATCHES = "approve_batches", "审批发放批次、与银行往来"
    SEE_PAYEES = "see_payees", "看领款人和账号尾号"
    MANAGE_ASSETS = "manage_assets", "登记资产、收益分配和贷款"
    APPROVE_ASSETS = "approve_assets", "批准收益分配、资产处置和代偿"
    SEE_OWN_LIST_FLAGS = "see_own_list_flags", "看本部门名单退回的问题"
    REVEAL_IDENTITY = "reveal_identity", "查看完整身份证号（须写明用途，留痕）"
    EXPORT = "export", "导出和打印"
    TAKE_SNAPSHOT = "take_snapshot", "测算"
    SEE_TRAIL = "see_trail", "看操作留痕"
    MANAGE_USERS = "manage_users", "管理用户和权限"

    label: str

    def __new__(cls, value: str, label: str) -> "Right":
        """A right is its key; the label is what people read."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True)
class Role:
    """A role: its name, its rights, the screen it lands on, how many rows one export may have.

    ``lists_of_own_department`` narrows LOAD_LISTS, SEE_FILES and SEE_OWN_LIST_FLAGS to the appointment's department,
    ``projects_of_own_department`` the rights on projects.
    """

    key: str
    label: str
    rights: frozenset[Right]
    export_rows: int = 0
    lists_of_own_department: bool = False
    projects_of_own_department: bool = False
    never: str = ""


def _role(key: str, label: str, *rights: Right, **more: object) -> Role:
    return Role(key, label, frozenset(rights), **more)  # type: ignore[arg-type]


_R = Right

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role(
            "county_analyst", "县级业务员",
            _R.SEE_BOARD, _R.SEE_HOUSEHOLDS, _R.SEE_FILES, _R.LOAD_LISTS, _R.DECIDE_HELD_ROWS,
            _R.DECIDE_IDENTITIES, _R.SEND_CASES, _R.REVIEW_CASES,
            _R.HANDLE_CLUES, _R.SEND_CLUES, _R.APPROVE_STANDING, _R.ANSWER_OBJECTIONS, _R.MANAGE_WINDOWS, _R.DRAW_SAMPLES,
            _R.REVEAL_IDENTITY, _R.EXPORT, _R.TAKE_SNAPSHOT,
            _R.SEE_PROJECTS, _R.FILE_PROJECTS, _R.DECIDE_PROJECTS, _R.RUN_PROJECTS, _R.MANAGE_FUNDS, _R.MAKE_BATCHES, _R.SEE_PAYEES,
            _R.MANAGE_ASSETS, _R.APPROVE_ASSETS,
            export_rows=1_000_000, never="管理用户；审定自己提出的事项",
        ),
        _role(
            "county_leader", "县级领导",
            _R.SEE_BOARD, _R.SEE_HOUSEHOLDS, _R.EXPORT,
            _R.SEE_PROJECTS,
            export_rows=100_000, never="查看完整身份证号；修改任何数据",
        ),
        _role(
            "township_clerk", "乡镇业务员",
            _R.SEE_BOARD, _R.SEE_HOUSEHOLDS, _R.SEE_FILES, _R.LOAD_LISTS, _R.DECIDE_HELD_ROWS,
            _R.DECIDE_IDENTITIES, _R.ANSWER_CASES, _R.REVIEW_CASES, _R.REVEAL_IDENTITY, _R.EXPORT,
            _R.HANDLE_CLUES, _R.SEND_CLUES, _R.REVIEW_STANDING, _R.ANSWER_OBJECTIONS,
            _R.SEE_PROJECTS, _R.FILE_PROJECTS, _R.REVIEW_PROJECTS, _R.RUN_PROJECTS, _R.MAKE_BATCHES, _R.SEE_PAYEES, _R.MANAGE_ASSETS,
            export_rows=100_000, never="看其他乡镇；审核自己填的核实结果",
        ),
        _role(
            "village_cadre", "村干部、帮扶责任人",
            _R.SEE_BOARD, _R.SEE_HOUSEHOLDS, _R.ANSWER_CASES, _R.EXPORT, _R.HANDLE_CLUES, _R.PROPOSE_STANDING,
            _R.SEE_PROJECTS, _R.FILE_PROJECTS, _R.MANAGE_ASSETS,
            export_rows=5_000, never="查看完整身份证号、银行账号；看其他村",
        ),
        _role(
            "department_officer", "部门数据员",
            _R.SEE_FILES, _R.LOAD_LISTS, _R.SEE_OWN_LIST_FLAGS,
            _R.SEE_PROJECTS, _R.FILE_PROJECTS, _R.ARGUE_PROJECTS, _R.RUN_PROJECTS,
            lists_of_own_department=True, projects_of_own_department=True, never="看谁是贫困户；看其他部门的名单",
        ),
        _role(
            "finance", "财政和资金管理员",
            _R.SEE_BOARD,
            _R.SEE_PROJECTS, _R.SEE_FILES, _R.LOAD_LISTS, _R.MANAGE_FUNDS, _R.APPROVE_FUNDS, _R.APPROVE_BATCHES, _R.SEE_PAYEES, _R.APPROVE_ASSETS,
            lists_of_own_department=True, never="看健康状况和家庭情况；审批自己提出的资金安排",
        ),
        _role(
            "inspector", "督查、审计人员",
            _R.SEE_BOARD, _R.SEE_HOUSEHOLDS, _R.SEE_FILES, _R.SEE_TRAIL, _R.EXPORT,
            _R.SEE_PROJECTS, _R.SEE_PAYEES,
            export_rows=100_000, never="修改任何数据",
        ),
        # Neither village nor township: whoever checks must not have had a hand in it.
        _role(
            "evaluator", "评估核查员",
            _R.VISIT_SAMPLED,
            never="看没有抽中的户；改变任何一户的身份",
        ),
        _role(
            "administrator", "系统管理员",
            _R.MANAGE_USERS, _R.SEE_TRAIL,
            never="看任何一户、任何一人的数据",
        ),
        # Whoever can run commands on the machine holds the key file anyway; the role only makes
        # the acts of the command line pass the same door and leave the same trail.
        _role(
            "operator", "命令行值机员",
            _R.SEE_BOARD, _R.SEE_HOUSEHOLDS, _R.SEE_FILES, _R.LOAD_LISTS, _R.EXPORT, _R.TAKE_SNAPSHOT,
            _R.DECIDE_IDENTITIES, _R.REVEAL_IDENTITY, _R.SEND_CASES, _R.DRAW_SAMPLES, _R.MANAGE_USERS, _R.SEE_TRAIL,
            _R.SEE_PROJECTS,
            export_rows=10_000_000, never="在网页上登录",
        ),
    )
}  # fmt: skip
"""Every role by its key, in the order in which people know them."""

WRITING = frozenset(
    {
        _R.LOAD_LISTS, _R.DECIDE_HELD_ROWS, _R.DECIDE_IDENTITIES, _R.SEND_CASES, _R.ANSWER_CASES,
        _R.REVIEW_CASES, _R.TAKE_SNAPSHOT, _R.MANAGE_USERS, _R.HANDLE_CLUES, _R.SEND_CLUES, _R.PROPOSE_STANDING,
        _R.REVIEW_STANDING, _R.APPROVE_STANDING, _R.ANSWER_OBJECTIONS, _R.MANAGE_WINDOWS, _R.DRAW_SAMPLES,
        _R.VISIT_SAMPLED,
        _R.FILE_PROJECTS, _R.REVIEW_PROJECTS, _R.ARGUE_PROJECTS, _R.DECIDE_PROJECTS, _R.RUN_PROJECTS, _R.MANAGE_FUNDS,
        _R.APPROVE_FUNDS, _R.MAKE_BATCHES, _R.APPROVE_BATCHES, _R.MANAGE_ASSETS, _R.APPROVE_ASSETS,
    }
)  # fmt: skip
"""Rights that change something."""

PERSONAL = frozenset(
    {
        _R.SEE_HOUSEHOLDS, _R.REVEAL_IDENTITY, _R.EXPORT, _R.DECIDE_HELD_ROWS, _R.DECIDE_IDENTITIES,
        _R.ANSWER_CASES, _R.REVIEW_CASES, _R.HANDLE_CLUES, _R.SEND_CLUES, _R.PROPOSE_STANDING, _R.REVIEW_STANDING,
        _R.APPROVE_STANDING, _R.ANSWER_OBJECTIONS, _R.VISIT_SAMPLED, _R.SEE_PAYEES,
    }
)  # fmt: skip
"""Rights that show persons."""
