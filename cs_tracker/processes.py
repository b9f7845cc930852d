"""Keeps child processes running, shows what they say under their names, and leaves none behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from io import TextIOBase
from typing import TextIO

LOOK_EVERY_SECONDS = 0.3
STOP_WITHIN_SECONDS = 20.0
HEALTHY_AFTER_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 30.0
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux' prctl

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    """One program in a session of its own, so that Ctrl-C reaches only us and we can end its whole group."""

    def __init__(self, name: str, command: Sequence[str], out: TextIOBase) -> None:
        self.name, self.command, self.out = name, command, out
        self.failures = 0
        self.start_at = 0.0  # on the monotonic clock: when to start, then when it was started
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the program and pass on its lines."""
        self.start_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  (our own command lines)
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        threading.Thread(target=self._pass_on, args=(self.process.stdout,), daemon=True).start()

    def look_after(self) -> None:
        """Start the program again if it ended, after a pause that doubles while it keeps failing."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif (status := self.process.poll()) is not None:
            self.kill()  # what the dead one left of its group
            self.failures = 0 if now - self.start_at > HEALTHY_AFTER_SECONDS else self.failures + 1
            pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)
            self.say(f"ended with status {status}; starting again in {pause:g} s")
            self.process, self.start_at = None, now + pause

    def ask_to_stop(self) -> None:
        """Send the polite signal."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End the whole group, however far it is."""
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # nothing was left
            self.process.wait()

    @property
    def running(self) -> bool:
        """Tell whether the program itself is alive."""
        return self.process is not None and self.process.poll() is None

    def say(self, line: str) -> None:
        """Print one line under the child's name."""
        self.out.write(f"{self.name:<6} | {line}\n")
        self.out.flush()

    def _pass_on(self, lines: TextIO) -> None:
        """Print what the program says until it closes its end."""
        with lines:
            for line in lines:
                self.say(line.rstrip("\n"))


def die_with_parent() -> None:
    """Have Linux end a child politely when we are killed; elsewhere such a child would be orphaned."""
    if _libc:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def keep_running(children: Sequence[Child]) -> None:
    """Look after the children until a signal asks us to stop; a second signal stops at once."""
    stopping, at_once = threading.Event(), threading.Event()

    def stop(*_: object) -> None:
        (at_once if stopping.is_set() else stopping).set()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    try:
        while not stopping.is_set():
            for child in children:
                child.look_after()
            stopping.wait(LOOK_EVERY_SECONDS)
        stop_all(children, at_once)
    finally:
        for child in children:
            child.kill()


def stop_all(children: Sequence[Child], at_once: threading.Event) -> None:
    """Ask the children to stop in their order, each after the one before it, within a common time."""
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        child.ask_to_stop()
        while child.running and time.monotonic() < deadline and not at_once.is_set():
            time.sleep(0.05)
