"""Reports on their way: who gets which, real mail through a local server, robots, retries, nothing twice."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Agent, Membership, Role, User
from reports.delivery import hooks, letters, sending, subscriptions
from reports.delivery.subscriptions import Report, Wish
from reports.models import Delivery, ReportHook, WeeklyReport
from reports.weekly import due, revisions
from tests.cast import member, supervises
from tests.reports.told import Told
from tests.story import MONDAY

pytestmark = pytest.mark.django_db

AFTER = dt.datetime.combine(MONDAY + dt.timedelta(days=8), dt.time(0), dt.UTC)  # that week's Tuesday
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def report(told: Told) -> WeeklyReport:
    return revisions.make(told.shop, MONDAY).report


def person(told: Told, name: str, role: str, email: str = "") -> User:
    user = member(name, told.shop, role)
    User.objects.filter(pk=user.pk).update(email=f"{name}@example.com" if email == "" else email)
    user.refresh_from_db()
    return user


@pytest.fixture
def people(told: Told) -> dict[str, User]:
    """A manager, a supervisor of one team, an agent who is linked, and one without an address."""
    found = {name: person(told, name, role) for name, role in (("boss", Role.MANAGER), ("mei", Role.AGENT))}
    found["leader"] = supervises(person(told, "leader", Role.SUPERVISOR), told.shop.teams.create(name="一组"))
    found["silent"] = person(told, "silent", Role.MANAGER, email=" ")
    User.objects.filter(pk=found["silent"].pk).update(email="")
    agent = Agent.objects.filter(shop=told.shop, kind="human").order_by("pk").first()
    agent.user = found["mei"]
    agent.save()
    return found


def getting(told: Told, report: str) -> dict[str, tuple[str, ...]]:
    return {user.username: wish.formats for user, wish in subscriptions.recipients(told.shop, report)}


def test_without_anybodys_doing_managers_get_the_shop_and_agents_their_own_week(told, people):
    assert getting(told, Report.SHOP) == {"boss": ("pdf", "xlsx")}
    assert getting(told, Report.OWN) == {"mei": ()}
    assert getting(told, Report.MONTH) == {}


def test_a_role_can_be_told_otherwise_and_a_persons_own_wish_goes_before(told, people):
    subscriptions.save_subscription(told.shop, Report.SHOP, Wish(True, ("csv",)), role=Role.MANAGER)
    assert getting(told, Report.SHOP) == {"boss": ("csv",)}
    subscriptions.save_subscription(told.shop, Report.SHOP, Wish(False), user=people["boss"])
    assert getting(told, Report.SHOP) == {}
    subscriptions.forget(told.shop, people["boss"], Report.SHOP)
    assert getting(told, Report.SHOP) == {"boss": ("csv",)}


def test_nobody_gets_by_mail_what_he_may_not_see_on_the_pages(told, people):
    subscriptions.save_subscription(told.shop, Report.SHOP, Wish(True, ("pdf",)), role=Role.SUPERVISOR)
    for name in ("leader", "mei"):
        subscriptions.save_subscription(told.shop, Report.SHOP, Wish(True, ("pdf",)), user=people[name])
    assert getting(told, Report.SHOP) == {"boss": ("pdf", "xlsx")}
    supervises(people["leader"])  # of all teams
    assert set(getting(told, Report.SHOP)) == {"boss", "leader"}


def test_a_report_is_planned_once_for_each_recipient(told, people, report):
    assert sending.plan(report, AFTER) == 2
    sending.plan(report, AFTER)
    assert sorted(Delivery.objects.values_list("kind", "recipient")) == sorted(
        [("shop", f"user:{people['boss'].pk}"), ("own", f"user:{people['mei'].pk}")]
    )


def test_missed_weeks_are_built_but_flood_no_inbox(told, people, report):
    assert due.last_week_over(told.shop, AFTER) == MONDAY
    assert sending.plan(report, AFTER + dt.timedelta(days=7)) == 0
    assert sending.plan(report, AFTER + dt.timedelta(days=7), by_hand=True) == 2


@pytest.fixture
def mailbox() -> Iterator[tuple[int, list]]:
    """A real SMTP server on a free port, and the messages that it took."""
    taken: list = []

    class Keep:
        async def handle_DATA(self, server, session, envelope):
            taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
            return "250 OK"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Keep(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port, taken
    controller.stop()


@pytest.fixture
def smtp(mailbox, settings):
    port, taken = mailbox
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.PUBLIC_URL = "https://cs.example.com"
    return taken


def test_the_manager_finds_summary_link_and_files_in_the_inbox(told, people, report, smtp):
    sending.plan(report, AFTER)
    assert sending.send_due(AFTER) == 2
    letters_of = {to[0]: message for to, message in smtp}
    shop = letters_of["boss@example.com"]
    assert told.shop.name in shop["Subject"] and report.week in shop["Subject"]
    text = shop.get_body(("plain",)).get_content()
    assert f"https://cs.example.com/s/{told.shop.pk}/weekly/{report.week}/" in text
    names = {part.get_filename(): part.get_content() for part in shop.iter_attachments()}
    assert {name.rpartition(".")[2] for name in names} >= {"xlsx"}
    assert all(content for content in names.values())
    own = letters_of["mei@example.com"]
    assert not list(own.iter_attachments())  # the shop's files name everybody
    assert sending.send_due(AFTER) == 0
    assert Delivery.objects.filter(status="sent").count() == 2


def test_an_agents_letter_names_no_colleague(told, people, report):
    others = Agent.objects.filter(shop=told.shop).exclude(user=people["mei"]).values_list("name", flat=True)
    letter = letters.letter(report, Report.OWN, people["mei"], ())
    said = letter.body + letter.alternatives[0][0]
    assert others and not [name for name in others if name in said]


def test_a_server_that_is_away_is_tried_again_with_growing_pauses_then_given_up(
    told, people, report, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    subscriptions.save_subscription(told.shop, Report.OWN, Wish(False), role=Role.AGENT)
    subscriptions.save_subscription(
        told.shop, Report.SHOP, Wish(True), role=Role.MANAGER
    )  # files are made for each try
    sending.plan(report, AFTER)
    now, tries = AFTER, []
    for _round in range(10):
        sending.send_due(now)
        row = Delivery.objects.get()
        if row.status == "failed":
            break
        tries.append(row.next_try_at - now)
        assert sending.send_due(now) == 0  # not before its time
        assert Delivery.objects.get().attempts == len(tries)
        now = row.next_try_at
    assert tries == [minutes * MINUTE for minutes in (1, 5, 30, 120, 480)]
    assert row.attempts == 6 and "Refused" in row.error


def test_a_letter_that_may_have_left_is_not_sent_again_by_itself(told, people, report):
    sending.plan(report, AFTER)
    Delivery.objects.update(status="sending", attempts=1, next_try_at=AFTER)  # the worker was killed here
    assert sending.send_due(AFTER + 16 * MINUTE) == 0
    assert set(Delivery.objects.values_list("status", "error")) == {("failed", sending.UNSURE)}
    assert mail.outbox == []


def test_a_letter_behind_slow_ones_is_not_taken_for_left_behind(told, people, report, monkeypatch):
    sending.plan(report, AFTER)
    clock = [AFTER]

    def slowly(delivery: Delivery) -> bool:
        clock[0] += 10 * MINUTE
        sending._give_up_silent(clock[0])  # the next round of the clock, on another worker
        return True

    monkeypatch.setattr(sending, "_hand_over", slowly)
    monkeypatch.setattr(sending.timezone, "now", lambda: clock[0])
    assert sending.send_due() == 2
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


def test_two_workers_send_a_letter_once(told, people, report):
    sending.plan(report, AFTER)
    pk = Delivery.objects.filter(kind="shop").get().pk
    assert [sending.send(pk, AFTER), sending.send(pk, AFTER)] == [True, False]
    assert len(mail.outbox) == 1


def test_who_lost_access_since_gets_nothing(told, people, report):
    sending.plan(report, AFTER)
    Membership.objects.filter(user=people["boss"]).delete()
    subscriptions.save_subscription(told.shop, Report.OWN, Wish(False), user=people["mei"])
    assert sending.send_due(AFTER) == 0
    assert set(Delivery.objects.values_list("status", "error")) == {("failed", sending.GONE)}
    assert mail.outbox == []


@pytest.fixture
def robot(settings) -> Iterator[tuple[str, list, dict]]:
    """A local receiver: its address, what came (path, query, body), and the answer that it gives."""
    came: list = []
    answer = {"errcode": 0, "errmsg": "ok"}

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            came.append((urlsplit(self.path).path, parse_qs(urlsplit(self.path).query), body))
            said = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words) -> None:
            """Stay quiet."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    settings.REPORT_HOOK_HOSTS = [host]
    yield f"http://{host}", came, answer
    server.shutdown()


