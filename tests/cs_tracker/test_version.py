"""Every page says at its end which version of the product made it."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from cs_tracker import __version__
from tests.cast import Cast

AT_THE_END = f'<footer class="product-version">CS Tracker {__version__}</footer>'


def test_pages_of_a_shop_say_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.manager)

    assert AT_THE_END in client.get(f"/s/{cast.shop.pk}/").content.decode()


@pytest.mark.parametrize(("address", "status"), [("/sign-in/", 200), ("/nothing-here/", 404)])
def test_pages_before_signing_in_say_it(cast: Cast, address: str, status: int) -> None:
    answer = Client().get(address)

    assert answer.status_code == status
    assert AT_THE_END in answer.content.decode()


def test_the_page_of_a_broken_answer_says_it() -> None:
    assert AT_THE_END in render_to_string("500.html")
