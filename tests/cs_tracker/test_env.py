"""Settings are read by type, and a wrong one says its name, what was found and what to write."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from cs_tracker import env


@pytest.fixture(autouse=True)
def variable(monkeypatch: pytest.MonkeyPatch):
    """Return a function that sets the variable X."""
    monkeypatch.delenv("X", raising=False)
    return lambda value: monkeypatch.setenv("X", value)


def test_an_empty_variable_counts_as_not_set(variable) -> None:
    variable("  ")
    assert env.text("X", "default") == "default"


@pytest.mark.parametrize(("written", "read"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)])
def test_a_switch_is_on_or_off(variable, written, read) -> None:
    variable(written)
    assert env.switch("X", not read) is read


@pytest.mark.parametrize(
    ("read", "written", "advice"),
    [
        (lambda: env.switch("X"), "maybe", "Write 1 to switch it on"),
        (lambda: env.number("X", 120), "soon", "a whole number that is at least 1, such as 120"),
        (lambda: env.number("X", 120), "0", "at least 1"),
        (lambda: env.hosts("X", []), "https://cs.example.com", "host names only"),
        (lambda: env.origins("X"), "cs.example.com", "https://cs.example.com"),
        (lambda: env.choice("X", ["zh-hans", "en"], "en"), "de", "one of: zh-hans, en"),
        (lambda: env.folder("X", Path()), "/proc/nowhere", "a folder that can be made"),
        (lambda: env.database("X", Path()), "mysql://host/name", "postgres://user:password@host"),
        (lambda: env.database("X", Path()), "postgres://host:port/name", "sqlite:////folder/file.sqlite3"),
        (lambda: env.database("X", Path()), "postgres://host", "the database has no name"),
        (lambda: env.redis("X"), "localhost:6379", "redis://host:6379/0"),
        (lambda: env.email("X", ""), "smpt://host", "smtp+tls://user:password@host:587"),
    ],
)
def test_a_wrong_value_says_what_to_write(variable, read, written, advice) -> None:
    variable(written)

    with pytest.raises(env.WrongSetting) as error:
        read()

    assert f"The setting X is “{written}”" in str(error.value)
    assert advice in str(error.value)


def test_a_wrong_address_does_not_show_its_password(variable) -> None:
    variable("mysql://wu:geheim@host/name")

    with pytest.raises(env.WrongSetting) as error:
        env.database("X", Path())

    assert "“mysql://…@host/name”" in str(error.value)


def test_without_an_address_the_database_is_a_file(tmp_path) -> None:
    assert env.database("X", tmp_path / "a b?.sqlite3") == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "a b?.sqlite3"),
    }


def test_four_slashes_name_a_sqlite_file_by_its_full_path(variable, tmp_path) -> None:
    variable(f"sqlite:///{tmp_path}/new/cs.sqlite3")

    assert env.database("X", Path())["NAME"] == f"{tmp_path}/new/cs.sqlite3"
    assert (tmp_path / "new").is_dir()


def test_postgresql_is_chosen_by_its_address_alone(variable) -> None:
    variable("postgres://wu:p%40ss@db:5433/shop")

    config = env.database("X", Path())

    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert [config[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "wu",
        "p@ss",
        "db",
        5433,
        "shop",
    ]


def test_mail_is_sent_by_the_server_of_the_address(variable) -> None:
    variable("smtp+tls://wu:geheim@mail.example.com:587")

    assert env.email("X", "consolemail://") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.com",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "wu",
        "EMAIL_HOST_PASSWORD": "geheim",
        "EMAIL_USE_TLS": True,
    }


def test_a_secret_is_made_once_and_kept_from_others(tmp_path) -> None:
    file = tmp_path / "secret_key"

    first, second = env.secret("X", file), env.secret("X", file)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_secret_of_the_environment_is_used_and_not_written_down(variable, tmp_path) -> None:
    variable("$from-the-environment")

    assert env.secret("X", tmp_path / "secret_key") == "$from-the-environment"
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_stops_every_command_with_one_sentence(tmp_path) -> None:
    outcome = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"DATA_DIR": str(tmp_path), "DEBUG": "maybe"},
        capture_output=True,
        text=True,
    )

    assert outcome.returncode == 1
    assert outcome.stdout == ""
    assert outcome.stderr.splitlines() == [
        "The setting DEBUG is “maybe”, which cannot be used. Write 1 to switch it on, or 0 to switch it off."
    ]
