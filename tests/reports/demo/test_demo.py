"""The demo shop: what its files hold, and what the product makes of them."""

import datetime as dt
import re
import statistics
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from accounts.demo import DEMO_PASSWORD, DEMO_SHOP
from accounts.models import Agent, AuditEntry, Membership, Shop, User
from chats.importers.base import Parsed, ShopContext
from chats.importers.registry import parse_file
from chats.models import ChaseNote, ImportBatch, Message, Order, Reception
from chats.spans import Span
from reports.actions import verbs as actions
from reports.demo import shop as demo_shop
from reports.demo.story.chance import PaymentClock, Steered
from reports.demo.story.days import History, history
from reports.demo.story.files import DEFAULT_SEED, demo_files
from reports.demo.story.people import AGENTS, ROBOT_NICK, SHOP_NAME
from reports.lost_sales.causes import figures as lost_sale_figures
from reports.metrics.effect import DOWN, TOO_EARLY, UP
from reports.models import AgentDay, LostSaleEntry, LostSaleForm, ShopDay

SUNDAY = dt.date(2026, 5, 24)  # so the six days of the running week are there as well
FIRST_DAY = dt.date(2026, 3, 16)
pytestmark = pytest.mark.xdist_group("demo")  # loading the shop once is enough
TOTALS = ("inquiries", "paid_final", "first_response_seconds_sum", "replied", "chase_orders")


@pytest.fixture(scope="module")
def past() -> History:
    return history(SUNDAY, DEFAULT_SEED)


def test_the_same_day_and_seed_give_the_same_bytes() -> None:
    first, again = demo_files(SUNDAY, 3), demo_files(SUNDAY, 3)
    assert first == again
    assert demo_files(SUNDAY, 4) != first


def test_it_covers_nine_full_weeks_and_the_days_before_today(past: History) -> None:
    assert (past.first_day, past.last_day) == (FIRST_DAY, dt.date(2026, 5, 23))
    assert [day.date for day in past.traffic] == [FIRST_DAY + dt.timedelta(days=n) for n in range(69)]
    assert {line.at.date() for line in past.book.said} == {day.date for day in past.traffic}


def test_on_a_monday_there_are_the_nine_weeks_only() -> None:
    monday = history(dt.date(2026, 5, 25), 1)
    assert (monday.first_day, monday.last_day) == (dt.date(2026, 3, 23), dt.date(2026, 5, 24))


def test_nothing_has_happened_after_yesterday(past: History) -> None:
    midnight = dt.datetime.combine(SUNDAY, dt.time())
    moments = [order.paid_at or order.created_at for order in past.book.orders]
    assert max(moments) < midnight
    assert max(line.at for line in past.book.said) < midnight


def test_payments_take_as_long_as_28010_real_orders_say(past: History) -> None:
    delays = [(o.paid_at - o.created_at).total_seconds() for o in past.book.orders if o.paid_at]
    assert statistics.median(delays) == 8
    assert share(delay <= 60 for delay in delays) == pytest.approx(0.91, abs=0.015)
    assert share(delay <= 600 for delay in delays) == pytest.approx(0.97, abs=0.01)
    assert max(delays) < 86400
    assert 1 - len(delays) / len(past.book.orders) == pytest.approx(0.14, abs=0.015)


def test_the_low_season_has_20_to_30_deals_and_900_to_1500_visitors_a_day(past: History) -> None:
    deals = Counter(order.paid_at.date() for order in past.book.orders if order.paid_at)
    assert len(deals) == 69
    assert 20 <= min(deals.values()) <= max(deals.values()) <= 30
    assert all(900 <= day.visitors <= 1500 and day.bounced < day.visitors for day in past.traffic)


def test_every_buyer_is_invented_and_no_message_holds_a_phone_or_mail(past: History) -> None:
    buyers = {line.buyer for line in past.book.said} | {order.buyer for order in past.book.orders}
    invented = re.compile(r".+_d\d{5}|.+_演示|.\*\*\d")
    assert [buyer for buyer in buyers - {SHOP_NAME} if not invented.fullmatch(buyer)] == []
    personal = re.compile(r"1[3-9]\d{9}|\S@\S")
    assert [line.text for line in past.book.said if personal.search(line.text.split("?id=")[0])] == []


def test_no_line_has_an_unfilled_place(past: History) -> None:
    assert [line.text for line in past.book.said if re.search(r"[{}]", line.text) or not line.text] == []


def test_who_never_chases_never_asks_for_a_payment(past: History) -> None:
    awen = next(agent for agent in AGENTS if agent.username == "awen")
    unpaid_words = re.compile(r"还没付款|一单没付款|还付款|付款一步|不付款|尽快付款")
    chasers = {line.agent for line in past.book.said if line.outgoing and unpaid_words.search(line.text)}
    assert awen.nick not in chasers
    assert len(chasers) == len(AGENTS) - 1


