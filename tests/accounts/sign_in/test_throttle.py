"""How long somebody who guesses links has to wait."""

import time
from pathlib import Path

import pytest
from django.test import RequestFactory

from accounts.sign_in import throttle

MINUTE = 60


@pytest.mark.parametrize("backend", ["filebased.FileBasedCache", "locmem.LocMemCache"])
def test_a_guesser_waits_a_quarter_of_an_hour_from_the_first_failure(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory, backend: str
) -> None:
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": tmp_path}}
    request, start = rf.get("/"), time.time()
    for number in range(throttle.MOST_PER_ADDRESS):
        monkeypatch.setattr(time, "time", lambda after=number: start + after)
        assert not throttle.is_blocked(request)
        throttle.note_failure(request)

    monkeypatch.setattr(time, "time", lambda: start + 14 * MINUTE)
    assert throttle.is_blocked(request)
    assert not throttle.is_blocked(rf.get("/", REMOTE_ADDR="192.0.2.7"))
    monkeypatch.setattr(time, "time", lambda: start + 16 * MINUTE)
    assert not throttle.is_blocked(request)
