"""Data health: missing days and hours, provisional days, unknown people, refused files (D1.5)."""

import datetime as dt

from accounts.models import Agent
from chats.models import ImportBatch
from reports.health import health
from tests.reports.told import MONDAY, Told, read_by

FORTNIGHT = "from=2026-05-11&to=2026-05-20"


def _health(read, told: Told, query: str = FORTNIGHT) -> health.Health:
    return read(told.manager, told.url(f"health/?{query}")).context["health"]


def _days(found: list[health.DayHealth]) -> list[int]:
    return [one.day.day for one in found]


def test_days_without_chats_orders_or_traffic_are_told(read, told: Told) -> None:
    found = _health(read, told)

    # Chats and orders on the 11th, 12th and 20th; visitors on the first two.
    assert _days(found.days) == list(range(11, 21))
    assert _days(found.without_chats) == list(range(13, 20))
    assert _days(found.without_orders) == list(range(13, 20))
    assert _days(found.without_traffic) == list(range(13, 21))


def test_days_outside_the_data_are_not_missing(read, told: Told) -> None:
    assert _days(_health(read, told, "from=2026-05-01&to=2026-05-31").days) == list(range(11, 21))


def test_a_provisional_day_says_when_it_becomes_final(read, told: Told) -> None:
    found = _health(read, told)

    # zoe's inquiry of the 20th may convert for 48 hours and three days.
    assert [(one.day.day, one.final_on) for one in found.provisional] == [(20, dt.date(2026, 5, 26))]


def test_agents_without_account_or_roster_are_named(read, told: Told) -> None:
    Agent.objects.filter(shop=told.shop, name="xiaoqi").update(user=None)
    Agent.objects.create(shop=told.shop, name="gone", first_nick="x:gone", in_roster=True, active_to=MONDAY)
    Agent.objects.create(shop=told.shop, name="new", first_nick="x:new")
    found = _health(read, told)

    assert [agent.name for agent in found.without_user] == ["xiaoqi"]
    assert [agent.name for agent in found.not_in_roster] == ["new"]


def test_refused_files_are_listed(read, told: Told) -> None:
    ImportBatch.objects.create(
        shop=told.shop, path="broken.csv", status="refused", error={"code": "empty-file"}
    )
    ImportBatch.objects.create(shop=told.shop, path="some.csv", status="done", refused=3)
    page = read(told.manager, told.url(f"health/?{FORTNIGHT}"))

    assert [report.name for report in page.context["files"]] == ["some.csv", "broken.csv"]


def test_the_share_of_unlinked_money_is_that_of_the_queue(read, told: Told) -> None:
    found = _health(read, told)
    queue = read(told.manager, told.url(f"books/unlinked/?{FORTNIGHT}")).context["found"]

    assert (found.unlinked_fen, found.unlinked_share) == (queue.fen, queue.share) == (7_000, 7_000 / 56_900)


def test_an_hour_that_usually_has_messages_and_has_none_is_told(read, tell) -> None:
    lines = []
    for day in range(11, 17):
        lines += [
            f"05-{day} {hour:02}:00 lily > xiaomei: 在吗" for hour in (9, 10, 11) if (day, hour) != (13, 10)
        ]
        lines += [
            f"05-{day} {hour:02}:30 xiaomei > lily: 在" for hour in (9, 23)
        ]  # 23: outside the service hours
    lines = [line for line in lines if not line.startswith("05-15 23")]
    lines += ["05-16 12:00 lily orders A1 ¥59"]
    told = read_by(tell(*lines).shop)
    found = _health(read, told, "from=2026-05-11&to=2026-05-16")

    assert {one.day.day: one.silent_hours for one in found.days if one.silent_hours} == {13: [10]}


def test_few_days_cannot_tell_what_is_usual(read, told: Told) -> None:
    assert _health(read, told).silent_hours == 0


def test_a_shop_without_data_says_what_to_do(read, told: Told) -> None:
    page = read(told.stranger, f"/s/{told.stranger.memberships.get().shop_id}/health/").content.decode()

    assert "No data in this span" in page
    assert "Import files" in page


def test_more_days_take_no_more_queries(queries, told: Told) -> None:
    many, few = (told.url(f"health/?{span}") for span in (FORTNIGHT, "from=2026-05-11&to=2026-05-12"))
    assert queries(told.manager, many) == queries(told.manager, few)


def test_the_file_tells_the_days(read, told: Told) -> None:
    text = b"".join(read(told.manager, told.url(f"health/file.csv?{FORTNIGHT}")).streaming_content).decode()

    assert "2026-05-20,1,1,,,2026-05-26" in text.splitlines()[-1]