@pytest.mark.parametrize("seed", [DEFAULT_SEED, 1, 149])
def test_every_row_of_every_file_is_taken(seed: int) -> None:
    nicks = {agent.nick: "human" for agent in AGENTS} | {ROBOT_NICK: "robot"}
    context = ShopContext(main_account=SHOP_NAME, agents=nicks)
    files = demo_files(SUNDAY, seed)
    found = [one for file in files for one in parse_file(file.name, file.content, context)]
    assert all(isinstance(parsed, Parsed) for _, parsed in found)
    assert {path: parsed.refusals for path, parsed in found if parsed.refusals} == {}
    kinds = {"agents_template", "chats_template", "qianniu_web", "qianniu_window"}
    assert {parsed.kind for _, parsed in found} == kinds | {
        "taobao_orders",
        "taobao_items",
        "traffic_template",
    }


def test_a_steered_share_stays_near_its_target(past: History) -> None:
    steered = Steered(past.book.rng)
    assert sum(steered.draw(0.3) for _ in range(200)) == pytest.approx(60, abs=4)


def test_the_payment_clock_never_reaches_the_chase_guard(past: History) -> None:
    clock = PaymentClock(past.book.rng)
    assert {600 > clock.seconds() >= 3 for _ in range(500)} == {True}


def share(answers: Iterator[bool]) -> float:
    given = list(answers)
    return sum(given) / len(given)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Shop]:
    """The demo shop in the database, loaded once for the tests below."""
    hashers = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), hashers:
        lines: list[str] = []
        shop = demo_shop.load(SUNDAY, lines.append)
        yield shop
        demo_shop.remove(shop)
        AuditEntry.objects.all()._raw_delete("default")  # they outlive their shop, but not these tests
        assert not Shop.objects.exists() and not User.objects.exists() and not Message.objects.exists()


def weekly_rates(facts: list, weeks: int = 9) -> list[float]:
    """Conversion (D6.3) of mature inquiries a week, in percent."""
    inquiries, paid = Counter(), Counter()
    for fact in facts:
        week = (fact.day - FIRST_DAY).days // 7
        inquiries[week] += fact.mature_inquiries
        paid[week] += fact.mature_paid_final
    return [100 * paid[week] / inquiries[week] for week in range(weeks)]


@pytest.mark.django_db
def test_conversion_is_stuck_near_30_and_rises_after_the_actions(loaded: Shop) -> None:
    rates = weekly_rates(ShopDay.objects.filter(shop=loaded))
    assert all(29 <= rate <= 31 for rate in rates[:5]), rates
    assert all(31 <= rate <= 35 for rate in rates[5:7]), rates
    assert 35.5 <= rates[7] <= 38.5 and 39 <= rates[8] <= 41.5, rates


@pytest.mark.django_db
def test_agents_differ_as_people_do(loaded: Shop) -> None:
    named = {agent.name: agent.pk for agent in Agent.objects.filter(shop=loaded)}
    days = {name: list(AgentDay.objects.filter(shop=loaded, agent=pk)) for name, pk in named.items()}
    total = {name: Counter() for name in days}
    for name, facts in days.items():
        for fact in facts:
            total[name] += Counter({key: getattr(fact, key) for key in TOTALS})
    human = [agent.name for agent in AGENTS]
    conversion = {name: total[name]["paid_final"] / total[name]["inquiries"] for name in human}
    waits = {name: total[name]["first_response_seconds_sum"] / total[name]["replied"] for name in human}
    assert max(conversion, key=conversion.get) == "小美"
    assert min(conversion, key=conversion.get) == max(waits, key=waits.get) == "小琪"
    assert [name for name in human if not total[name]["chase_orders"]] == ["阿雯"]
    assert FIRST_DAY + dt.timedelta(days=7) <= min(fact.day for fact in days["小鹿"])


@pytest.mark.django_db
def test_it_holds_every_class_of_order_and_every_kind_of_talk(loaded: Shop) -> None:
    books = ShopDay.objects.filter(shop=loaded)
    for column in ("silent", "consulted", "chased", "unlinked", "excluded"):
        assert sum(getattr(day, f"{column}_orders") for day in books) > 5, column
    receptions = Reception.objects.filter(shop=loaded)
    assert set(receptions.values_list("filtered", flat=True)) == {0, 1, 2, 5}  # internal, blocked, outreach
    assert receptions.filter(filtered=0, inquiry=False).count() > 300  # after-sales and hidden nicks
    assert receptions.filter(filtered=0, replied=False).count() > 20
    assert 0.03 < sum(day.recovered_orders for day in books) / len(books) < 2


