"""A document travels with its page and comes back whole; whatever else comes back is refused and never run."""

import base64
import os
import pickle
import zlib
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.plans import carried, checking, reading
from liuqing.plans.quantity import Quantity
from tests.plans.hand_made import TEXT

pytestmark = pytest.mark.one_database


class Evil:
    """What a pickle of a stranger would like to do."""

    def __reduce__(self):
        return os.system, ("touch liuqing-was-here",)


def sent(value: object) -> str:
    return base64.b64encode(zlib.compress(pickle.dumps(value))).decode()


def test_a_document_comes_back_whole_and_is_judged_the_same():
    document = reading.text("\n".join(TEXT), name="计划.txt")
    again = carried.unpack(carried.pack(document))
    assert again.paragraphs == document.paragraphs and again.lines == document.lines
    assert [s.title for s in again.root.walk()] == [s.title for s in document.root.walk()]
    assert checking.check(again).as_dict() == checking.check(document).as_dict()


@pytest.mark.parametrize(
    "value", [Evil(), {"a": 1}, "text", Quantity, [Evil()]], ids=["run", "dict", "text", "class", "list"]
)
def test_nothing_but_a_document_is_ever_built(value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem, match="网页里带的文字不完整"):
        carried.unpack(sent(value))
    assert not Path("liuqing-was-here").exists()


@pytest.mark.parametrize(
    "text", ["", "x", "计划", "eJwDAAAAAAE=", base64.b64encode(zlib.compress(b"no pickle")).decode()]
)
def test_what_is_damaged_is_refused_in_words(text):
    with pytest.raises(Problem, match="请重新选一次文件"):
        carried.unpack(text)


def test_a_little_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(carried, "MOST", 1000)
    with pytest.raises(Problem, match="不完整"):
        carried.unpack(carried.pack(reading.text("投入资金1200万元。\n" * 500)))
