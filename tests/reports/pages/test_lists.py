"""One declaration gives a list's page and its file, with their addresses and roles."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import resolve, reverse

from accounts.access import LEADERS, ShopRequest
from accounts.models import Shop
from reports.pages.downloads import Heading, Sheet
from reports.pages.lists import file_links, list_page
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _sheet(request: ShopRequest, shop: Shop, number: int) -> Sheet:
    return Sheet(f"steps_{number}", [Heading("Step")], [[shop.name], ["=1+1"]])


@list_page(_sheet, *LEADERS)
def steps(request: ShopRequest, shop: Shop, number: int) -> HttpResponse:
    """A list of nothing."""
    return HttpResponse("page")


def _asked(rf, user, address: str = "/") -> ShopRequest:
    request = rf.get(address)
    request.user, request.session = user, {}
    return request


def test_page_and_file_stand_below_one_address() -> None:
    page, file = steps.urls("s/<int:shop_id>/steps/<int:number>/", "steps")

    assert (page.name, str(page.pattern)) == ("steps", "s/<int:shop_id>/steps/<int:number>/")
    assert (file.name, str(file.pattern)) == (
        "steps_file",
        "s/<int:shop_id>/steps/<int:number>/file.<str:kind>",
    )


def test_the_file_holds_the_sheet_of_the_address(cast: Cast, rf) -> None:
    answer = steps.file(_asked(rf, cast.manager), shop_id=cast.shop.pk, number=7, kind="csv")

    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''steps_7.csv"
    assert b"".join(answer).decode() == f"\ufeffStep\r\n{cast.shop.name}\r\n'=1+1\r\n"


def test_there_are_no_files_of_other_kinds(cast: Cast, rf) -> None:
    with pytest.raises(Http404):
        steps.file(_asked(rf, cast.manager), shop_id=cast.shop.pk, number=7, kind="pdf")


def test_page_and_file_are_for_the_same_roles(cast: Cast, rf) -> None:
    asked = _asked(rf, cast.agent)

    for view, more in ((steps.page, {}), (steps.file, {"kind": "csv"})):
        with pytest.raises(Http404):
            view(asked, shop_id=cast.shop.pk, number=7, **more)


def test_links_lead_to_the_file_of_the_page_with_its_filters(rf) -> None:
    request = rf.get("/s/3/orders/?q=A1&page=2")
    request.resolver_match = resolve("/s/3/orders/")

    assert [url for _label, url in file_links(request)] == [
        "/s/3/orders/file.xlsx?q=A1&page=2",
        "/s/3/orders/file.csv?q=A1&page=2",
    ]


def test_links_of_another_list_or_table_say_so(rf) -> None:
    request = rf.get("/s/3/lost-sales/causes/")
    request.resolver_match = resolve("/s/3/lost-sales/causes/")

    assert file_links(request, table="matrix")[1][1] == "/s/3/lost-sales/causes/matrix.csv"
    assert file_links(request, "orders_file")[1][1] == reverse("reports:orders_file", args=[3, "csv"])
