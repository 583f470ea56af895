"""The command line: one function a command.

Every command prints for people, or one JSON document with ``--json``. Exit 0: done. Exit 1: a
problem explained on standard error. Exit 2: wrong usage.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from liuqing.config import workspace
from liuqing.errors import Problem

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from liuqing.plans.checked import Checked

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help=__doc__,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # a pretty trace prints local values, and those are people
)
READY = "ready"
"""Written last by ``demo``: without it a demo was broken off and is taken up again."""
MOST_FAULTS = 200
"""Faults in one file that a terminal is told."""

out = Console()
err = Console(stderr=True)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="工作区文件夹 workspace folder")]
Json = Annotated[bool, typer.Option("--json", help="输出一份 JSON")]
PlaceName = Annotated[str, typer.Option("--place", help="县的代号，或自备县文件夹的路径")]
Day = Annotated[str, typer.Option("--on", metavar="DAY", help="截至哪一天，如 2018-12-31")]
Households = Annotated[str, typer.Option("--households", metavar="N|all", help="样本户数，或 all")]
Seed = Annotated[int, typer.Option(help="随机种子，相同种子得到相同的县")]
Port = Annotated[int, typer.Option(help="网页端口")]


def main() -> None:
    """Run a command; a ``Problem`` becomes one sentence on standard error and exit 1."""
    try:
        app(standalone_mode=True)
    except Problem as problem:
        err.print(problem.sentence(), style="red", highlight=False, markup=False, soft_wrap=True)
        sys.exit(1)
    except Exception as fault:
        # Our own mistake. Its text may hold a cell's content, so only its kind and place are said.
        if "LIUQING_TRACE" in os.environ:
            raise
        err.print(_our_fault(fault), style="red", highlight=False, markup=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]")] = Path("demo"),
    place: PlaceName = "fuyuan",
    households: Households = "3000",
    seed: Seed = 2018,
    serve_pages: Annotated[bool, typer.Option("--serve/--no-serve", help="最后是否打开网页")] = True,
    port: Port = 8000,
) -> None:
    """造一个样本县并走完全程：名单 → 台账 → 测算 → 纸面材料 → 网页。"""
    if (folder / READY).is_file():
        _say(f"接着用已有的演示县 {folder}（要重做请先删除该文件夹）")
    else:
        _make_demo(folder, place=place, households=_count(households), seed=seed)
    _print_accounts(folder)
    if serve_pages:
        serve(folder, port=port)


@app.command()
def sample(
    target: Annotated[Path, typer.Option("--out", metavar="DIR", help="写到哪个文件夹")],
    place: PlaceName = "fuyuan",
    households: Households = "3000",
    seed: Seed = 2018,
    as_json: Json = False,
) -> None:
    """写出一个从未存在过的县的全部工作簿，truth/ 里是标准答案。"""
    from liuqing.sample import county

    count = _count(households)
    files = county.write(place, target, households=count, seed=seed, projects=True, progress=_say)
    _print_json({"files": [str(f) for f in files]}) if as_json else _say(
        f"写出 {len(files)} 个文件到 {target}"
    )


@app.command()
def new(
    folder: Folder,
    place: PlaceName = "fuyuan",
    database: Annotated[str, typer.Option(help="PostgreSQL 地址；不填用 SQLite")] = "",
) -> None:
    """建一个空工作区，装入该县的区划。"""
    _new(folder, place=place, database=database, is_demo=False)
    _say(f"工作区 {folder} 已建好。下一步：liuqing load {folder} 文件…")
    _open_first_accounts()


@app.command()
def serve(folder: Folder, port: Port = 8000, host: Annotated[str, typer.Option()] = "127.0.0.1") -> None:
    """打开网页。"""
    _enter(folder)
    from liuqing.config import server

    server.run(host=host, port=port)


@app.command()
def doctor(folder: Folder, as_json: Json = False) -> None:
    """检查这个安装有什么毛病；有要紧的毛病时退出码为 1。"""
    _enter(folder)
    from liuqing.config import doctor as checks

    found = checks.examine(workspace.open_workspace(folder))
    _print_json({"checks": [check.as_dict() for check in found]}) if as_json else _print_checks(found)
    if any(check.level == "bad" for check in found):
        raise typer.Exit(1)


@app.command()
def load(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="工作簿，次序不限")],
    go_on: Annotated[bool, typer.Option("--go-on", help="有疑问的名单已核对无误，继续读取")] = False,
    as_json: Json = False,
) -> None:
    """读入工作簿。每一行要么采用，要么待确认，要么退回并说明原因。"""
    _enter(folder)
    done = _load(files, by=_operator(), quiet=as_json, go_on=go_on)
    _print_json({"files": done}) if as_json else _print_loaded(done)
    if any(file.get("problem") or file["doubts"] for file in done):
        raise typer.Exit(1)


@app.command()
def assess(folder: Folder, on: Day, as_json: Json = False) -> None:
    """冻结台账并按规则测算。"""
    _enter(folder)
    from liuqing.registry.queries import assessment
    from liuqing.registry.services import snapshots

    snapshot = snapshots.take(on=_day(on), by=_operator())
    result = assessment(snapshot)
    _print_json(result) if as_json else _print_assessment(result)


@app.command()
def pairs(folder: Folder, as_json: Json = False) -> None:
    """在名册里找可能重复登记的人，等人在网页上判断。"""
    _enter(folder)
    from liuqing.registry.services import pairs as finding

    _print_json(finding.find(by=_operator()).as_dict()) if as_json else _look_for_pairs()


@app.command()
def explain(
    folder: Folder,
    household: Annotated[str, typer.Argument(metavar="HOUSEHOLD", help="户编号")],
    rule: Annotated[str, typer.Option(help="只看一条规则")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DAY")] = "",
    as_json: Json = False,
) -> None:
    """说明一户的结论是怎么来的。"""
    _enter(folder)
    from liuqing.registry.queries import explanation

    day = _day(on) if on else None
    trees = explanation(_operator(), household, rule=rule or None, on=day)
    if not rule:
        # What would change it is worked out only for a question asked by name; people ask for this one.
        [exits] = explanation(_operator(), household, rule="exits", on=day)
        trees = [exits, *(tree for tree in trees if tree["rule"] != "exits")]
    _print_json(trees[0] if rule and trees else trees) if as_json else _print_trees(trees)


@app.command(name="cases")
def cases_of(
    folder: Folder,
    area: Annotated[str, typer.Option(help="区划代码；不填为全县")] = "",
    as_json: Json = False,
) -> None:
    """疑点核实到了哪一步：每条规则待派发、待核实、待审核、待销号、已销号多少。"""
    _enter(folder)
    from liuqing.registry.queries import cases

    board = cases.board(_operator(), area or None)
    _print_json(asdict(board)) if as_json else _print_cases(board)


@app.command()
def send(
    folder: Folder,
    due: Annotated[str, typer.Option("--due", metavar="DAY", help="核实期限")],
    area: Annotated[str, typer.Option(help="区划代码；不填为全县")] = "",
    rules: Annotated[str, typer.Option(help="规则，用逗号隔开；不填为全部")] = "",
    title: Annotated[str, typer.Option(help="这一批叫什么")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会派发多少，不派发")] = False,
    as_json: Json = False,
) -> None:
    """把待派发的疑点按村派发下去，限期核实。"""
    _enter(folder)
    from liuqing.registry.queries import cases as asking
    from liuqing.registry.services import cases

    wanted = [one.strip() for one in rules.split(",") if one.strip()]
    seen = asking.preview(_operator(), area or None, wanted, _day(due, "--due"))
    if not dry_run:
        cases.send(by=_operator(), area_code=area, rules=wanted, due_on=_day(due, "--due"), title=title)
    _print_json(asdict(seen) | {"sent": not dry_run}) if as_json else _print_sent(seen, sent=not dry_run)


@app.command()
def compare(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="全国系统导出的户信息、人员信息或村信息")],
    target: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="把差异写成 xlsx")] = None,
    as_json: Json = False,
) -> None:
    """账账相符：台账和全国系统的下一份导出逐项比对，不读入，什么也不改。"""
    _enter(folder)
    from liuqing.registry.queries import comparing

    found = comparing.compare(_operator(), file)
    if target is not None:
        from liuqing.reports import register_diff

        register_diff.write(found, user=_operator(), out=target)
    _print_json(found.as_json()) if as_json else _print_compared(found)


@app.command()
def ledgers(
    folder: Folder,
    area: Annotated[str, typer.Option(help="区划代码；不填为全县")] = "",
    as_json: Json = False,
) -> None:
    """账账相符：人数、村总数、部门名单、到户资金，台账和各本账是不是一个数。"""
    _enter(folder)
    from liuqing.registry.queries import ledgers as books

    found = books.ledgers(_operator(), area or None)
    _print_json(found.as_json()) if as_json else _print_ledgers(found)


@app.command()
def figures(folder: Folder, on: Day, as_json: Json = False) -> None:
    """全县主要数字，和规划目标放在一起。"""
    _enter(folder)
    from liuqing.planning.queries import targets

    rows = targets.figures(_operator(), _day(on))
    _print_json(rows) if as_json else _print_rows(
        rows, ("metric", "dimension", "year", "value", "unit", "target", "state")
    )


@app.command()
def report(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    target: Annotated[Path, typer.Option("--out", metavar="FILE")],
    area: Annotated[str, typer.Option(help="区划代码")] = "",
    household: Annotated[str, typer.Option(help="户编号")] = "",
    form: Annotated[str, typer.Option("--format", help="xlsx docx pdf html json csv")] = "",
    purpose: Annotated[str, typer.Option(help="用途；含完整证件号码的材料必须写明")] = "",
    only: Annotated[str, typer.Option("--only", metavar="NUMBER", help="只要其中一份，如公示编号")] = "",
) -> None:
    """写出一份材料，如 six-clears、register-persons。"""
    _enter(folder)
    from liuqing import reports

    written = reports.write(
        name,
        user=_operator(),
        area=area or None,
        household=household or None,
        format=form or target.suffix.lstrip("."),
        out=target,
        purpose=purpose,
        only=only,
    )
    _say(f"已写出 {written}")


@app.command()
def fill(
    folder: Folder,
    template: Annotated[Path, typer.Argument(metavar="TEMPLATE", help="上级发的表：.xlsx 或 .docx")],
    target: Annotated[Path, typer.Option("--out", metavar="FILE")],
    area: Annotated[str, typer.Option(help="区划代码")] = "",
    household: Annotated[str, typer.Option(help="户编号")] = "",
    purpose: Annotated[str, typer.Option(help="用途，写入留痕")] = "",
    as_json: Json = False,
) -> None:
    """填报表：用台账填好上级发的表，并说明哪些栏台账还不知道。"""
    _enter(folder)
    from liuqing.reports import filling

    told = filling.fill(
        template,
        user=_operator(),
        area=area or None,
        household=household or None,
        out=target,
        purpose=purpose,
    )
    _print_json({**told.as_dict(), "out": str(target)}) if as_json else _print_filled(told, target)


@app.command()
def answers(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="填好交回的核实表")],
    by: Annotated[str, typer.Option("--by", metavar="ACCOUNT", help="核实人的账号")] = "",
    as_json: Json = False,
) -> None:
    """收回核实表：每个填好的行成为一条核实结果；有问题的行写进错误表。"""
    _enter(folder)
    from liuqing.registry.services import accounts, answers_in

    taken = answers_in.take(file, accounts.named(by) if by else _operator())
    _print_json(taken.as_dict()) if as_json else _print_taken(taken)
    if taken.faults:
        raise typer.Exit(1)


@app.command()
def rules(
    place: PlaceName = "fuyuan",
    on: Annotated[str, typer.Option("--on", metavar="DAY")] = "",
    as_json: Json = False,
) -> None:
    """每条规则、标准和数字，连同出处；地方的文件夹有错，就一次列出全部错处。"""
    from liuqing.compute import graph
    from liuqing.policy import checking
    from liuqing.policy import place as places
    from liuqing.policy.rule_book import as_json as joined
    from liuqing.policy.rule_book import catalogue
    from liuqing.policy.rules import RULES

    faults = [*checking.check(places.folder(place)), *graph.check(RULES, checking.shipped())]
    for fault in faults:
        err.print(fault.sentence(), style="red", highlight=False, markup=False, soft_wrap=True)
    if faults:
        raise typer.Exit(1)
    found = catalogue(places.load(place), _day(on) if on else date.today())
    _print_json(joined(found)) if as_json else _print_rules(found)


@app.command()
def measure(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="任何一张表：.csv（UTF-8、GBK）、.xlsx……")],
    welfare: Annotated[str, typer.Option(metavar="COL", help="福利值的列名，如 人均收入")],
    line: Annotated[
        str, typer.Option(metavar="X", help="贫困线，和福利值同一单位；或中位数的百分比，如 60%")
    ],
    weight: Annotated[str, typer.Option(metavar="COL", help="权重的列名，如 家庭人口")] = "",
    by: Annotated[str, typer.Option(metavar="COL", help="按哪一列分组")] = "",
    strata: Annotated[str, typer.Option(metavar="COL", help="抽样的层")] = "",
    psu: Annotated[str, typer.Option(metavar="COL", help="初级抽样单元，如 村、户")] = "",
    census: Annotated[bool, typer.Option("--census", help="是全数不是抽样：不算标准误")] = False,
    leave_out: Annotated[bool, typer.Option("--leave-out", help="读不懂的行不要了，照样测算")] = False,
    as_json: Json = False,
) -> None:
    """贫困测量：发生率、深度、强度、基尼、沃茨、森—肖洛克斯—托恩指数，带标准误。"""
    from liuqing.compute.poverty import measuring, reading

    asked = reading.Asked(welfare, weight, by, strata, psu)
    done = measuring.measure(file, asked, line, counted=census)
    faults = done.taken.faults
    for fault in faults[:MOST_FAULTS]:
        err.print(fault.sentence(), style="red", highlight=False, markup=False, soft_wrap=True)
    if faults and not leave_out:
        more = f"（以上是前 {MOST_FAULTS} 处）" if len(faults) > MOST_FAULTS else ""
        _fail(f"{len(faults):,} 处读不懂{more}，没有测算。请改正，或用 --leave-out 不要这些行。")
    _print_json(done.as_dict()) if as_json else _print_measured(done)


@app.command(name="check-plan")
def check_plan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="规划、计划、方案：.docx .pdf .txt .html")],
    page_to: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="写一页报告：全文，数标在原处")
    ] = None,
    book_to: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="写一本 Excel：每个数、每处关系")
    ] = None,
    as_json: Json = False,
) -> None:
    """查一份规划的数：总数和分项、前后两处、单价和数量，哪里对不上。不要台账，不联网。"""
    from liuqing.plans import keeping

    keeping.refuse_loss(file, [target for target in (page_to, book_to) if target])
    checked = _checked_plan(file)
    if page_to:
        from liuqing.plans.page import page

        html = page(checked)
        keeping.keep(page_to, lambda draft: draft.write_text(html, encoding="utf-8"))
    if book_to:
        from liuqing.plans import figure_table

        keeping.keep(book_to, lambda draft: figure_table.write(checked, draft))
    _print_json(checked.as_dict()) if as_json else _print_plan(checked, page_to, book_to)


@app.command(name="what-if")
def what_if(
    folder: Folder,
    reform: Annotated[Path, typer.Argument(metavar="REFORM", help="调整方案文件（YAML）")],
    on: Annotated[str, typer.Option("--on", metavar="DAY")] = "",
    target: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="把受影响的户和人写到这里")
    ] = None,
    as_json: Json = False,
) -> None:
    """政策模拟：改一个数或一条规则，看全县谁受益、谁受损、每个村花多少钱。台账不受影响。"""
    _enter(folder)
    from liuqing.registry.queries import reforms

    tried = reforms.try_file(_operator(), reform, on=_day(on) if on else None, out=target)
    _print_json(tried.as_dict()) if as_json else _print_trial(tried.as_dict())


# --- how the commands do it ------------------------------------------------------------------


@app.command()
def recode(
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="新的区划名单：代码、名称、级别、上级代码、原代码")
    ],
    on: Day,
    try_only: Annotated[bool, typer.Option("--try", help="只说会改什么，不改")] = False,
    as_json: Json = False,
) -> None:
    """区划调整：改码、改名、合并村。旧名单照样认得，旧日期照样查得到。"""
    _enter(folder)
    from liuqing.registry.services import recoding

    done = recoding.recode(file, on=_day(on), by=_operator(), try_only=try_only)
    words = {"renamed": "改名", "recoded": "改码", "merged": "并入", "new": "新设"}
    _print_json(done) if as_json else out.print("，".join(f"{words[key]} {n} 处" for key, n in done.items()))


@app.command()
def purge(folder: Folder, on: Day = "", as_json: Json = False) -> None:
    """删除保留期满的部门名单原件（对上的和有出入的留下），和办结满期的线索里的姓名、电话、原话。"""
    _enter(folder)
    from liuqing.registry.services import clues, comparisons

    gone = comparisons.purge(on=_day(on) if on else date.today(), by=_operator())
    told = {"files": gone, "clues": clues.forget(by=_operator())}
    words = f"删除了 {len(gone)} 个到期的名单原件、{told['clues']} 条线索里的姓名电话"
    _print_json(told) if as_json else out.print(words)


def _our_fault(fault: Exception) -> str:
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return (
        f"程序内部出错：{type(fault).__name__}（{Path(place.filename).name} 第 {place.lineno} 行）。"
        "已做完的部分不受影响；请把这句话告诉维护人员。"
    )


def _enter(folder: Path) -> None:
    """Open the workspace and start Django in it."""
    workspace.open_workspace(folder)
    os.environ["LIUQING_WORKSPACE"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "liuqing.config.settings"
    import django

    django.setup()
    from liuqing.config import upgrade

    if copy := upgrade.bring_up_to_date():
        err.print(f"台账的结构已升级到这一版；升级前的台账留在 {copy.name}", highlight=False, markup=False)


def _new(folder: Path, *, place: str, database: str, is_demo: bool) -> None:
    from liuqing.policy import place as places

    county = places.load(place)
    if not (is_demo and (folder / "county.toml").is_file()):
        # A folder of one's own is remembered by its whole path: commands are run from anywhere.
        known = county.key if Path(county.key).is_absolute() else place
        workspace.create(folder, place=known, demo=is_demo, database=database)
    _enter(folder)
    from liuqing.registry.services import areas

    areas.plant(county, by=_operator())


def _make_demo(folder: Path, *, place: str, households: int | None, seed: int) -> None:
    from liuqing.sample import calibration, county

    _new(folder, place=place, database="", is_demo=True)
    lists = folder / "lists"
    _say("一、写出样本县的工作簿（人都是虚构的）……")
    files = county.write(
        place, lists, households=households, seed=seed, leaving=True, projects=True, progress=_say
    )
    _say(f"二、读入 {len(files)} 个工作簿……")
    _print_loaded(_load(files, by=_operator(), quiet=False))
    _say("三、冻结台账，按规则测算……")
    from liuqing.registry.queries import assessment
    from liuqing.registry.services import snapshots

    day = calibration.load(place).as_of
    _print_assessment(assessment(snapshots.take(on=day, by=_operator())))
    _look_for_pairs()
    _say("四、写出纸面材料……")
    _first_papers(folder)
    _open_demo_accounts(folder)
    _begin_work()
    workspace.write_private(folder / READY, day.isoformat())


def _begin_work() -> None:
    """The demo's people begin their work, so that there is something under way to look at."""
    from liuqing.registry.queries.scope import assessed
    from liuqing.registry.services import demonstrating

    begun = demonstrating.begin(assessed())
    _say(f"五、演示人员开始办理：{begun.proceedings} 件办件，{begun.clues} 条线索")
    from liuqing.planning.services import demonstrating as money

    if (done := money.begin()) is not None:
        _say(
            f"   项目申报 {done.applications} 个，公示 {done.announcements} 份，发放批次 {done.batches} 批，"
            f"收益分配 {done.distributions} 份"
        )


