"""Gives every test run a workspace of its own before Django reads its settings.

``LIUQING_DATABASE`` with a PostgreSQL URL runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from liuqing.config import workspace

# A worker of xdist inherits its parent's environment and still needs a folder of its own.
if "LIUQING_WORKSPACE" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    _folder = Path(tempfile.mkdtemp(prefix="liuqing-test-"))
    workspace.create(_folder / "county", place="fuyuan", demo=True)
    os.environ["LIUQING_WORKSPACE"] = str(_folder / "county")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
