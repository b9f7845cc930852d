"""The privacy page: how long texts are kept, one buyer exported and erased, and what is stored at all."""

import io
from datetime import datetime

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Role, Shop, User
from chats.models import BuyerAlias, Job, Message
from reports.privacy import forgetting
from tests.cast import member
from tests.contracts.test_privacy import everything_stored
from tests.safety.conftest import WordyShop

PAID = "买家已付款，等待卖家发货"


@pytest.fixture
def manager(wordy: WordyShop) -> User:
    return member("wu", wordy.shop, Role.MANAGER)


@pytest.fixture
def signed_in(manager: User, client: Client) -> Client:
    client.force_login(manager)
    return client


def address(wordy: WordyShop, name: str, *more: object) -> str:
    return reverse(f"reports:{name}", args=[wordy.shop.pk, *more])


def person(nick: str) -> int:
    return BuyerAlias.objects.get(nick=nick).person


def test_a_time_for_texts_is_saved_noted_and_begins_at_once(wordy, signed_in, work_off):
    signed_in.post(address(wordy, "privacy"), {"keep": "days", "days": "90"})

    assert wordy.shop.keep_texts_days == 90
    entry = AuditEntry.objects.get(action="settings_changed")
    assert entry.details == {"before": None, "after": 90}
    assert Job.objects.filter(kind=forgetting.KIND).count() == 1
    assert "90 days, then they are deleted" in signed_in.get(address(wordy, "stored")).content.decode()


@pytest.mark.parametrize(
    ("days", "words"), [("29", "At least 30 days"), ("", "number of days"), ("x", "whole")]
)
def test_too_short_a_time_or_none_is_not_taken(wordy, signed_in, days: str, words: str):
    answer = signed_in.post(address(wordy, "privacy"), {"keep": "days", "days": days})
    assert words in answer.content.decode()
    assert wordy.shop.keep_texts_days is None


def test_texts_may_be_kept_for_good_again(wordy, signed_in):
    Shop.objects.filter(name=wordy.name).update(keep_texts_days=90)
    signed_in.post(address(wordy, "privacy"), {"keep": "all"})
    assert wordy.shop.keep_texts_days is None


def test_a_buyer_is_found_by_nick_without_the_nick_in_any_address(wordy, signed_in):
    answer = signed_in.post(address(wordy, "privacy_find"), {"name": " LILY "})
    assert answer.url == address(wordy, "privacy_buyer", person("lily"))
    shown = signed_in.get(answer.url).content.decode()
    assert "lily" in shown
    assert "Erase for good" in shown


@pytest.mark.parametrize("name", ["nobody", "l**y", ""])
def test_whom_nobody_knows_is_not_found(wordy, signed_in, name: str):
    answer = signed_in.post(address(wordy, "privacy_find"), {"name": name}, follow=True)
    assert "No buyer is stored under this nick" in answer.content.decode()


def test_the_export_holds_everything_and_is_noted_without_the_name(wordy, signed_in):
    answer = signed_in.get(address(wordy, "privacy_export", person("lily")))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheets = {page.title: [[cell.value for cell in row] for row in page] for page in book}

    assert sheets["Names"][1:] == [["lily", None]]
    assert [row[4] for row in sheets["Messages"][1:]] == [
        "这件有货吗，我叫王丽丽",
        "有的亲",
        "好的",
        "亲，您还没付款哦",
    ]
    assert sheets["Orders"][1][:5] == [
        "A1",
        datetime(2026, 5, 11, 10, 20),
        datetime(2026, 5, 11, 11, 10),
        PAID,
        59,
    ]
    assert len(sheets["Receptions"]) == 2
    entry = AuditEntry.objects.get(action="buyer_exported")
    assert entry.about == f"#{person('lily')}"
    assert "lily" not in answer.headers["Content-Disposition"]


def test_erasing_asks_for_a_word_first_and_says_that_it_is_done(wordy, signed_in, manager):
    lily = person("lily")
    erase = address(wordy, "privacy_erase", lily)
    assert "required" in signed_in.post(erase).content.decode()
    assert Message.objects.exclude(text="").filter(buyer_id=lily).exists()

    answer = signed_in.post(erase, {"sure": "on"}, follow=True)
    assert "The buyer is erased" in answer.content.decode()
    entry = AuditEntry.objects.get(action="buyer_erased")
    assert (entry.actor, entry.about) == (manager, f"#{lily}")
    left = everything_stored().casefold()
    assert "lily" not in left.replace("刷单 王丽丽", "")
    shown = signed_in.get(address(wordy, "privacy_buyer", lily)).content.decode()
    assert "erased already" in shown
    assert "Erase for good" not in shown


def test_everybody_of_the_shop_may_read_what_is_stored(wordy, client):
    client.force_login(member("mei", wordy.shop, Role.AGENT))
    shown = client.get(address(wordy, "stored")).content.decode()
    assert "What is never stored" in shown
    assert "As long as the shop is here; a manager can set a time." in shown