def test_a_dingtalk_robot_is_told_with_a_signature(told, report, robot):
    address, came, _answer = robot
    ReportHook.objects.create(
        shop=told.shop, kind="dingtalk", address=f"{address}/robot/send?access_token=t", secret="SEC1"
    )
    sending.plan(report, AFTER)
    assert sending.send_due(AFTER) == 1
    [(path, query, body)] = came
    assert (path, query["access_token"]) == ("/robot/send", ["t"])
    stamp = query["timestamp"][0]
    expected = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert base64.b64decode(query["sign"][0]) == expected
    assert body["msgtype"] == "markdown" and report.week in body["markdown"]["title"]


def test_a_wecom_robot_is_told_and_a_refusal_is_tried_again(told, report, robot):
    address, came, answer = robot
    answer |= {"errcode": 93000, "errmsg": "invalid webhook url"}
    ReportHook.objects.create(shop=told.shop, kind="wecom", address=f"{address}/cgi-bin/webhook/send?key=k")
    sending.plan(report, AFTER)
    assert sending.send_due(AFTER) == 0
    row = Delivery.objects.get()
    assert (row.status, row.attempts) == ("waiting", 1) and "93000" in row.error and "key=k" not in row.error
    answer |= {"errcode": 0}
    assert sending.send_due(row.next_try_at) == 1
    assert report.week in came[-1][2]["markdown"]["content"]


