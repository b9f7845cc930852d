"""The audit trail's page, what is noted without anybody asking for it, and that nobody changes an entry."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.audit import trail as audit
from accounts.audit import words as audit_words
from accounts.audit.actor import CLOCK, Actor
from accounts.models import AuditEntry, User
from tests.cast import Cast
from tests.chats.importers.builders import table
from tests.reference.product import command

CHATS = ("客服", "买家", "方向", "时间", "类型", "内容")
LINE = ("示例旗舰店:小美", "lily", "买家", "2026-05-09 10:02:00", "", "有货吗")


@pytest.fixture
def trail(cast: Cast, client: Client) -> str:
    client.force_login(cast.manager)
    return reverse("reports:audit", args=[cast.shop.pk])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def noted(action: str) -> AuditEntry:
    return AuditEntry.objects.get(action=action)


def test_the_newest_entry_stands_first_and_says_in_words_what_was_done(
    cast: Cast, client: Client, trail: str
):
    audit.note(Actor.of(cast.manager), cast.shop, "rules_changed", "v2", before={"judge_rule": "order_first"},
               after={"judge_rule": "payment"})  # fmt: skip
    audit.note(
        Actor.of(cast.supervisor), cast.shop, "ruled", "1001", decision="accept", agents=["小美", "小七"]
    )
    shown = text(client, trail)

    assert "Who is credited: Order first" in shown
    assert all(words in shown for words in ("decision: accepted", "agents: 小美, 小七"))
    assert shown.index("1001") < shown.index("Who is credited")


def test_person_action_span_and_words_narrow_the_list(cast: Cast, client: Client, trail: str):
    audit.note(Actor.of(cast.manager), cast.shop, "rules_changed", "rule-entry")
    audit.note(Actor.of(cast.supervisor), cast.shop, "ruled", "ruled-entry")
    audit.note(CLOCK, cast.shop, "texts_deleted", "clock-entry")
    entries = {"rule-entry", "ruled-entry", "clock-entry"}

    def shown(query: str) -> set[str]:
        listed = text(client, f"{trail}?{query}")
        return {entry for entry in entries if entry in listed}

    assert shown("") == shown("action=nonsense&who=nobody&from=x") == entries
    assert shown("who=wu") == {"rule-entry"}
    assert shown("who=-") == {"clock-entry"}
    assert shown("action=ruled") == {"ruled-entry"}
    assert shown("q=LED-ENT") == {"ruled-entry"}
    assert shown("from=2026-01-01&to=2026-01-31") == set()


def test_a_shop_sees_its_own_entries_and_where_its_people_signed_in(cast: Cast, client: Client, trail: str):
    audit.note(Actor.of(cast.manager), None, "signed_in", "wu-signed-in")
    audit.note(Actor.of(cast.stranger), None, "signed_in", "stranger-signed-in")
    audit.note(Actor.of(cast.stranger), cast.other_shop, "ruled", "elsewhere")
    shown = text(client, trail)

    assert "wu-signed-in" in shown
    assert "stranger-signed-in" not in shown
    assert "elsewhere" not in shown


def test_a_span_without_entries_says_what_to_do(client: Client, trail: str):
    shown = text(client, f"{trail}?from=2026-01-01&to=2026-01-31")
    assert "Choose a longer span or fewer filters." in shown


def test_fifty_entries_more_ask_no_more_often(cast: Cast, client: Client, trail: str):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(trail).status_code == 200
        return len(counted)

    audit.note(Actor.of(cast.manager), cast.shop, "ruled", "first")
    client.get(trail)
    before = queries()
    for number in range(60):
        audit.note(Actor.of(cast.manager), cast.shop, "ruled", f"entry-{number}")
    assert queries() == before
    assert "page=2" in text(client, trail)


def test_the_file_holds_what_the_page_shows_and_is_noted_itself(cast: Cast, client: Client):
    client.force_login(cast.manager)
    audit.note(Actor.of(cast.manager), cast.shop, "ruled", "=1001", decision="accept")
    answer = client.get(reverse("reports:audit_file", args=[cast.shop.pk, "csv"]))
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    assert rows[0][:4] == ["When", "Who", "What", "About"]
    assert rows[1][1:5] == ["wu", "Order ruled on", "'=1001", "decision: accepted"]
    entry = noted("downloaded")
    assert entry.about.startswith("audit_")
    assert entry.details == {"page": "audit_file"}


def test_every_download_is_noted_and_an_empty_template_is_not(cast: Cast, client: Client):
    client.force_login(cast.manager)
    client.get(
        reverse("reports:orders_file", args=[cast.shop.pk, "xlsx"]) + "?q=lily", REMOTE_ADDR="192.0.2.7"
    )
    client.get(reverse("chats:imports_template", args=[cast.shop.pk, "agents"]))

    entry = noted("downloaded")
    assert (entry.actor, entry.shop, entry.address) == (cast.manager, cast.shop, "192.0.2.7")
    assert entry.about.startswith("orders_")
    assert "lily" not in f"{entry.about} {entry.details}"  # what was searched for may be a buyer


def test_an_upload_and_its_refused_rows_are_noted_without_naming_files(cast: Cast, client: Client, work_off):
    client.force_login(cast.manager)
    file = SimpleUploadedFile("与lily的聊天.csv", table(CHATS, LINE, (*LINE[:3], "2026-11-31", "", "x")))
    client.post(reverse("chats:imports", args=[cast.shop.pk]), {"files": [file]})
    work_off()
    entry = noted("imported")
    client.get(reverse("chats:imports_refused", args=[cast.shop.pk, entry.about.strip("#")]))

    assert (entry.actor, entry.details["files"]) == (cast.manager, 1)
    assert (entry.details["added"], entry.details["refused"]) == (1, 1)
    assert noted("downloaded").about == entry.about
    assert not AuditEntry.objects.filter(about__contains="lily").exists()


def test_commands_are_noted_by_their_names(cast: Cast, tmp_path):
    path = tmp_path / "chats.csv"
    path.write_bytes(table(CHATS, LINE))
    command("import_files", "--shop", cast.shop.name, str(path))
    command("set_rules", "--shop", cast.shop.name, "judge_rule=payment")

    assert (noted("imported").actor_name, noted("imported").details["added"]) == ("import_files", 1)
    rules = noted("rules_changed")
    assert (rules.actor_name, rules.details["changes"]) == ("set_rules", {"judge_rule": "payment"})


def test_every_action_has_words_and_unknown_details_are_shown_as_they_are(cast: Cast):
    for action in audit.ACTIONS:
        entry = audit.note(CLOCK, cast.shop, action, some_thing={"a": True}, none=None, left_out="")
        with translation.override("en"):
            assert audit_words.action(entry)
            assert audit_words.details(entry) == "some thing: a yes · none: nothing"


def test_the_administration_shows_entries_and_lets_nobody_touch_them(cast: Cast, client: Client):
    root = User.objects.create_superuser("root", password="right-horse-9")
    entry = audit.note(Actor.of(cast.manager), cast.shop, "ruled", "1001")
    client.force_login(root)
    of_one = [entry.pk]
    change = reverse("admin:accounts_auditentry_change", args=of_one)

    assert "1001" in text(client, reverse("admin:accounts_auditentry_changelist"))
    assert client.post(change, {"about": "x"}).status_code == 403
    assert (
        client.post(reverse("admin:accounts_auditentry_delete", args=of_one), {"post": "yes"}).status_code
        == 403
    )
    assert client.get(reverse("admin:accounts_auditentry_add")).status_code == 403
    listed = reverse("admin:accounts_auditentry_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": of_one, "post": "yes"})
    assert AuditEntry.objects.get(pk=entry.pk).about == "1001"