@pytest.mark.django_db
def test_chases_by_hand_are_noted_of_orders_that_wait_and_of_one_that_was_paid(loaded: Shop) -> None:
    notes = ChaseNote.objects.filter(order__shop=loaded).select_related("order", "agent")
    assert sorted(note.order.paid_at is None for note in notes) == [False, True, True]
    assert all(note.agent.user == note.author and note.chased_at > note.order.created_at for note in notes)


@pytest.mark.django_db
def test_every_file_was_imported_whole(loaded: Shop) -> None:
    batches = ImportBatch.objects.filter(shop=loaded)
    assert set(batches.values_list("status", flat=True)) == {ImportBatch.Status.DONE}
    assert sum(batch.refused for batch in batches) == 0
    assert Agent.objects.filter(shop=loaded, in_roster=False).count() == 0


@pytest.mark.django_db
def test_a_second_run_leaves_the_shop_as_it_is(loaded: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    before = (Order.objects.count(), Message.objects.count(), ImportBatch.objects.count())
    call_command("load_demo")
    assert "is there" in capsys.readouterr().out
    assert (Order.objects.count(), Message.objects.count(), ImportBatch.objects.count()) == before
    assert Shop.objects.get(name=DEMO_SHOP) == loaded


@pytest.mark.django_db
def test_its_people_can_sign_in_and_work_where_they_should(loaded: Shop, client: Client) -> None:
    roles = {one.user.username: one.role for one in Membership.objects.filter(shop=loaded)}
    agents = dict.fromkeys((agent.username for agent in AGENTS), "agent")
    assert roles == {"wu": "manager", "lan": "supervisor", **agents}
    assert Membership.objects.get(user__username="lan").teams.count() == 2
    assert Agent.objects.get(user__username="xiaomei").name == "小美"
    assert all(client.login(username=name, password=DEMO_PASSWORD) for name in ("wu", "lan", "xiaomei"))


@pytest.mark.django_db
def test_the_sign_in_page_shows_the_accounts_until_they_change(loaded: Shop, client: Client) -> None:
    page = client.get(reverse("accounts:sign_in"))
    assert [one["username"] for one in page.context["demo_accounts"]] == ["wu", "lan", "xiaomei"]
    manager = User.objects.get(username="wu")
    manager.set_password("quite-another-one")
    manager.save()
    page = client.get(reverse("accounts:sign_in"))
    assert [one["username"] for one in page.context["demo_accounts"]] == ["lan", "xiaomei"]


@pytest.mark.django_db
def test_without_the_demo_shop_the_sign_in_page_shows_no_account(client: Client) -> None:
    User.objects.create_user("somebody", password=DEMO_PASSWORD)
    Shop.objects.filter(name=DEMO_SHOP).update(name="another")
    assert client.get(reverse("accounts:sign_in")).context["demo_accounts"] == []


@pytest.mark.django_db
def test_reasons_shift_after_the_actions(loaded: Shop) -> None:
    agents = list(loaded.agents.values_list("pk", flat=True))

    def shares(first_week: int, last_week: int) -> Counter:
        days = (
            FIRST_DAY + dt.timedelta(days=7 * (first_week - 1)),
            FIRST_DAY + dt.timedelta(7 * last_week - 1),
        )
        found = lost_sale_figures.causes(loaded, Span(*days), agents)
        return Counter({cause.reason.code: cause.row_rate for cause in found.causes})

    before, after = shares(1, 5), shares(8, 9)
    assert after["promo"] < before["promo"] / 2 and after["recommend"] < before["recommend"]


@pytest.mark.django_db
def test_the_three_actions_of_the_case_study_show_an_effect_and_the_exam_none_yet(loaded: Shop) -> None:
    week = Span(SUNDAY - dt.timedelta(days=6), SUNDAY)
    running = actions.running_actions(loaded, week)
    assert [(one.action.reason.code, one.measured.reason.verdict) for one in running] == [
        ("promo", DOWN),
        ("chase", DOWN),
        ("knowledge", TOO_EARLY),
        ("recommend", DOWN),
    ]
    assert [one.measured.conversion.verdict for one in running if one.action.team is None] == [UP] * 3


@pytest.mark.django_db
def test_every_agent_has_begun_the_form_of_the_last_day_and_handed_in_the_others(loaded: Shop) -> None:
    forms = LostSaleForm.objects.filter(shop=loaded)
    still_open = forms.filter(status=LostSaleForm.Status.OPEN)
    assert {form.day for form in still_open} == {SUNDAY - dt.timedelta(days=1)}
    assert all(form.entries.filter(reason__isnull=False).exists() for form in still_open)
    assert 0.8 < share(not form.late for form in forms.exclude(pk__in=still_open)) < 1
    reviews = Counter(LostSaleEntry.objects.filter(form__in=forms).values_list("review", flat=True))
    assert reviews["returned"] == 1 and reviews["accepted"] > 4 * reviews["changed"] > 0