def _checked_plan(file: Path) -> "Checked":
    """Read and check; on a terminal it says what takes the time."""
    from liuqing.plans import checking, reading

    with err.status("读文字……") as status:
        document = reading.read(file)
        status.update(f"核对 {document.characters:,} 字……")
        return checking.check(document)


def _look_for_pairs() -> None:
    from liuqing.registry.services import pairs as finding

    found = finding.find(by=_operator())
    _say(f"   可能重复登记、等人判断的 {found.waiting} 对，其中新发现 {found.new} 对")


def _first_papers(folder: Path) -> None:
    from liuqing import reports
    from liuqing.registry.queries import fullest_village

    village = fullest_village(_operator())
    for form in ("xlsx", "pdf"):
        target = folder / "out" / f"六清-{village.name}.{form}"
        reports.write(
            "six-clears", user=_operator(), area=village.code, household=None, format=form, out=target
        )
        _say(f"   {target}")


def _load(files: list[Path], *, by: "User", quiet: bool, go_on: bool = False) -> list[dict[str, Any]]:
    from liuqing.registry.services import loading

    return loading.load_paths(files, by=by, progress=None if quiet else _progress(), go_on=go_on)


def _progress() -> Callable[[str, int, int | None], None]:
    """A line on a terminal that counts rows; silent where the output is a file."""

    def show(file: str, done: int, total: int | None) -> None:
        if out.is_terminal:
            of = f"/{total:,}" if total else ""
            out.print(
                f"   {file}：{done:,}{of} 行\033[K", end="\r", markup=False, highlight=False, soft_wrap=True
            )

    return show


