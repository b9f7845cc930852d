"""Signing in with DingTalk and WeCom: off by default, never an account by itself, connected by its owner."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from django.test import Client

from accounts.logins.wecom import WeComAdapter
from accounts.models import User
from tests.accounts.sign_in.factors import with_factor
from tests.cast import Cast

APPS = {
    "dingtalk": {"APPS": [{"client_id": "ding-app", "secret": "ding-secret"}]},
    "wecom": {"APPS": [{"client_id": "ww1", "secret": "we-secret", "settings": {"agent_id": "1000002"}}]},
}


class _Service(BaseHTTPRequestHandler):
    """Token and profile of both services, as their documentation says."""

    answers: dict[str, dict[str, object]] = {}
    asked: list[tuple[str, dict[str, list[str]], str]] = []

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.asked.append((parts.path, parse_qs(parts.query), body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.answers[parts.path]).encode())

    do_POST = do_GET

    def log_message(self, *_args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Service]]:
    """The two services on this machine."""
    server = HTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(WeComAdapter, "access_token_url", f"{here}/gettoken")
    monkeypatch.setattr(WeComAdapter, "profile_url", f"{here}/getuserinfo")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "access_token_url", f"{here}/ding/token")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "profile_url", f"{here}/ding/me")
    _Service.asked = []
    _Service.answers = {
        "/gettoken": {"errcode": 0, "errmsg": "ok", "access_token": "T", "expires_in": 7200},
        "/getuserinfo": {"errcode": 0, "errmsg": "ok", "userid": "XiaoMei"},
        "/ding/token": {"accessToken": "T", "refreshToken": "R", "expireIn": 7200},
        "/ding/me": {"openId": "o-1", "unionId": "u-1", "nick": "小美", "mobile": "13800000000"},
    }
    yield _Service
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def set_up(settings) -> None:
    settings.LANGUAGE_CODE = "en"
    settings.SOCIALACCOUNT_PROVIDERS = APPS


def go(client: Client, provider: str, process: str = "login"):
    """Leave for the provider and come back with a code."""
    away = urlsplit(client.post(f"/sign-in/{provider}/?process={process}").url)
    state = parse_qs(away.query)["state"][0]
    parameter = "authCode" if provider == "dingtalk" else "code"
    return client.get(f"/sign-in/{provider}/back/", {parameter: "C", "state": state}, follow=True)


@pytest.fixture
def xiaomei(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agent)
    return client


def test_without_settings_there_is_no_such_page_and_no_button(cast: Cast, client: Client, settings) -> None:
    assert "Sign in with WeCom" in client.get("/sign-in/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert "Sign in with" not in client.get("/sign-in/").content.decode()
    for provider in APPS:
        assert client.post(f"/sign-in/{provider}/").status_code == 404
        assert client.get(f"/sign-in/{provider}/back/").status_code == 404


def test_the_scan_page_of_wecom_is_asked_for_the_companys_app(cast: Cast, client: Client) -> None:
    away = urlsplit(client.post("/sign-in/wecom/").url)
    asked = {name: values[0] for name, values in parse_qs(away.query).items()}

    assert away.netloc == "login.work.weixin.qq.com"
    assert asked.pop("state")
    assert asked == {
        "login_type": "CorpApp",
        "appid": "ww1",
        "agentid": "1000002",
        "redirect_uri": "http://testserver/sign-in/wecom/back/",
    }


def test_leaving_takes_a_form_so_that_no_link_elsewhere_begins_it(cast: Cast, client: Client) -> None:
    assert client.get("/sign-in/wecom/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/sign-in/wecom/").status_code == 403


@pytest.mark.parametrize("provider", APPS)
def test_an_unknown_account_elsewhere_makes_no_account_here(
    cast: Cast, client: Client, service: type[_Service], provider: str
) -> None:
    before = User.objects.count()

    page = go(client, provider)

    assert page.wsgi_request.path == "/sign-in/"
    assert "not connected yet" in page.content.decode()
    assert not page.wsgi_request.user.is_authenticated
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


@pytest.mark.parametrize(("provider", "uid"), [("dingtalk", "o-1"), ("wecom", "ww1:XiaoMei")])
def test_once_connected_it_signs_its_owner_in(
    cast: Cast, xiaomei: Client, service: type[_Service], provider: str, uid: str
) -> None:
    page = go(xiaomei, provider, "connect")
    assert page.wsgi_request.path == "/account/"
    assert SocialAccount.objects.get(provider=provider).uid == uid

    stranger = Client()
    go(stranger, provider)

    assert stranger.get("/").wsgi_request.user == cast.agent


def test_of_a_profile_only_the_name_is_kept(xiaomei: Client, service: type[_Service]) -> None:
    go(xiaomei, "dingtalk", "connect")

    assert SocialAccount.objects.get().extra_data == {"nick": "小美"}


def test_wecom_gets_the_companys_secret_and_the_code(xiaomei: Client, service: type[_Service]) -> None:
    go(xiaomei, "wecom", "connect")

    assert [(path, query) for path, query, _body in service.asked] == [
        ("/gettoken", {"corpid": ["ww1"], "corpsecret": ["we-secret"]}),
        ("/getuserinfo", {"access_token": ["T"], "code": ["C"]}),
    ]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/gettoken", {"errcode": 40001, "errmsg": "invalid credential"}),
        ("/getuserinfo", {"errcode": 40029, "errmsg": "invalid code"}),
        ("/getuserinfo", {"errcode": 0, "errmsg": "ok", "openid": "somebody outside"}),
    ],
)
def test_a_refusal_of_wecom_lets_nobody_in(
    cast: Cast, xiaomei: Client, service: type[_Service], path: str, answer: dict[str, object]
) -> None:
    go(xiaomei, "wecom", "connect")
    service.answers[path] = answer

    client = Client()
    page = go(client, "wecom")

    assert "That did not work" in page.content.decode()
    assert not page.wsgi_request.user.is_authenticated


def test_a_forged_way_back_lets_nobody_in(cast: Cast, xiaomei: Client, service: type[_Service]) -> None:
    go(xiaomei, "wecom", "connect")

    client = Client()
    client.get("/sign-in/wecom/back/", {"code": "C", "state": "forged"})

    assert client.get("/").url.startswith("/sign-in/")


def test_one_account_elsewhere_belongs_to_one_person(
    cast: Cast, xiaomei: Client, service: type[_Service]
) -> None:
    go(xiaomei, "wecom", "connect")
    lan = Client()
    lan.force_login(cast.supervisor)

    page = go(lan, "wecom", "connect")

    assert "Somebody else has connected this account" in page.content.decode()
    assert SocialAccount.objects.get().user == cast.agent


def test_its_owner_disconnects_it(cast: Cast, xiaomei: Client, service: type[_Service]) -> None:
    go(xiaomei, "wecom", "connect")

    xiaomei.post("/account/elsewhere/", {"account": SocialAccount.objects.get().pk})

    assert not SocialAccount.objects.exists()
    assert "not connected yet" in go(Client(), "wecom").content.decode()


def test_it_does_not_pass_by_a_second_factor(cast: Cast, xiaomei: Client, service: type[_Service]) -> None:
    go(xiaomei, "wecom", "connect")
    with_factor(cast.agent)

    assert go(Client(), "wecom").wsgi_request.path == "/sign-in/code/"


def test_an_account_that_is_switched_off_is_not_opened_from_elsewhere(
    cast: Cast, xiaomei: Client, service: type[_Service]
) -> None:
    go(xiaomei, "wecom", "connect")
    User.objects.filter(pk=cast.agent.pk).update(is_active=False)

    assert not go(Client(), "wecom").wsgi_request.user.is_authenticated
