"""Runs the whole product with one command: migrations, web server, worker and clock."""

import errno
import fcntl
import http.client
import socket
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from cs_tracker.processes import Child, keep_running

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  (compared, not bound)
# Celery warns of root because of pickled messages, which ours are not; in a container everybody is root.
ROOT_IS_FINE = "ignore:You're running the worker with superuser"
READY_WITHIN_SECONDS = 120.0


class Command(BaseCommand):
    """`manage.py up`: stop it with Ctrl-C."""

    help = "Prepare the database and run web server, worker and clock until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="default: %(default)s")
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run everything until asked to stop."""
        bind, port = options["bind"].strip("[]"), options["port"]
        with only_one():
            check_port(bind, port)
            self.stdout.write("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)
            connections.close_all()  # children start with none
            children = [Child(name, command, self.stdout) for name, command in commands(bind, port).items()]
            threading.Thread(target=self.tell_address, args=(bind, port), daemon=True).start()
            keep_running(children)
        self.stdout.write("CS Tracker has stopped.")

    def tell_address(self, bind: str, port: int) -> None:
        """Say where to look once the web server answers."""
        host = "127.0.0.1" if bind in EVERYWHERE else bind
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not answers(host, port) and time.monotonic() < deadline:
            time.sleep(0.2)
        self.stdout.write(
            self.style.SUCCESS(f"CS Tracker is ready: http://{address(host, port)}  (stop it with Ctrl-C)")
        )
        if bind not in {"127.0.0.1", "::1", "localhost"} and settings.ALLOWED_HOSTS == settings.LOCAL_HOSTS:
            self.stdout.write(
                "Other machines are turned away until ALLOWED_HOSTS names the host they type, "
                "such as ALLOWED_HOSTS=cs.example.com,localhost"
            )


def commands(bind: str, port: int) -> dict[str, list[str]]:
    """Return the children's command lines in the order in which they are stopped."""
    celery = [sys.executable, "-W", ROOT_IS_FINE, "-m", "celery", "--quiet"]
    celery += ["--workdir", str(settings.BASE_DIR), "-A", "cs_tracker"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--chdir", str(settings.BASE_DIR), "--no-control-socket"]
    return {
        "beat": [*celery, "beat", "--loglevel", "WARNING"],
        "web": [
            *gunicorn,
            f"--bind={address(bind, port)}",
            "--worker-class=gthread",
            f"--workers={settings.WEB_PROCESSES}",
            f"--threads={settings.WEB_THREADS}",
            # A slow upload may take minutes; a stop may not.
            "--timeout=120",
            "--graceful-timeout=10",
            "--log-level=warning",
            "cs_tracker.wsgi:application",
        ],
        "worker": [
            *celery,
            "worker",
            f"--concurrency={settings.WORKER_PROCESSES}",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
        ],
    }


@contextmanager
def only_one() -> Iterator[None]:
    """Refuse to run twice on one data folder: two clocks would write one schedule."""
    with (settings.DATA_DIR / "up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"CS Tracker is already running on the data folder {settings.DATA_DIR}. "
                "Stop it first, or set DATA_DIR to another folder."
            ) from error
        yield


def check_port(bind: str, port: int) -> None:
    """Say in words why the web server could not listen, before anything is started."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        socket.create_server((bind, port), family=family).close()
    except OverflowError as error:
        raise CommandError(f"{port} is no port. Choose one up to 65535, such as --port 8000.") from error
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is taken by another program. Stop that, or choose another port: "
            f"--port {port + 1} (or PORT={port + 1}).",
            errno.EACCES: f"Port {port} is reserved. Choose one above 1023, such as --port 8000.",
        }
        sentence = reasons.get(error.errno or 0, f"{bind} is no address of this machine ({error.strerror}).")
        raise CommandError(sentence) from error


def answers(host: str, port: int) -> bool:
    """Tell whether something on the port speaks HTTP; which status it gives does not matter."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def address(host: str, port: int) -> str:
    """Return host and port as one writes them in an address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
