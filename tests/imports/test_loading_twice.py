"""Two readers of one file: the second gives way and leaves the file's state to the first."""

import pytest

from liuqing.registry import problems
from liuqing.registry.models import SourceFile
from liuqing.registry.services import loading

pytestmark = pytest.mark.django_db


def test_a_reader_that_gives_way_does_not_mark_the_file_as_failed():
    file = SourceFile.objects.create(sha256="a" * 64, name="list.xlsx", state=SourceFile.State.LOADING)
    loading._stop(file, problems.being_loaded(file.name))
    file.refresh_from_db()
    assert file.state == SourceFile.State.LOADING
    assert file.problem is None


def test_a_file_that_cannot_be_read_is_marked_with_its_problem():
    file = SourceFile.objects.create(sha256="b" * 64, name="list.xlsx", state=SourceFile.State.LOADING)
    loading._stop(file, problems.broken(file.name, "ValueError"))
    file.refresh_from_db()
    assert file.state == SourceFile.State.FAILED
    assert file.problem["code"] == "loading.broken"
