"""What holds for every address and every start: a strict policy, no POST without a token, safe cookies."""

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.audit.addresses import address_of
from tests.cs_tracker.test_settings import python
from tests.safety.addresses import EVERY, parameters
from tests.safety.world import World

SHOW = """
import json
from cs_tracker import settings as s
names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT",
         "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "TRUSTED_PROXIES")
print(json.dumps({name: getattr(s, name) for name in names}))
"""
SECRET_WORDS = ("SECRET", "PASSWORD", "TOKEN", "API_KEY")


def every_address(world: World) -> list[tuple[str, str]]:
    """(name, address), of ours and of the administration, with the world's things where it has them."""
    told = world.ids | {"app_label": "accounts"}
    return [
        (name, reverse(name, kwargs={key: told.get(key, "1") for key in parameters(name)}))
        for name in EVERY
        if EVERY[name].name
    ]


def test_no_address_takes_a_post_without_a_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.readers["manager"])
    taken = {name: client.post(address, {"x": "1"}).status_code for name, address in every_address(world)}

    assert {name: status for name, status in taken.items() if status != 403} == {}


def test_every_answer_carries_the_policy(world: World) -> None:
    for reader in ("anonymous", "manager"):
        client = Client(raise_request_exception=False)
        if world.readers[reader]:
            client.force_login(world.readers[reader])
        answers = {name: client.get(address) for name, address in every_address(world)}
        answers["nowhere"] = client.get("/no/such/page")

        without = [
            name for name, answer in answers.items() if not answer.headers.get("Content-Security-Policy")
        ]
        assert without == []
        assert answers["nowhere"].headers["X-Frame-Options"] == "DENY"
        assert answers["nowhere"].headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_lets_no_inline_code_run_and_loads_nothing_from_elsewhere() -> None:
    directives = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    said = " ".join(f"{name} {' '.join(values)}" for name, values in directives.items())

    assert "unsafe" not in said
    for name in ("default-src", "script-src", "style-src", "font-src", "connect-src", "base-uri"):
        assert directives[name] == ["'self'"]
    assert directives["object-src"] == directives["frame-ancestors"] == ["'none'"]


def test_behind_https_cookies_and_transport_are_safe(tmp_path: Path) -> None:
    shown = json.loads(python("-c", SHOW, DATA_DIR=str(tmp_path), BEHIND_HTTPS="1").stdout)

    assert shown == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "TRUSTED_PROXIES": 1,
    }


def test_no_secret_is_written_into_the_code() -> None:
    """What is called a secret is read from the environment, or made once and kept outside the code."""
    settings = Path(django_settings.BASE_DIR, "cs_tracker", "settings.py").read_text(encoding="utf-8")
    given = [
        line.strip()
        for line in settings.splitlines()
        if "=" in line and any(word in line.split("=")[0] for word in SECRET_WORDS)
    ]
    known = ("env.", "AUTH_PASSWORD_VALIDATORS", "[", "{")

    assert given
    assert [line for line in given if not any(one in line for one in known)] == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody of ours stands there: whoever calls may write it
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # the first was written by the caller
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_wrote_counts_as_the_address(
    settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == address


def test_a_socket_without_an_address_tells_none(settings) -> None:
    settings.TRUSTED_PROXIES = 0
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) is None
