"""One small county, written once for all tests of the sample."""

import pytest

from liuqing.sample import county
from tests.sample.reading import Folder

HOUSEHOLDS = 600


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Folder:
    path = tmp_path_factory.mktemp("sample")
    county.write("fuyuan", path, households=HOUSEHOLDS)
    return Folder(path)


@pytest.fixture(scope="session")
def whole():
    """All of the county in memory."""
    return county.make("fuyuan")
