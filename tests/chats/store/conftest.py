"""One empty shop."""

import pytest

from accounts.models import Shop


@pytest.fixture
def shop(db) -> Shop:
    return Shop.objects.create(name="测试旗舰店", main_account="店")
