"""The front end as it is committed: rebuilt byte for byte, small enough, and from nowhere else."""

import filecmp
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/liuqing/web/static"
TEMPLATES = ROOT / "src/liuqing/web/templates"
FRONTEND = ROOT / "frontend"


def test_a_rebuild_equals_the_committed_files(tmp_path):
    if not shutil.which("node"):
        pytest.skip("no Node on this machine: the committed files are used as they are")
    if not (FRONTEND / "node_modules/esbuild").is_dir():
        pytest.skip("frontend/node_modules is missing: run npm ci in frontend/ to compare a rebuild")
    subprocess.run(
        ["node", "build.mjs", "--out", str(tmp_path)],
        cwd=FRONTEND,
        check=True,
        capture_output=True,
        timeout=120,
    )
    built = sorted(path.name for path in tmp_path.iterdir())
    assert built == sorted(path.name for path in STATIC.iterdir())
    assert [n for n in built if not filecmp.cmp(tmp_path / n, STATIC / n, shallow=False)] == []


@pytest.mark.parametrize(
    ("name", "kilobytes"), [("app.css", 16), ("app.js", 46), ("icons.svg", 5), ("board.js", 180)]
)
def test_no_file_grows_unseen(name, kilobytes):
    """Compressed as a browser gets it. Raise a limit only for something that users need."""
    assert len(zlib.compress((STATIC / name).read_bytes(), 9)) <= kilobytes * 1024


BY_ITS_HASH = {"ask_base.html", "public_notice_base.html"}
"""The public's pages carry their one style with them, allowed by its hash: one request on a slow network."""


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_inline_code_or_style_or_another_host(path):
    text = path.read_text(encoding="utf-8")
    if path.name in BY_ITS_HASH:
        text = re.sub(r"<style>\{% include \"web/\w+\.css\" %\}</style>", "", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:", text)
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", text)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_an_icon_never_stands_without_a_word(path):
    for button in re.findall(
        r"<(?:button|a)\b[^>]*>(.*?)</(?:button|a)>", path.read_text(encoding="utf-8"), re.DOTALL
    ):
        if "{% icon" in button:
            assert re.sub(r"\{% icon [^%]*%\}|<[^>]+>", "", button).strip()
