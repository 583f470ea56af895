"""A real Chromium on a live server; whatever it complains of, or asks of others, fails the test."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from liuqing.registry.services import accounts, snapshots
from tests import county as making

CHROMIUM = (
    os.environ.get("LIUQING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
)
PASSPHRASE = "vier-blaue-stufen-88"
SHOTS = Path(os.environ.get("LIUQING_SHOTS", "/tmp/liuqing-shots"))
# Playwright's loop runs in this thread, and Django would take it for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # Numbered from one again, a county is the very same county: what was worked out is known.
            item.add_marker(pytest.mark.django_db(transaction=True, reset_sequences=True))


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: apt install chromium, or name one in LIUQING_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@dataclass
class Eyes:
    """A page, and everything about it that must not happen."""

    page: object
    host: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.host + path)
        # What a page asks for by itself has come too. Waiting for half a second without any traffic
        # instead took longer than all the pages together.
        self.page.wait_for_selector(".htmx-request", state="detached")

    def shot(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def sideways(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A password is worked over a million times on purpose; what is looked at here are the pages."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def look(chromium, live_server, county, cast):
    """``look("county_approver", width=360)``: signed in, on the first page."""
    opened = []

    def enter(part: str = "county_approver", width: int = 1440, height: int = 900, **more) -> Eyes:
        user = cast.everybody()[part]
        user.set_password(PASSPHRASE)
        user.save()
        context = chromium.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, **more
        )
        eyes = Eyes(context.new_page(), live_server.url)
        watch(eyes)
        opened.append((context, eyes))
        eyes.go("/sign-in/")
        eyes.page.get_by_label("用户名").fill(user.username)
        eyes.page.get_by_label("密码").fill(PASSPHRASE)
        eyes.page.get_by_role("button", name="登录").click()
        eyes.page.wait_for_url("**/todo/")
        return eyes

    yield enter
    for context, eyes in opened:
        context.close()
        assert eyes.complaints == []


@pytest.fixture
def assessed(county):
    return snapshots.take(on=making.ON, by=accounts.operator())


def watch(eyes: Eyes) -> None:
    page, told = eyes.page, eyes.complaints
    page.on("console", lambda said: told.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: told.append(str(fault)))
    # A request given up because the reader went on to the next page is no fault.
    page.on(
        "requestfailed", lambda one: None if "ABORTED" in one.failure else told.append(f"failed: {one.url}")
    )
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((eyes.host, "data:", "blob:"))
            else told.append(f"another host: {asked.url}")
        ),
    )