@pytest.mark.parametrize(
    "address",
    [
        "http://oapi.dingtalk.com/robot/send",
        "https://oapi.dingtalk.com.evil.example/robot",
        "https://user@127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook",
    ],
)
def test_a_robot_elsewhere_is_refused(told, address):
    hook = ReportHook(shop=told.shop, kind="dingtalk", address=address)
    with pytest.raises(hooks.NotTaken):
        hooks.send(hook, "title", "text")


def test_the_page_saves_wishes_and_shows_no_secret(told, people, report):
    client = Client()
    client.force_login(people["boss"])
    save = reverse("reports:subscription_save", args=[told.shop.pk])
    client.post(save, {"report": "shop", "mode": "on", "formats": ["xlsx"]})
    assert getting(told, Report.SHOP) == {"boss": ("xlsx",)}
    client.post(save, {"report": "shop", "mode": "on", "formats": ["pdf"], "role": "supervisor"})
    assert subscriptions.of_role(told.shop, "supervisor", Report.SHOP) == Wish(True, ("pdf",))
    token = "https://oapi.dingtalk.com/robot/send?access_token=abcdefghijk"
    add = reverse("reports:hook_add", args=[told.shop.pk])
    client.post(add, {"kind": "dingtalk", "address": token, "secret": "SECRET1"})
    page = client.get(reverse("reports:report_subscriptions", args=[told.shop.pk])).content.decode()
    assert "SECRET1" not in page and token not in page and "fghijk" in page
    refused = client.post(add, {"kind": "dingtalk", "address": "https://example.com/"}).content.decode()
    assert "https://oapi.dingtalk.com/" in refused and ReportHook.objects.count() == 1


def test_an_agent_sets_her_own_wish_alone(told, people):
    client = Client()
    client.force_login(people["mei"])
    save = reverse("reports:subscription_save", args=[told.shop.pk])
    client.post(save, {"report": "own", "mode": "off"})
    client.post(save, {"report": "shop", "mode": "on"})
    client.post(save, {"report": "shop", "mode": "off", "role": "manager"})
    assert getting(told, Report.OWN) == {}
    assert getting(told, Report.SHOP) == {"boss": ("pdf", "xlsx")}


def test_a_mail_server_that_says_nothing_is_left_and_tried_later(told, people, report, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as server:  # accepts, and never greets
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        sending.plan(report, AFTER)
        assert sending.send_due(AFTER) == 0
    states = set(Delivery.objects.values_list("status", "attempts"))
    assert states == {(Delivery.Status.WAITING, 1)}


def test_a_mail_server_gets_seconds_unless_told_otherwise(settings) -> None:
    assert settings.EMAIL_TIMEOUT == 10
