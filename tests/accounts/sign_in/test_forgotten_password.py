"""A forgotten password, renewed by mail; and the mail address it needs."""

import re
import socketserver
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.cast import Cast

ADDRESS = "/password/forgotten/"
NEW = {"password1": "other-horse-7", "password2": "other-horse-7"}


@pytest.fixture(autouse=True)
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def wu(cast: Cast) -> User:
    """The manager, with a confirmed address."""
    User.objects.filter(pk=cast.manager.pk).update(email="wu@example.com")
    EmailAddress.objects.create(user=cast.manager, email="wu@example.com", verified=True, primary=True)
    return cast.manager


def link_in(text: str) -> str:
    return re.search(r"http://testserver(/\S+)", text).group(1)


def test_a_link_from_a_mail_sets_a_new_password_once(wu: User, client: Client) -> None:
    assert client.post(ADDRESS, {"email": "WU@example.com"}).url == "/password/forgotten/sent/"
    [sent] = mail.outbox
    assert sent.to == ["wu@example.com"]
    link = link_in(sent.body)

    form = client.get(link, follow=True)
    assert client.post(form.redirect_chain[-1][0], NEW, follow=True).status_code == 200

    assert Client().login(username="wu", password="other-horse-7")
    assert "does not work" in Client().get(link, follow=True).content.decode()


def test_a_weak_password_is_refused(wu: User, client: Client) -> None:
    client.post(ADDRESS, {"email": "wu@example.com"})
    form = client.get(link_in(mail.outbox[0].body), follow=True).redirect_chain[-1][0]

    client.post(form, {"password1": "12345678", "password2": "12345678"})

    assert Client().login(username="wu", password="right-horse-9")


def test_nobody_learns_which_addresses_have_an_account(wu: User, client: Client) -> None:
    answer = client.post(ADDRESS, {"email": "stranger@example.com"})

    assert answer.url == "/password/forgotten/sent/"
    assert mail.outbox == []


def test_an_account_that_is_switched_off_gets_no_link(wu: User, client: Client) -> None:
    User.objects.filter(pk=wu.pk).update(is_active=False)
    client.post(ADDRESS, {"email": "wu@example.com"})

    assert mail.outbox == []


def test_asking_again_and_again_is_slowed_down(wu: User, client: Client) -> None:
    for _ in range(5):
        client.post(ADDRESS, {"email": "wu@example.com"})

    assert client.post(ADDRESS, {"email": "wu@example.com"}).status_code == 429
    assert len(mail.outbox) == 5


def test_where_no_mail_leaves_the_page_is_not_there_and_nothing_leads_to_it(
    wu: User, client: Client, settings
) -> None:
    assert ADDRESS in client.get("/sign-in/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert ADDRESS not in client.get("/sign-in/").content.decode()
    assert client.get(ADDRESS).status_code == 404
    client.force_login(wu)
    assert client.get("/account/mail/").status_code == 404


def test_a_mail_server_that_is_away_breaks_no_page(wu: User, client: Client, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert client.post(ADDRESS, {"email": "wu@example.com"}).url == "/password/forgotten/sent/"


def test_a_new_address_counts_once_its_link_was_opened(cast: Cast, client: Client) -> None:
    client.force_login(cast.agent)
    client.post("/account/mail/", {"email": "mei@example.com", "action_add": ""})
    cast.agent.refresh_from_db()
    assert cast.agent.email == ""
    link = link_in(mail.outbox[0].body)

    assert "mei@example.com" in client.get(link).content.decode()
    client.post(link)

    cast.agent.refresh_from_db()
    assert cast.agent.email == "mei@example.com"
    assert client.get("/account/").context["mail"].verified


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a mail needs."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            self.say({"EHLO": "250 ok", "DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok"))
            if verb == "DATA":
                self.server.got = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                self.say("250 ok")
            if verb == "QUIT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def test_the_link_reaches_a_real_mail_server(wu: User, client: Client, settings) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Mailbox) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 10
        client.post(ADDRESS, {"email": "wu@example.com"})

        assert "To: wu@example.com" in server.got
        assert "/password/new/" in server.got
