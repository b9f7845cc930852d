"""The browser reaches the server, and the house rules for pages are watched."""

import pytest
from playwright.sync_api import Page


def test_the_health_check_answers_a_browser(page: Page) -> None:
    response = page.goto("/healthz")

    assert response is not None
    assert response.status == 200
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_a_forbidden_inline_script_is_noticed(page: Page, expected_errors: list[str]) -> None:
    expected_errors += ["CSP", "inline"]
    page.goto("/admin/login/")

    with page.expect_console_message(lambda message: message.text.startswith("CSP: script-src")):
        page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "1";
            document.body.append(script);
        }""")


@pytest.fixture
def user(django_user_model):
    return django_user_model.objects.create_superuser("wu", password="x")


def test_a_person_can_be_signed_in_on_a_phone(phone: Page, sign_in, shot, user) -> None:
    sign_in(phone, user)
    phone.goto("/admin/")

    assert phone.url.endswith("/admin/")
    shot(phone, "admin-phone")
