"""Language and appearance: kept on the person, in a cookie for visitors."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.markup import laid_flat


def test_a_language_is_kept_and_goes_before_the_browsers_wish(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    client.post("/preferences/", {"language": "zh-hans"})

    page = client.get(f"/s/{cast.shop.pk}/", headers={"accept-language": "en"})

    cast.manager.refresh_from_db()
    assert cast.manager.language == "zh-hans"
    assert '<html lang="zh-hans"' in laid_flat(page.content.decode())
    assert page.headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(("theme", "kept"), [("light", "light"), ("dark", "dark"), ("auto", "")])
def test_an_appearance_is_kept_and_written_on_the_page(
    cast: Cast, client: Client, theme: str, kept: str
) -> None:
    client.force_login(cast.manager)
    client.post("/preferences/", {"theme": theme})

    cast.manager.refresh_from_db()
    assert cast.manager.theme == kept
    assert f'data-theme="{theme}"' in client.get(f"/s/{cast.shop.pk}/").content.decode()


def test_a_visitor_keeps_both_in_cookies(cast: Cast, client: Client) -> None:
    client.post("/preferences/", {"language": "en"})
    client.post("/preferences/", {"theme": "dark"})

    page = laid_flat(client.get("/sign-in/").content.decode())

    assert '<html lang="en"' in page
    assert 'data-theme="dark"' in page


def test_an_unknown_choice_changes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    client.post("/preferences/", {"language": "xx", "theme": "pink"})

    cast.manager.refresh_from_db()
    assert (cast.manager.language, cast.manager.theme) == ("en", "")


def test_choosing_leads_back_to_the_page_but_never_to_another_site(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    assert client.post("/preferences/", {"theme": "dark", "next": "/s/1/?from=2026-05-01"}).url == (
        "/s/1/?from=2026-05-01"
    )
    assert client.post("/preferences/", {"theme": "dark", "next": "//evil.example/"}).url == "/"


def test_choosing_takes_a_post(cast: Cast, client: Client) -> None:
    assert client.get("/preferences/").status_code == 405
