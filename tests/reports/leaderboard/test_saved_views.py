"""Views that a person saved of the leaderboard: kept, renamed, shown first, deleted; each her own."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from reports.models import SavedView
from tests.cast import Cast, member


@pytest.fixture
def manager(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


def _save(client: Client, cast: Cast, name: str, query: str, **more: str):
    told = {"page": "leaderboard", "name": name, "query": query} | more
    return client.post(reverse("reports:view_save", args=[cast.shop.pk]), told)


def _change(client: Client, cast: Cast, view: SavedView, **told: str):
    return client.post(reverse("reports:view_change", args=[cast.shop.pk, view.pk]), told)


QUERY = "columns=sales_fen,receptions&sort=-sales_fen&from=2026-05-01&to=2026-05-07&evil=1"


def test_a_view_keeps_columns_and_filters_and_days_only_where_wanted(cast: Cast, manager: Client) -> None:
    answer = _save(manager, cast, "Sales", QUERY)
    _save(manager, cast, "May", QUERY, days="on")

    kept = dict(SavedView.objects.values_list("name", "query"))
    assert kept["Sales"] == "columns=sales_fen%2Creceptions&sort=-sales_fen"
    assert kept["May"] == "columns=sales_fen%2Creceptions&sort=-sales_fen&from=2026-05-01&to=2026-05-07"
    assert answer.url == f"/s/{cast.shop.pk}/leaderboard/?{kept['Sales']}"
    assert "Sales" in manager.get(answer.url).content.decode()


def test_the_same_name_replaces_and_no_name_saves_nothing(cast: Cast, manager: Client) -> None:
    _save(manager, cast, "Mine", "view=sales")
    _save(manager, cast, "Mine", "view=service")
    _save(manager, cast, "  ", "view=chasing")

    assert list(SavedView.objects.values_list("name", "query")) == [("Mine", "view=service")]
    assert _save(manager, cast, "x", "", page="people").status_code == 404


def test_the_first_view_is_shown_where_the_address_asks_for_nothing(cast: Cast, manager: Client) -> None:
    _save(manager, cast, "A", "view=sales")
    _save(manager, cast, "B", "view=service")
    a, b = SavedView.objects.order_by("name")
    _change(manager, cast, a, wish="first")
    _change(manager, cast, b, wish="first")
    board = f"/s/{cast.shop.pk}/leaderboard/"

    assert list(SavedView.objects.filter(is_default=True)) == [b]
    assert manager.get(board).url == f"{board}?view=service"
    assert manager.get(f"{board}?view=overview").status_code == 200
    _change(manager, cast, b, wish="not_first")
    assert manager.get(board).status_code == 200


def test_a_view_can_be_renamed_to_a_free_name_and_deleted(cast: Cast, manager: Client) -> None:
    _save(manager, cast, "A", "view=sales")
    _save(manager, cast, "B", "view=service")
    a, b = SavedView.objects.order_by("name")
    _change(manager, cast, a, wish="rename", name="B")
    assert SavedView.objects.get(pk=a.pk).name == "A"
    _change(manager, cast, a, wish="rename", name="C")
    _change(manager, cast, b, wish="delete")

    assert list(SavedView.objects.values_list("name", flat=True)) == ["C"]


def test_nobody_sees_or_changes_anothers_view(cast: Cast, manager: Client) -> None:
    _save(manager, cast, "Mine", "view=sales")
    other = Client()
    other.force_login(member("second", cast.shop, Role.MANAGER))

    assert _change(other, cast, SavedView.objects.get(), wish="delete").status_code == 404
    assert "Mine" not in other.get(f"/s/{cast.shop.pk}/leaderboard/?view=sales").content.decode()


def test_picked_columns_become_one_word_of_the_address(cast: Cast, manager: Client) -> None:
    board = f"/s/{cast.shop.pk}/leaderboard/"
    answer = manager.get(f"{board}?col=sales_fen&col=receptions&view=service&from=2026-05-01")

    assert answer.url == f"{board}?from=2026-05-01&columns=sales_fen%2Creceptions"
    page = manager.get(f"{board}?columns=nothing,password")
    assert page.context["picks"].view == "overview"
