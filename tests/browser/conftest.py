"""A real browser on a running server: console errors, CSP violations and calls to the outside fail a test.

    def test_the_leaderboard_fits_a_phone(phone, sign_in, shot, manager):
        sign_in(phone, manager)
        phone.goto("/leaderboard")
        shot(phone, "leaderboard-phone")

Addresses are relative to the server. A test that provokes an error on purpose (a 404 page) adds a part
of the expected words to `expected_errors`. `shot` saves pictures to screenshots/ while SHOTS=1 is set.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

# Playwright's sync interface keeps an event loop in this thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds; a busy machine is no failure
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} forbids ${event.blockedURI} ${event.sourceFile || ""}`));"""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and let them see what the server wrote."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """Start Debian's Chromium, or skip with a word when the machine has none."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (apt-get install chromium, or set CHROMIUM to its path)")
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of console messages that this test provokes on purpose."""
    return []


@pytest.fixture
def new_page(browser: Browser, live_server, expected_errors: list[str]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of a given size (`color_scheme="dark"` for a dark one)."""
    errors: list[str] = []
    contexts = []

    def open_page(size: dict, **options) -> Page:
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"} | options
        context = browser.new_context(viewport=size, base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(TELL_VIOLATIONS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_error(message, errors))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: _no_stranger(request.url, live_server.url, errors))
        return page

    yield open_page
    for context in contexts:
        context.close()
    unexpected = [error for error in errors if not any(part in error for part in expected_errors)]
    assert unexpected == []


def _note_error(message: ConsoleMessage, errors: list[str]) -> None:
    """Note an error on the console, and where it comes from."""
    if message.type == "error":
        errors.append(f"{message.text} {message.location.get('url', '')}")


def _no_stranger(url: str, ours: str, errors: list[str]) -> None:
    """Note a request that leaves our server."""
    if (
        urlsplit(url).scheme in ("http", "https", "ws", "wss")
        and urlsplit(url).netloc != urlsplit(ours).netloc
    ):
        errors.append(f"request to the outside: {url}")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desktop page, 1440 × 900."""
    return new_page(DESKTOP)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A phone page, 390 × 844."""
    return new_page(PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def sign_in(live_server) -> Callable[..., None]:
    """Return a function that signs a user in on a page, without the form."""

    def sign_in_on(page: Page, user) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return sign_in_on


@pytest.fixture
def shot() -> Callable[..., None]:
    """Return a function that saves a picture of the whole page while SHOTS is set."""

    def save(page: Page, name: str, full_page: bool = True) -> None:
        if os.environ.get("SHOTS"):
            folder = Path(django_settings.BASE_DIR) / "screenshots"
            folder.mkdir(exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=full_page)

    return save
