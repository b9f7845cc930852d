"""The scorecard page, the editor with its preview, and sales targets (D10.1)."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from chats.models import ShopState
from reports.facts import queries
from reports.metrics.scorecard import DEFAULT, Line
from reports.models import AgentDay, SalesTarget, Scorecard
from reports.scorecards import points as scorecards
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 11)
SPAN = "?from=2026-05-11&to=2026-05-17"


REPLY_LINE = (Line("reply_rate", 10, 0.90, 1.00),)


@pytest.fixture
def shop(cast: Cast):
    """Xiaomei answered 95 of 100, Xiaoqi 90 of 100; nothing else is on the card."""
    for agent, replied in ((cast.xiaomei, 95), (cast.xiaoqi, 90)):
        AgentDay.objects.create(shop=cast.shop, agent=agent, day=DAY, receptions=100, replied=replied)
    return cast.shop


def client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(shop, name: str, **more: object) -> str:
    return reverse(f"reports:{name}", kwargs={"shop_id": shop.pk, **more})


def card(shop, lines=REPLY_LINE) -> Scorecard:
    return scorecards.save_version(shop, None, "绩效", lines, None, None)


def test_a_shop_without_a_card_is_told_how_to_set_one_up(cast, shop):
    page = client(cast.manager).get(address(shop, "scorecards") + SPAN).content.decode()
    assert "No scorecard yet" in page and address(shop, "scorecard_edit") in page
    page = client(cast.agent).get(address(shop, "scorecards") + SPAN).content.decode()
    assert "No scorecard yet" in page and address(shop, "scorecard_edit") not in page


def test_an_agent_sees_her_own_card_alone(cast, shop):
    card(shop)
    scored = client(cast.agent).get(address(shop, "scorecards") + SPAN).context["scored"]
    assert [(one.agent, one.card.points) for one in scored] == [(cast.xiaomei, pytest.approx(80))]
    file = b"".join(client(cast.agent).get(address(shop, "scorecards_file", kind="csv") + SPAN)).decode()
    assert "小美" in file and "小七" not in file


def test_leaders_see_everybody_with_the_most_points_first(cast, shop):
    card(shop)
    scored = client(cast.supervisor).get(address(shop, "scorecards") + SPAN).context["scored"]
    assert [(one.agent.name, one.card.points) for one in scored] == [
        ("小美", pytest.approx(80)),
        ("小七", pytest.approx(60)),
    ]


def sent(lines: list[dict], **more: str) -> dict[str, str]:
    data = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0", "name": "新绩效"}
    for number, line in enumerate(lines):
        data |= {f"lines-{number}-{name}": str(value) for name, value in line.items()}
    return data | {"valid_from": "2026-05-01"} | more


REPLIES = {"metric": "reply_rate", "weight": 10, "band": "fixed", "at_60": 80, "at_100": 100, "gate": 50}


def test_the_editor_takes_per_cent_and_tries_without_saving(cast, shop):
    ShopState.objects.create(shop=shop, first_day=DAY, last_day=DAY)
    answer = client(cast.manager).post(address(shop, "scorecard_edit"), sent([REPLIES], **{"try": ""}))
    # 95 % of 80 … 100 % is three quarters of the way from 60 to 100, 90 % is half of it.
    assert [(row["scored"].agent.name, row["scored"].card.points) for row in answer.context["tried"]] == [
        ("小美", pytest.approx(90)),
        ("小七", pytest.approx(80)),
    ]
    assert Scorecard.objects.count() == 0


def test_saving_keeps_a_version_and_notes_it(cast, shop):
    blank = {"metric": "", "weight": "", "band": "fixed", "at_60": "", "at_100": "", "gate": ""}
    answer = client(cast.manager).post(address(shop, "scorecard_edit"), sent([REPLIES, blank], save=""))
    assert answer.status_code == 302
    version = Scorecard.objects.get()
    assert (version.name, version.number, version.valid_from) == ("新绩效", 1, dt.date(2026, 5, 1))
    assert version.lines == [
        {"metric": "reply_rate", "weight": 10, "at_60": 0.8, "at_100": 1.0, "gate": 50, "band": "fixed"}
    ]
    assert AuditEntry.objects.filter(action="scorecard_changed", actor=cast.manager).count() == 1


def test_the_default_card_survives_the_form(cast, shop):
    """What the editor shows of the default card, sent back as it is, is the default card."""
    page = client(cast.manager).get(address(shop, "scorecard_edit") + "?preset=balanced")
    rows = [row.initial for row in page.context["rows"] if row.initial]
    client(cast.manager).post(address(shop, "scorecard_edit"), sent(rows, save=""))
    assert scorecards.scorecard.from_json(Scorecard.objects.get().lines) == DEFAULT


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([REPLIES, REPLIES], "is on the scorecard twice"),
        ([REPLIES | {"at_100": 80}], "are the same"),
        ([REPLIES | {"weight": 0}], "needs a weight above 0"),
        ([REPLIES | {"weight": ""}], "Enter a number."),
        ([REPLIES | {"band": "team", "at_60": 50, "at_100": 150}], "between 1 and 100"),
        ([REPLIES | {"at_100": "1E+400"}], "less than or equal to"),
    ],
)
def test_a_card_that_cannot_be_says_why(cast, shop, lines, words):
    answer = client(cast.manager).post(address(shop, "scorecard_edit"), sent(lines, save=""))
    assert words in answer.content.decode()
    assert not Scorecard.objects.exists()


def test_ending_a_card_needs_a_click_and_keeps_older_spans(cast, shop):
    card(shop)
    client(cast.manager).get(address(shop, "scorecard_end"))
    assert Scorecard.objects.count() == 1
    client(cast.manager).post(address(shop, "scorecard_end"))
    assert scorecards.versions_on(shop, dt.date(2099, 1, 1)) == {}
    assert scorecards.versions_on(shop, DAY)[None].number == 1


def test_targets_are_kept_changed_and_taken_away(cast, shop):
    page = address(shop, "sales_targets") + "?month=2026-05"
    fields = {f"agent-{cast.xiaomei.pk}": "12000.50", f"agent-{cast.xiaoqi.pk}": ""}
    client(cast.manager).post(page, fields)
    target = SalesTarget.objects.get()
    assert (target.agent, target.month, target.amount_fen) == (cast.xiaomei, dt.date(2026, 5, 1), 1_200_050)
    client(cast.manager).post(page, fields | {f"agent-{cast.xiaomei.pk}": ""})
    assert not SalesTarget.objects.exists()
    assert AuditEntry.objects.filter(action="scorecard_changed").count() == 2


@pytest.mark.parametrize("month", ["0000-01", "0001-01", "9999-12", "2026-13", "nonsense"])
def test_a_month_that_is_none_shows_that_of_today(cast, shop, month):
    page = client(cast.manager).get(address(shop, "sales_targets"), {"month": month})
    assert page.context["month"] == queries.today(shop).replace(day=1)