def _open_demo_accounts(folder: Path) -> None:
    """One account for each role; name and passphrase stand in ``accounts.txt`` of the demo."""
    from liuqing.registry.services import accounts

    made, passphrase = accounts.create_demo(by=_operator())
    lines = [f"演示账号，口令都是：{passphrase}", ""]
    lines += [f"  {account.username:<10} {account.role_label}（{account.area}）" for account in made]
    (folder / "accounts.txt").unlink(missing_ok=True)
    workspace.write_private(folder / "accounts.txt", "\n".join(lines))


def _open_first_accounts() -> None:
    """An administrator and an analyst for a real county; the passphrases are shown only once."""
    from liuqing.registry.models import Area
    from liuqing.registry.services import accounts

    county = Area.objects.get(parent=None)
    for username, name, role in (
        ("admin", "系统管理员", "administrator"),
        ("office", "县级业务员", "county_analyst"),
    ):
        passphrase = accounts.generated()
        user = accounts.create(username=username, name=name, passphrase=passphrase, by=_operator())
        accounts.appoint(user=user, role=role, area_path=county.path, by=_operator())
        _say(f"  {username:<10} {name}，口令 {passphrase}（只显示这一次，请记下）")


def _operator() -> "User":
    from liuqing.registry.services import accounts

    return accounts.operator()


