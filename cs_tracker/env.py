"""Typed readers of environment variables: a wrong value stops the start with its name and what to write."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
DATABASES = ("sqlite", "postgres", "postgresql")
EMAILS = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail")


class WrongSetting(ImproperlyConfigured):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, found: str, write: str) -> None:
        super().__init__(f"The setting {name} is “{found}”, which cannot be used. Write {write}.")


def text(name: str, default: str = "", values: Mapping[str, str] | None = None) -> str:
    """Return the variable without outer spaces; an empty one counts as not set."""
    return (os.environ if values is None else values).get(name, "").strip() or default


def switch(name: str, default: bool = False) -> bool:
    """Read an on/off setting."""
    found = text(name)
    if found.lower() in TRUE | FALSE:
        return found.lower() in TRUE
    if found:
        raise WrongSetting(name, found, "1 to switch it on, or 0 to switch it off")
    return default


def number(name: str, default: int, least: int = 1) -> int:
    """Read a whole number that is at least `least`."""
    found = text(name, str(default))
    if not found.isdecimal() or int(found) < least:
        raise WrongSetting(name, found, f"a whole number that is at least {least}, such as {default}")
    return int(found)


def names(name: str, default: list[str]) -> list[str]:
    """Read a list separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or default


def hosts(name: str, default: list[str]) -> list[str]:
    """Read a list of bare host names."""
    found = names(name, default)
    for host in found:
        if "/" in host or " " in host:
            raise WrongSetting(name, host, "host names only, separated by commas, such as cs.example.com")
    return found


def origins(name: str) -> list[str]:
    """Read a list of addresses with their scheme, as the browser sends them in `Origin`."""
    found = names(name, [])
    for origin in found:
        if urlsplit(origin).scheme not in ("http", "https") or not urlsplit(origin).netloc:
            raise WrongSetting(name, origin, "addresses with their scheme, such as https://cs.example.com")
    return found


def web_address(name: str) -> str:
    """Read the address of a web site, without a slash at its end; empty where it is not set."""
    found = text(name).rstrip("/")
    if found and (urlsplit(found).scheme not in ("http", "https") or not urlsplit(found).hostname):
        raise WrongSetting(name, found, "an address such as https://cs.example.com")
    return found


def together(*names: str) -> list[str]:
    """Read settings that work together only: the values of all, or nothing where none is set."""
    found = [text(name) for name in names]
    if any(found) and not all(found):
        missing = names[found.index("")]
        raise WrongSetting(missing, "", f"it too, or leave {', '.join(names)} all empty")
    return found if all(found) else []


def choice(name: str, choices: list[str], default: str) -> str:
    """Read one of a few words."""
    found = text(name, default)
    if found not in choices:
        raise WrongSetting(name, found, "one of: " + ", ".join(choices))
    return found


def folder(name: str, default: Path) -> Path:
    """Return a folder one may write to, made on demand and closed to other users of the machine."""
    return writable(name, Path(text(name, str(default))).expanduser().absolute())


def writable(name: str, path: Path) -> Path:
    """Return a folder that the setting `name` asks for, after a look whether one may write there."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(name, str(path), f"a folder that can be made ({error.strerror})") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise WrongSetting(name, str(path), "a folder that this user may write to")
    return path


def inside(parent: Path, name: str) -> Path:
    """Return a folder within one of ours, made on demand."""
    path = parent / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def database(name: str, default: Path) -> dict[str, Any]:
    """Read a database address; without one, a SQLite file at `default`."""
    found = text(name)
    if not found:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    write = "sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/database"
    if found.partition(":")[0] not in DATABASES:
        raise WrongSetting(name, without_password(found), write)
    try:
        config = dict(Env.db_url_config(found))
    except ValueError as error:
        raise WrongSetting(name, without_password(found), write) from error
    if not config["NAME"]:
        raise WrongSetting(name, without_password(found), f"{write} (the database has no name)")
    if config["ENGINE"].endswith("sqlite3") and config["NAME"] != ":memory:":
        writable(name, Path(config["NAME"]).absolute().parent)
    return config


def redis(name: str) -> str:
    """Read the address of a Redis server, or nothing."""
    found = text(name)
    if found and found.partition("://")[0] not in ("redis", "rediss", "unix"):
        raise WrongSetting(name, without_password(found), "redis://host:6379/0, or leave it empty")
    return found


def email(name: str, default: str) -> dict[str, Any]:
    """Read where mail goes as Django's EMAIL_ settings; ports and hosts left out keep Django's defaults."""
    found = text(name, default)
    write = "smtp+tls://user:password@host:587, or consolemail:// to print mail to the log"
    if found.partition(":")[0] not in EMAILS:
        raise WrongSetting(name, without_password(found), write)
    try:
        config = Env.email_url_config(found)
    except ValueError as error:
        raise WrongSetting(name, without_password(found), write) from error
    return {key: value for key, value in config.items() if value and key.startswith("EMAIL_")}


def without_password(address: str) -> str:
    """Return an address fit for a message on the screen."""
    before, at, host = address.rpartition("@")
    return f"{before.partition('//')[0]}//…@{host}" if at else address


def secret(name: str, file: Path) -> str:
    """Return the secret of the environment, or the one kept in `file`, made at the first start.

    Linking a finished file into place lets processes that start together agree on one secret.
    """
    found = text(name)
    if found:
        return found
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass  # another process was first, its secret is read below
        except OSError:
            fresh.replace(file)  # a disk without hard links
        fresh.unlink(missing_ok=True)
    kept = file.read_text(encoding="ascii").strip()
    if not kept:
        raise ImproperlyConfigured(f"{file} is empty. Delete it for a new secret, or set {name}.")
    return kept
