"""The command that creates a shop."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Shop

pytestmark = pytest.mark.django_db


def test_a_shop_is_created_with_its_main_account_and_zone():
    call_command("create_shop", "测试旗舰店", "--main-account", "测试", "--timezone", "Europe/Berlin")
    shop = Shop.objects.get()
    assert (shop.name, shop.main_account, shop.timezone) == ("测试旗舰店", "测试", "Europe/Berlin")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["taken"], "already"),
        (["new", "--timezone", "Mars/Olympus"], "no time zone"),
        ([" "], "needs a name"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(arguments: list[str], words: str):
    Shop.objects.create(name="taken")
    with pytest.raises(CommandError, match=words) as error:
        call_command("create_shop", *arguments)
    assert error.value.returncode == 2
    assert Shop.objects.count() == 1