def _count(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isdigit() or int(text) < 1:
        raise typer.BadParameter("应是正整数或 all", param_hint="--households")
    return int(text)


def _day(text: str, hint: str = "--on") -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("应写成 2018-12-31 的样子", param_hint=hint) from None


# --- how people see it -----------------------------------------------------------------------


def _say(text: str) -> None:
    out.print(text, highlight=False, markup=False, soft_wrap=True)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _print_rows(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*("" if row.get(c) is None else str(row[c]) for c in columns))
    out.print(table)


def _print_loaded(files: list[dict[str, Any]]) -> None:
    table = Table("文件", "识别为", "行数", "采用", "待确认", "退回", "错误表")
    for file in files:
        counts = (f"{file[key]:,}" for key in ("rows", "accepted", "held", "refused"))
        book = Path(file["errors_book"]).name if file.get("errors_book") else ""
        table.add_row(file["file"], file["kind"], *counts, book)
    out.print(table)
    for file in files:
        if problem := file.get("problem"):
            line = f"{file['file']}：{problem['what']}。{problem['remedy']}"
            err.print(line, style="red", highlight=False, markup=False, soft_wrap=True)
        for doubt in file["doubts"]:
            line = f"{file['file']}：{doubt['what']}。{doubt['remedy']}"
            err.print(line, style="red", highlight=False, markup=False, soft_wrap=True)
    if any(file["doubts"] for file in files):
        err.print("以上名单还没有读取，台账没有变。核对后用 --go-on 继续。", style="red", soft_wrap=True)


def _print_filled(told: Any, target: Path) -> None:
    rows = f"，{told.rows:,} 行（{told.unit}）" if told.rows else ""
    _say(f"已写出 {target}：{told.subject}{rows}，填了 {len(told.filled)} 栏")
    for one in told.missing:
        _say(f"  还缺 {one.label}（{one.place}）：{one.known}/{one.of} {one.why}")
    for notice in told.notices:
        _say(f"  {notice}")


def _print_taken(taken: Any) -> None:
    _say(
        f"{taken.file}：{taken.rows} 行，收下 {taken.answered} 条（其中 {taken.beside} 条别人也答过，都保留），"
        f"以前收过 {taken.before} 条，空着 {taken.blank} 行"
    )
    for fault in taken.faults:
        err.print(
            f"  第 {fault.row} 行：{fault.what}。{fault.remedy}",
            style="red",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    if taken.errors_book:
        _say(f"  错误表：{taken.errors_book}")


def _print_compared(found: Any) -> None:
    _say(
        f"{found.label}：台账 {found.ours:,} 行，导出 {found.theirs:,} 行；"
        f"只在导出里 {found.new:,} 行，只在台账里 {found.missing:,} 行"
    )
    table = Table("项目", "不一致", "由国家系统更正", "由本台账更正", "先核实")
    for one in found.fields:
        table.add_row(one.field, *(f"{n:,}" for n in (one.count, one.national, one.record, one.check)))
    out.print(table)


def _print_ledgers(found: Any) -> None:
    _say(f"{found.area.name}，{found.year} 年")
    table = Table("账", "台账", "另一本账", "只在台账", "只在另一本", "单位")
    for one in found.lines:
        counts = (one.ours, one.theirs, one.only_ours, one.only_theirs)
        table.add_row(one.label, *("" if n is None else f"{n:,}" for n in counts), one.unit)
    out.print(table)


def _print_assessment(result: dict[str, Any]) -> None:
    _say(f"快照 {result['snapshot']}，{result['households']:,} 户")
    table = Table("规则", "是", "否", "不明")
    for rule, counts in result["findings"].items():
        table.add_row(rule, *(f"{counts[key]:,}" for key in ("true", "false", "unknown")))
    out.print(table)


def _print_cases(board: Any) -> None:
    table = Table("规则", "待派发", "待核实", "待审核", "待销号", "已销号", "逾期")
    for one in (*board.rules, board.total):
        counts = (one.found, one.sent, one.answered, one.reviewed, one.closed, one.overdue)
        table.add_row(one.label, *(f"{count:,}" for count in counts))
    out.print(table)
    change = board.change
    _say(
        f"和上次测算相比：新增 {change.new:,}，仍未销号 {change.still:,}，重新打开 {change.reopened:,}，"
        f"销号 {change.closed:,}；已有情况说明、没有再打开 {change.held:,}"
    )


def _print_sent(seen: Any, *, sent: bool) -> None:
    for one in seen.stopped:
        _say(f"已暂停、不会派发：{one.label}，命中 {one.matched:,} / {one.of:,}")
    _say(
        f"{'已派发' if sent else '将派发'} {seen.total:,} 条到 {len(seen.villages):,} 个村，每村最多 {seen.most:,} 条，"
        f"约 {seen.minutes:,} 分钟；已有情况说明、不再派发 {seen.held:,} 条"
    )


def _print_trees(trees: list[dict[str, Any]], depth: int = 0) -> None:
    marks = {True: "✓", False: "✗", None: "?"}
    for node in trees:
        source = f"  〔{node['source']}〕" if node.get("source") else ""
        _say(f"{'   ' * depth}{marks.get(node['verdict'], '·')} {node['label']}：{node['value']}{source}")
        _print_trees(node.get("children", []), depth + 1)
        if changes := node.get("changes"):
            _say("怎样会改变结论：")
            for change in changes:
                _say(f"   → {change['sentence']}（{change['reach']}）")


def _print_rules(found: dict[str, Any]) -> None:
    from liuqing.policy.rule_book import as_text

    for line in as_text(found):
        _say(line)


def _fail(why: str) -> None:
    err.print(why, style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _print_measured(done: Any) -> None:
    from liuqing.compute.poverty import telling

    for line in telling.rows_of(done):
        _say(line)
    for heads, rows in telling.tables(done):
        table = Table()
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in rows:
            table.add_row(*row)
        out.print(table)
    for line in telling.remarks(done):
        _say(line)


def _print_plan(checked: "Checked", page_to: Path | None, book_to: Path | None) -> None:
    from rich.text import Text

    from liuqing.plans import showing, telling

    for line in telling.lines(showing.show(checked)):
        out.print(Text.assemble(*((span.text, span.style) for span in line)), soft_wrap=True)
    for target in (page_to, book_to):
        if target:
            _say(f"已写出 {target}")
    if not page_to and not book_to:
        _say("要看标在原处的全文：加 --html 报告.html；要每个数的表：加 --xlsx 数.xlsx")


def _print_trial(tried: dict[str, Any]) -> None:
    _say(f"{tried['label']}，{tried['on']}，{tried['households']:,} 户")
    if not tried["changed"]:
        _say("没有任何一户、一人的结论或待遇会改变。")
        return
    table = Table("规则", "对象", "变为是、增加", "不再是、减少", "现在", "方案")
    for one in tried["changed"]:
        people = {"household": "户", "person": "人"}[one["entity"]]
        sums = (
            f"{one[key] / 100:,.2f} 元" if one["unit"] == "fen" else f"{one[key]:,}"
            for key in ("before", "after")
        )
        table.add_row(one["label"], people, f"{one['gain']:,}", f"{one['lose']:,}", *sums)
    out.print(table)


def _print_checks(found: list[Any]) -> None:
    marks = {"good": "✓", "warn": "!", "bad": "✗"}
    for check in found:
        _say(f"{marks[check.level]} {check.label}：{check.found}{check.remedy}")


def _print_accounts(folder: Path) -> None:
    note = folder / "accounts.txt"
    if note.is_file():
        _say(note.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
