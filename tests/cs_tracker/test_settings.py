"""With nothing set the product serves this machine only; behind HTTPS it passes Django's own checks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from cs_tracker.checks import debug_is_for_this_machine_only

OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "MEDIA_ROOT", "BEHIND_HTTPS")
TESTS_ONLY = ("DJANGO_ALLOW_ASYNC_UNSAFE",)
SHOW = """
import json
from cs_tracker import settings as s
print(json.dumps([s.DEBUG, s.ALLOWED_HOSTS, s.DATABASES["default"], s.CELERY_BROKER_URL,
                  s.CACHES["default"]["BACKEND"], str(s.MEDIA_ROOT)], default=str))
"""


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Run Python with these settings and no others."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS + TESTS_ONLY}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=django_settings.BASE_DIR,
        env=clean | variables,
        capture_output=True,
        text=True,
    )


def test_with_nothing_set_it_runs_on_sqlite_without_a_broker_for_this_machine_only(tmp_path: Path) -> None:
    debug, hosts, database, broker, cache, media = json.loads(
        python("-c", SHOW, DATA_DIR=str(tmp_path)).stdout
    )

    assert debug is False
    assert hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert database["NAME"] == str(tmp_path / "cs_tracker.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert broker == "filesystem://localhost//"
    assert cache == "django.core.cache.backends.filebased.FileBasedCache"
    assert media == str(tmp_path / "media")


def test_redis_is_broker_and_cache_once_it_is_named(tmp_path: Path) -> None:
    shown = json.loads(python("-c", SHOW, DATA_DIR=str(tmp_path), REDIS_URL="redis://h:6379/0").stdout)

    assert shown[3:5] == ["redis://h:6379/0", "django.core.cache.backends.redis.RedisCache"]


def test_behind_https_nothing_is_left_for_the_deployment_check(tmp_path: Path) -> None:
    outcome = python(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        **{"DATA_DIR": str(tmp_path), "BEHIND_HTTPS": "1", "ALLOWED_HOSTS": "cs.example.com"},
    )

    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize(
    ("debug", "hosts", "errors"),
    [
        (True, ["localhost"], []),
        (False, ["cs.example.com"], []),
        (True, ["cs.example.com"], ["cs_tracker.E001"]),
    ],
)
def test_debug_is_refused_where_others_are_let_in(settings, debug, hosts, errors) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, hosts

    assert [error.id for error in debug_is_for_this_machine_only()] == errors


def test_every_variable_that_is_read_stands_in_the_readme() -> None:
    source = Path(django_settings.BASE_DIR, "cs_tracker", "settings.py").read_text(encoding="utf-8")
    readme = Path(django_settings.BASE_DIR, "README.md").read_text(encoding="utf-8")
    names = {part.partition('"')[0] for call in source.split("env.")[1:] for part in call.split('("')[1:2]}

    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} <= names
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []
