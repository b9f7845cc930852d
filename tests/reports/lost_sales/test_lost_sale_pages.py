"""Pages of the lost-sale form and the desk: who may see and change what, and that sums equal the rows."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Membership, User
from reports.facts import queries
from reports.lost_sales.desk import reviews as lost_sale_reviews
from reports.lost_sales.form import verbs as lost_sales
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason
from reports.reasons import taxonomy as reasons
from tests.markup import laid_flat
from tests.reports.lost_sales.test_lost_sales import MORE, NIGHT, TUESDAY, answer, row
from tests.reports.told import MONDAY, Told, tell

SPAN = "from=2026-05-11&to=2026-05-17"


@pytest.fixture
def lost(db: None, tmp_path: Path) -> Told:
    found = tell(tmp_path / "files", *MORE)
    lost_sales.open_days(found.shop, MONDAY, TUESDAY)
    return found


@pytest.fixture
def form(lost: Told) -> LostSaleForm:
    return LostSaleForm.objects.get(agent__name="xiaomei", day=TUESDAY)


@pytest.fixture
def handed_in(form: LostSaleForm) -> LostSaleForm:
    answer(form)
    lost_sales.submit(form, NIGHT)
    form.refresh_from_db()
    return form


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_agent_sees_her_rows_with_the_buyers_and_the_suggestions(
    lost: Told, form: LostSaleForm, read
) -> None:
    page = read(lost.xiaomei, lost.url("lost-sales/")).content.decode()
    assert all(buyer in page for buyer in ("sue", "pat", "joe"))
    assert "tom" not in page  # xiaoqi's
    assert "The buyer wrote “太贵了”." in page and "Nobody answered." in page
    assert "0/3" in page


def test_an_address_that_names_one_half_of_a_disagreement_is_no_error(lost: Told, form: LostSaleForm) -> None:
    asked = LostSaleReason.objects.filter(shop=lost.shop, parent__isnull=False).first()
    for half in ("own", "reviewed"):
        page = signed_in(lost.manager).get(lost.url(f"lost-sales/causes/rows/?{SPAN}&{half}={asked.pk}"))
        assert page.status_code == 200, half


def test_nobody_fills_in_or_hands_in_the_form_of_another(lost: Told, form: LostSaleForm) -> None:
    entry = row(form, "sue")
    for user in (lost.xiaoqi, lost.supervisor, lost.manager, lost.stranger):
        client = signed_in(user)
        assert client.post(lost.url(f"lost-sales/rows/{entry.pk}/"), {"note": "x"}).status_code == 404
        assert (
            client.post(lost.url(f"lost-sales/{form.pk}/best-answer/"), {"best_answer": "x"}).status_code
            == 404
        )
        assert client.post(lost.url(f"lost-sales/{form.pk}/hand-in/")).status_code == 404
        assert client.post(lost.url(f"lost-sales/{form.pk}/add/"), {"buyer": "x"}).status_code == 404
    entry.refresh_from_db()
    assert entry.note == ""


def test_the_chat_opens_for_its_agent_and_those_who_lead_her(lost: Told, form: LostSaleForm, read) -> None:
    address = lost.url(f"lost-sales/rows/{row(form, 'sue').pk}/talk/")
    for user in (lost.xiaomei, lost.supervisor, lost.head, lost.manager):
        assert "亲，这款很值的" in read(user, address).content.decode()
    for user in (lost.xiaoqi, lost.stranger):
        assert read(user, address).status_code == 404


def test_a_supervisor_of_another_team_opens_no_chat(lost: Told, read) -> None:
    other = LostSaleEntry.objects.get(form__agent__name="xiaoqi", buyer__nick="tom")
    assert read(lost.supervisor, lost.url(f"lost-sales/rows/{other.pk}/talk/")).status_code == 404


@pytest.mark.parametrize("path", ["desk/", "reviews/", "causes/", "forms/"])
def test_the_desk_is_for_leaders(lost: Told, read, path: str) -> None:
    for user in (lost.xiaomei, lost.stranger):
        assert read(user, lost.url(f"lost-sales/{path}")).status_code == 404
    for user in (lost.supervisor, lost.manager):
        assert read(user, lost.url(f"lost-sales/{path}")).status_code == 200


def test_every_change_is_saved_at_once(lost: Told, form: LostSaleForm) -> None:
    entry, client = row(form, "sue"), signed_in(lost.xiaomei)
    chosen = LostSaleReason.objects.get(shop=lost.shop, code="price.sale")
    saved = client.post(
        lost.url(f"lost-sales/rows/{entry.pk}/"),
        {"reason": chosen.pk, "promo_told": "no", "would_do": "先报活动"},
    )
    assert saved.json() == {"saved": True}
    entry.refresh_from_db()
    assert (entry.reason, entry.promo_told, entry.would_do) == (chosen, "no", "先报活动")
    refused = client.post(lost.url(f"lost-sales/rows/{entry.pk}/"), {"reason": "99999"})
    assert (refused.status_code, refused.json()) == (400, {"error": "This cannot be saved: reason."})


def test_handing_in_says_how_many_rows_are_missing_and_then_thanks(lost: Told, form: LostSaleForm) -> None:
    client = signed_in(lost.xiaomei)
    page = client.post(lost.url(f"lost-sales/{form.pk}/hand-in/"), follow=True).content.decode()
    assert "3 rows need a reason." in page
    answer(form)
    assert (
        "Thank you" in client.post(lost.url(f"lost-sales/{form.pk}/hand-in/"), follow=True).content.decode()
    )
    closed = client.post(lost.url(f"lost-sales/rows/{row(form, 'sue').pk}/"), {"note": "x"})
    assert closed.status_code == 409


def test_a_phone_call_is_added_by_hand(lost: Told, form: LostSaleForm) -> None:
    signed_in(lost.xiaomei).post(
        lost.url(f"lost-sales/{form.pk}/add/"), {"buyer": "电话 王女士", "product": "耳钉"}
    )
    added = form.entries.get(added_by_hand=True)
    assert (added.buyer_name, added.product, added.state) == ("电话 王女士", "耳钉", "open")
    lost_sales.update_rows(lost.shop)
    assert form.entries.get(added_by_hand=True).state == "open"


def test_the_desk_names_who_has_not_handed_in(lost: Told, form: LostSaleForm, read, monkeypatch) -> None:
    monkeypatch.setattr(queries, "today", lambda shop, **_rules: TUESDAY)
    page = read(lost.head, lost.url("lost-sales/desk/")).content.decode()
    assert "xiaomei" in page and "xiaoqi" in page
    assert "xiaoqi" not in read(lost.supervisor, lost.url("lost-sales/desk/")).content.decode()


def test_a_review_is_decided_on_a_page_that_shortens_buyers(
    lost: Told, handed_in: LostSaleForm, read
) -> None:
    page = read(lost.head, lost.url("lost-sales/reviews/")).content.decode()
    assert "s**e" in page and "sue" not in page
    address = lost.url(f"lost-sales/reviews/{row(handed_in, 'sue').pk}/")
    client = signed_in(lost.head)
    hurried = client.post(address, {"decision": "return"}, headers={"HX-Request": "true"})
    assert "Say what the agent should look at again." in hurried.content.decode()
    assert row(handed_in, "sue").review == ""
    client.post(address, {"decision": "accept"})
    assert row(handed_in, "sue").review == "accepted"
    assert signed_in(lost.xiaomei).post(address, {"decision": "withdraw"}).status_code == 404
    assert client.post(address, {"decision": "burn"}).status_code == 404


def test_a_supervisor_reviews_only_her_teams(lost: Told) -> None:
    other = LostSaleForm.objects.get(agent__name="xiaoqi", day=MONDAY)
    answer(other)
    lost_sales.submit(other, NIGHT)
    address = lost.url(f"lost-sales/reviews/{row(other, 'tom').pk}/")
    assert signed_in(lost.supervisor).post(address, {"decision": "accept"}).status_code == 404


def counted_links(page: str) -> dict[str, int]:
    """Every link to rows that has a count as its text → the count."""
    links = re.findall(r'href="(/s/\d+/lost-sales/causes/rows/[^"]+)">([\d,]+)</a>', laid_flat(page))
    return {address.replace("&amp;", "&"): int(label.replace(",", "")) for address, label in links}


def test_causes_equal_the_rows_behind_them_click_by_click(lost: Told, handed_in: LostSaleForm, read) -> None:
    style = LostSaleReason.objects.get(shop=lost.shop, code="goods.style")
    lost_sale_reviews.change(row(handed_in, "sue"), lost.head, style)
    lost_sale_reviews.accept(row(handed_in, "joe"), lost.head)
    page = read(lost.head, lost.url(f"lost-sales/causes/?{SPAN}")).content.decode()
    links = counted_links(page)
    # price 2 and goods 1 as bars, in xiaomei's line, and as sums; the week; the pair price → style.
    assert sorted(links.values()) == [1, 1, 1, 2, 2, 3, 3]
    for address, count in links.items():
        answer = read(lost.head, address)
        assert answer.context["page"].paginator.count == count, address
        assert answer.content.decode().count("<tr>") == 1 + count
    LostSaleEntry.objects.filter(pk=row(handed_in, "pat").pk).update(state="recovered")
    after = counted_links(read(lost.head, lost.url(f"lost-sales/causes/?{SPAN}")).content.decode())
    assert sorted(after.values()) == [1, 1, 1, 1, 1, 2, 2]


def test_tiles_lead_to_the_rows_that_they_count(lost: Told, handed_in: LostSaleForm, read) -> None:
    for buyer in ("sue", "pat"):
        lost_sale_reviews.accept(row(handed_in, buyer), lost.head)
    style = LostSaleReason.objects.get(shop=lost.shop, code="goods.style")
    lost_sale_reviews.change(row(handed_in, "joe"), lost.head, style)
    page = read(lost.head, lost.url(f"lost-sales/causes/?{SPAN}"))
    found, causes = page.context["found"], page.context["causes"]
    told = {
        causes.all_url: found.rows,
        causes.controllable_url: found.controllable.part,
        causes.covered_url: found.coverage.part,
        causes.accepted_url: found.agreement.part,
        causes.taken_url: found.suggestions.part,
        causes.on_time_url: found.on_time.whole,
    }
    assert list(told.values()) == [3, 0, 3, 2, 1, 2]  # taken: "too dear" of sue
    assert found.agreement.whole == 3  # two accepted, one changed
    for address, count in told.items():
        assert read(lost.head, address).context["page"].paginator.count == count, address


def test_ten_more_rows_cost_no_more_queries(lost: Told, handed_in: LostSaleForm) -> None:
    chosen = row(handed_in, "sue").reason
    addresses = [(lost.xiaomei, f"lost-sales/?form={handed_in.pk}")]
    addresses += [
        (lost.head, f"lost-sales/{path}?{SPAN}")
        for path in ("desk/", "forms/", "reviews/", "causes/", "causes/rows/")
    ]
    addresses += [(lost.xiaomei, "lost-sales/mine/")]

    def counts() -> list[int]:
        found = []
        for user, address in addresses:
            client = signed_in(user)
            client.get(lost.url(address))
            with CaptureQueriesContext(connection) as asked:
                client.get(lost.url(address))
            found.append(len(asked))
        return found

    few = counts()
    now = timezone.now()
    for number in range(10):
        handed_in.entries.create(
            buyer_name=f"phone {number}", first_at=now, last_at=now, added_by_hand=True, reason=chosen
        )
    assert counts() == few


def test_without_forms_every_page_says_so(told: Told, read) -> None:
    assert "Nothing to fill in" in read(told.xiaomei, told.url("lost-sales/")).content.decode()
    for path in ("desk/", "reviews/", "causes/", "causes/rows/"):
        assert read(told.manager, told.url(f"lost-sales/{path}")).status_code == 200
    assert read(told.manager, told.url("lost-sales/")).url.endswith("/lost-sales/desk/")


def test_a_manager_renames_adds_and_retires_reasons(lost: Told, read) -> None:
    client, address = signed_in(lost.manager), lost.url("lost-sales/reasons/")
    price = LostSaleReason.objects.get(shop=lost.shop, code="price")
    sale = LostSaleReason.objects.get(shop=lost.shop, code="price.sale")
    client.post(address, {"reason": sale.pk, "zh": "等活动", "en": "waits", "initials": "DHD"})
    client.post(address, {"below": price.pk, "zh": "会员价", "en": "", "initials": "hyj"})
    postage = LostSaleReason.objects.get(shop=lost.shop, code="price.postage")
    client.post(address, {"reason": postage.pk, "do": "retire"})
    page = laid_flat(read(lost.xiaomei, lost.url("lost-sales/")).content.decode())
    assert 'data-zh="等活动" data-en="waits" data-initials="dhd"' in page and 'data-zh="会员价"' in page
    assert 'data-zh="运费"' not in page
    nameless = client.post(address, {"reason": sale.pk, "zh": ""}, follow=True).content.decode()
    assert "A reason needs a Chinese name" in nameless


def test_reasons_are_changed_by_managers_of_the_shop_only(lost: Told, read) -> None:
    address, sale = (
        lost.url("lost-sales/reasons/"),
        LostSaleReason.objects.get(shop=lost.shop, code="price.sale"),
    )
    for user in (lost.xiaomei, lost.head, lost.stranger):
        assert signed_in(user).post(address, {"reason": sale.pk, "do": "retire"}).status_code == 404
    own = f"/s/{Membership.objects.get(user=lost.stranger).shop_id}/lost-sales/reasons/"
    assert signed_in(lost.stranger).post(own, {"reason": sale.pk, "do": "retire"}).status_code == 404
    sale.refresh_from_db()
    assert not sale.retired


def test_reasons_change_places_owners_and_get_a_first_level_of_their_own(lost: Told) -> None:
    client, address = signed_in(lost.manager), lost.url("lost-sales/reasons/")
    promo, recommend = reasons.tree(lost.shop)[0][0], reasons.tree(lost.shop)[1][0]
    answer = client.post(address, {"reason": recommend.pk, "do": "up"})
    assert answer.url == f"{address}?open={recommend.pk}#reason-{recommend.pk}"
    assert [head.code for head, _below in reasons.tree(lost.shop)][:2] == ["recommend", "promo"]
    client.post(address, {"reason": recommend.pk, "do": "up"})  # already the first
    assert reasons.tree(lost.shop)[0][0] == recommend
    untold = LostSaleReason.objects.get(shop=lost.shop, code="promo.untold")
    client.post(address, {"reason": untold.pk, "do": "up"})
    assert [one.code for one in reasons.tree(lost.shop)[1][1]] == [
        "promo.unknown",
        "promo.untold",
        "promo.wrong",
    ]
    told = {"zh": "活动", "en": "Promotions", "initials": "hd", "owner": "S"}
    client.post(address, {"reason": promo.pk} | told)
    owners = LostSaleReason.objects.filter(shop=lost.shop, code__startswith="promo").values_list(
        "owner", flat=True
    )
    assert set(owners) == {"S"}
    client.post(address, {"zh": "直播", "en": "Live stream", "initials": "zb", "owner": "S"})
    own = LostSaleReason.objects.get(shop=lost.shop, zh="直播")
    assert (own.parent, own.owner, reasons.tree(lost.shop)[-1][0]) == (None, "S", own)
    client.post(address, {"below": own.pk, "zh": "主播讲错", "en": "", "initials": "zbjc", "owner": "S"})
    assert "主播讲错" in {one.zh for one in reasons.by_code(lost.shop).values()}
    acts = AuditEntry.objects.filter(action="reason_changed").order_by("pk")
    assert [one.details["act"] for one in acts] == ["up", "up", "up", "renamed", "added", "added"]
