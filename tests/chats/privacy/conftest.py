"""Fixtures that the tests of privacy share with those of safety."""

from tests.safety.conftest import now, shop, wordy

__all__ = ["now", "shop", "wordy"]
