"""The health check, and the headers that every page carries."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from cs_tracker import __version__


def test_it_answers_while_the_database_can_be_reached(client, db) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "version": __version__}


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["version"] == __version__


def test_it_says_so_when_the_database_is_gone(client, db, monkeypatch) -> None:
    def gone():
        raise OperationalError("secret details of the connection")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"status": "error", "database": "unreachable"}


def test_it_changes_nothing(client) -> None:
    assert client.post("/healthz").status_code == 405


def test_pages_allow_nothing_from_elsewhere_and_nothing_inline(client, db) -> None:
    headers = client.get("/healthz").headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_browsers_that_ask_for_an_icon_by_its_old_name_get_ours(client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/mark.svg"
