"""A county writes its own procedure; what is wrong with a file is told with its line, everything at once."""

from datetime import date
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.policy import checking, place
from liuqing.policy.place import Place
from liuqing.policy.procedures import check, check_folder, in_force, stated

OWN = """procedures:
  household_exit:
    label: 本县退出
    effect: exit
    starts: [registered]
    needs: [exits]
    versions:
      2019-01-01:
        source: {document: 某县退出办法, clause: 第三条}
        steps:
          - {key: proposal, label: 提名, who: 村两委, level: village, kind: propose}
          - {key: notice, label: 公示, who: 村两委, level: village, kind: notice, notice: {days: 5, count: working, at: [village]}}
          - {key: county, label: 审定, who: 县, level: county, kind: decide}
      2020-01-01:
        source: {document: 某县退出办法, clause: 废止}
        ended: true
"""
STEP = "          - {key: a, label: 提名, who: 村, level: village, kind: propose}\n"
LAST = "          - {key: z, label: 审定, who: 县, level: county, kind: decide}\n"
HEAD = """procedures:
  household_exit:
    label: 退出
    effect: exit
    versions:
      2019-01-01:
        source: {document: 某办法, clause: 一}
        steps:
"""


def _county(at: Path, **files: str) -> Place:
    (at / "procedures").mkdir()
    (at / "place.yaml").write_text("extends: china/yunnan\nlabel: 某县\n", "utf-8")
    for name, text in files.items():
        (at / "procedures" / f"{name}.yaml").write_text(text, "utf-8")
    return place.load(str(at))


def test_a_county_replaces_one_procedure_and_keeps_the_others(tmp_path: Path) -> None:
    # A file of any name counts, also one that sorts before the nation's.
    own = _county(tmp_path, aaa=OWN)
    assert check(own) == [] and checking.check(tmp_path) == []
    found = in_force(own, date(2019, 6, 1))
    assert [step.label for step in found["household_exit"].steps] == ["提名", "公示", "审定"]
    assert len(found["village_exit"].steps) == 7 and "township_exit" in found


def test_the_old_version_counts_no_longer_once_it_has_ended(tmp_path: Path) -> None:
    own = _county(tmp_path, exits=OWN)
    assert "household_exit" not in in_force(own, date(2018, 12, 31))
    assert "household_exit" in in_force(own, date(2019, 12, 31))
    assert "household_exit" not in in_force(own, date(2020, 1, 1))


def _faults(at: Path, text: str) -> list[tuple[int | None, str]]:
    _county(at, exits=text)
    found = check_folder(at)
    assert all(fault.where.file == f"{at.name}/procedures/exits.yaml" for fault in found)
    return [(fault.where.row, fault.what) for fault in found]


WRONG = {
    "第一步不是提出": HEAD + LAST,
    "不止一步是提出": HEAD + STEP + STEP.replace("key: a", "key: b") + LAST,
    "没有一步是审核审批": HEAD + STEP,
    "有两步的 key 相同": HEAD + STEP + LAST.replace("key: z", "key: a"),
    "排在最后一次审批之后": HEAD + STEP + LAST
    + "          - {key: m, label: 补会, who: 村, level: village, kind: record}\n".replace("record", "compare"),
    "公示公告要写 notice": HEAD + STEP + "          - {key: n, label: 公示, who: 村, level: village, kind: notice}\n" + LAST,
    "没有写 at": HEAD + STEP
    + "          - {key: n, label: 公示, who: 村, level: village, kind: notice, notice: {days: 5}}\n" + LAST,
    "公示天数不能小于 0": HEAD + STEP
    + "          - {key: n, label: 公示, who: 村, level: village, kind: notice, notice: {days: -1, at: [village]}}\n" + LAST,
    "没有写 quorum": HEAD + STEP + "          - {key: m, label: 评议, who: 村, level: village, kind: meeting}\n" + LAST,
    "不是 0 到 1 之间的分数": HEAD + STEP
    + "          - {key: m, label: 评议, who: 村, level: village, kind: meeting, quorum: {who: 代表, present: 3/2}}\n" + LAST,
    "quorum「三分之二」": HEAD + STEP
    + "          - {key: m, label: 评议, who: 村, level: village, kind: meeting, quorum: {who: 代表, agree: 三分之二}}\n" + LAST,
    "quorum「1/0」": HEAD + STEP
    + "          - {key: m, label: 评议, who: 村, level: village, kind: meeting, quorum: {who: 代表, agree: 1/0}}\n" + LAST,
    "没有写 signatures": HEAD + STEP + "          - {key: c, label: 认可, who: 户主, level: village, kind: consent}\n" + LAST,
    "within 和 entered_within 不能小于 0": HEAD + STEP + LAST.replace("kind:", "within: -1, kind:"),
    "spot_check 应在 0 和 1 之间": HEAD + STEP + LAST.replace("kind:", "spot_check: 20, kind:"),
    "effect「leave_it」不认识": (HEAD + STEP + LAST).replace("effect: exit", "effect: leave_it"),
    "starts「贫困户」不认识": (HEAD + STEP + LAST).replace("effect: exit", "effect: exit\n    starts: [贫困户]"),
    "没有写 versions": "procedures:\n  household_exit: {label: 退出, effect: exit}\n",
    "期限 0 天应大于 0": (HEAD + STEP + LAST).replace("        steps", "        days: 0\n        steps"),
    "光公示就要 9 天": (HEAD + STEP
    + "          - {key: n, label: 公示, who: 村, level: village, kind: notice, notice: {days: 9, at: [village]}}\n"
    + LAST).replace("        steps", "        days: 8\n        steps"),
    "既写了 ended 又写了步骤": (HEAD + STEP + LAST).replace("        steps", "        ended: true\n        steps"),
    "没有按先后排列": HEAD + STEP + LAST + "      2018-01-01:\n        source: {document: 某办法, clause: 一}\n"
    "        steps:\n" + STEP + LAST,
}  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_procedure_is_told_with_its_line(tmp_path: Path, said: str) -> None:
    told = _faults(tmp_path, WRONG[said])
    assert any(said in what and row == 2 for row, what in told), told


def test_an_unknown_kind_of_step_is_told_on_its_own_line(tmp_path: Path) -> None:
    told = _faults(tmp_path, HEAD + STEP.replace("propose", "vote") + LAST)
    assert any(row == 9 and "不是允许的词" in what for row, what in told), told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (HEAD + STEP + LAST.replace("kind:", "within: -1, kind:")).replace(
        "effect: exit", "effect: leave_it"
    )
    told = _faults(tmp_path, text.replace("label: 退出", "label: 退出\n    whatever: 1"))
    assert len(told) == 3 and {row for row, _ in told} == {2, 4}
    with pytest.raises(Problem, match="另有 2 处错误"):
        stated(place.load(str(tmp_path)))


def test_two_files_cannot_both_state_a_procedure(tmp_path: Path) -> None:
    _county(tmp_path, exits=OWN, more=OWN)
    [fault] = check_folder(tmp_path)
    assert fault.where.file.endswith("procedures/more.yaml") and fault.where.row == 2
    assert "household_exit" in fault.what and "exits.yaml" in fault.what
