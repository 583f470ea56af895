"""What is wrong with this installation: each check says what it found and what to do."""

import shutil
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from liuqing.config.databases import wal_is_safe
from liuqing.config.workspace import Workspace

NETWORK_DISKS = ("nfs", "nfs4", "cifs", "smb", "smb3", "fuse.sshfs", "9p")
SYNC_FOLDERS = ("onedrive", "dropbox", "坚果云", "baidunetdisk", "百度网盘", "icloud")
GIB = 1024**3


@dataclass(frozen=True)
class Check:
    """One thing looked at: ``level`` is good, warn or bad."""

    name: str
    label: str
    level: str
    found: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        """The check as JSON."""
        return asdict(self)


def examine(workspace: Workspace) -> list[Check]:
    """Look at everything; the order is the order of importance."""
    checks: tuple[Callable[[Workspace], Check], ...] = (
        _database, _journal, _disk, _place_of_folder, _key, _inbox, _clock, _proceedings, _projects, _book, _paper_fonts,
    )  # fmt: skip
    return [check(workspace) for check in checks]


def _database(workspace: Workspace) -> Check:
    from django.db import connection

    if connection.vendor != "sqlite":
        return Check("database", "数据库", "good", f"{connection.vendor}。")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        answer = cursor.fetchone()[0]
    if answer == "ok":
        return Check("database", "数据库", "good", f"SQLite {sqlite3.sqlite_version}，检查完好。")
    return Check("database", "数据库", "bad", "数据库文件有损坏。", "立即停用，从备份恢复。")


def _journal(_: Workspace) -> Check:
    mode = "WAL" if wal_is_safe() else "TRUNCATE（本机 SQLite 有 WAL 缺陷，已自动避开）"
    return Check("journal", "日志方式", "good", f"{mode}。")


def _disk(workspace: Workspace) -> Check:
    free = shutil.disk_usage(workspace.folder).free
    text = f"剩余 {free / GIB:.1f} GiB。"
    if free < GIB // 2:
        return Check("disk", "磁盘", "bad", text, "少于 0.5 GiB，已不能读入名单，请清理磁盘。")
    if free < 2 * GIB:
        return Check("disk", "磁盘", "warn", text, "请尽快清理磁盘。")
    return Check("disk", "磁盘", "good", text)


def _place_of_folder(workspace: Workspace) -> Check:
    kind = _file_system(workspace.folder)
    if kind in NETWORK_DISKS:
        return Check(
            "folder", "位置", "bad", f"工作区在网络盘上（{kind}）。", "请移到本机磁盘，网络盘会损坏数据库。"
        )
    if any(word in str(workspace.folder).lower() for word in SYNC_FOLDERS):
        return Check(
            "folder", "位置", "bad", "工作区在同步盘文件夹里。", "请移出同步盘，否则数据会外传并可能损坏。"
        )
    return Check("folder", "位置", "good", "本机磁盘。")


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    rows = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    fitting = [row for row in rows if folder.is_relative_to(row[0])]
    return max(fitting, key=lambda row: len(row[0]))[1] if fitting else ""


def _key(workspace: Workspace) -> Check:
    mode = (workspace.folder / "key").stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Check("key", "主密钥", "bad", "密钥文件别人也能读。", "执行 chmod 600 收回权限。")
    return Check("key", "主密钥", "good", "只有本人可读；请另存一份到别处。")


def _inbox(workspace: Workspace) -> Check:
    size = sum(f.stat().st_size for f in (workspace.folder / "inbox").rglob("*") if f.is_file())
    return Check("inbox", "收件", "good", f"收到的文件共 {size / 1024**2:.1f} MiB，加密保存。")


def _clock(_: Workspace) -> Check:
    year = datetime.now(UTC).year
    if not 2024 <= year <= 2100:
        return Check(
            "clock", "时钟", "bad", f"本机时钟在 {year} 年。", "请校准时钟，否则期限和留痕都不可信。"
        )
    return Check("clock", "时钟", "good", "正常。")


def _proceedings(_: Workspace) -> Check:
    from liuqing.registry.services import standing

    broken = standing.verify_all()
    if not broken:
        return Check("proceedings", "办件链条", "good", "每一件的每一步都与封存的一致。")
    first = broken[0]
    where = f"第 {first.position} 步：" if first.position else ""
    return Check(
        "proceedings", "办件链条", "bad", f"{len(broken)} 件与封存的不一致，如 {first.no}，{where}{first.what}。",
        "有人绕过系统改动了数据库：请保留现场，从备份核对，并报告负责人。",
    )  # fmt: skip


def _book(_: Workspace) -> Check:
    from liuqing.planning.services import funds

    found = funds.verify()
    if found.sound:
        return Check("book", "资金账簿", "good", f"{found.vouchers} 张凭证都平，余额等于分录之和，封存无误。")
    return Check(
        "book", "资金账簿", "bad", f"{len(found.faults)} 处对不上，如：{found.faults[0]}",
        "有人绕过系统改动了数据库：请保留现场，从备份核对，并报告负责人。",
    )  # fmt: skip


def _projects(_: Workspace) -> Check:
    from liuqing.planning.services import life

    broken = life.verify_all()
    if not broken:
        return Check("projects", "项目链条", "good", "每个项目走过的每一步都与封存的一致。")
    return Check(
        "projects", "项目链条", "bad", f"{len(broken)} 个项目与封存的不一致，如 {broken[0].no}，{broken[0].what}。",
        "有人绕过系统改动了数据库：请保留现场，从备份核对，并报告负责人。",
    )  # fmt: skip


def _paper_fonts(_: Workspace) -> Check:
    from liuqing import reports

    fonts = list((Path(reports.__file__).parent / "fonts").glob("*.[ot]tf"))
    if not fonts:
        return Check("fonts", "打印字体", "bad", "安装包里没有中文字体。", "请重新安装。")
    return Check("fonts", "打印字体", "good", f"自带 {len(fonts)} 个中文字体。")
