"""The net: what every page, file, piece of a page and export says is what it said when it was last stored.

`make net` stores the answers anew (tests/data/net): in a commit that changes them on purpose, and no other.
"""

import difflib
import hashlib
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from django.urls import resolve

from chats.jobs import queue as jobs
from tests.net.shop import NOW, make_net
from tests.net.walk import Asked, Walk, routes

STORED = Path(__file__).parent.parent / "data" / "net"
ANSWERS, DIGESTS = STORED / "answers.json.xz", STORED / "digests.txt"
SHOWN, SHOWN_LINES = 12, 24
SETTINGS = {
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}
NOT_ALLOWED, NOT_FOUND = 405, 404
# Routes to which one only sends something; what they answer is stored as well.
SENT_ONLY = {
    "sign-out/",
    "preferences/",
    "s/<int:shop_id>/people/settings/",
    "s/<int:shop_id>/people/teams/<int:team_id>/end/",
    "s/<int:shop_id>/people/members/<int:user_id>/second-factor/",
    "s/<int:shop_id>/people/members/<int:user_id>/password/",
    "s/<int:shop_id>/people/invitations/<int:invitation_id>/withdraw/",
    "s/<int:shop_id>/lost-sales/rows/<int:entry_id>/",
    "s/<int:shop_id>/lost-sales/<int:form_id>/best-answer/",
    "s/<int:shop_id>/lost-sales/<int:form_id>/hand-in/",
    "s/<int:shop_id>/lost-sales/<int:form_id>/add/",
    "s/<int:shop_id>/lost-sales/reviews/<int:entry_id>/",
    "s/<int:shop_id>/health/text/dismiss/",
    "s/<int:shop_id>/views/",
    "s/<int:shop_id>/views/<int:view_id>/",
    "s/<int:shop_id>/library/scripts/<int:script_id>/retire/",
    "s/<int:shop_id>/library/promotions/<int:promotion_id>/read/",
    "s/<int:shop_id>/lost-sales/remind/",
    "s/<int:shop_id>/actions/<int:action_id>/end/",
    "s/<int:shop_id>/privacy/find/",
    "s/<int:shop_id>/privacy/buyers/<int:buyer_id>/erase/",
    "s/<int:shop_id>/weekly/subscriptions/save/",
    "s/<int:shop_id>/weekly/subscriptions/robots/new/",
    "s/<int:shop_id>/weekly/subscriptions/robots/<int:hook_id>/",
    "s/<int:shop_id>/weekly/subscriptions/deliveries/<int:delivery_id>/again/",
    "s/<int:shop_id>/weekly/<str:week>/send/",
    "s/<int:shop_id>/weekly/<str:week>/build/",
    "s/<int:shop_id>/chasing/notes/<int:note_id>/remove/",
    "s/<int:shop_id>/contests/<int:contest_id>/withdraw/",
    "s/<int:shop_id>/orders/<int:order_id>/decide/",
    "s/<int:shop_id>/rulings/<int:ruling_id>/withdraw/",
    "s/<int:shop_id>/rules/check/",
    "s/<int:shop_id>/rules/preview/<int:preview_id>/save/",
}
# Routes that nobody finds here: once there are accounts, unless set up, and of a text that nobody proposed.
FOUND_BY_NOBODY = {
    "setup/",
    "sign-in/dingtalk/",
    "sign-in/dingtalk/back/",
    "sign-in/wecom/",
    "sign-in/wecom/back/",
    "s/<int:shop_id>/health/text/",
}
Answers = dict[str, str]

pytestmark = [pytest.mark.xdist_group("net"), pytest.mark.django_db]


def stored() -> Answers:
    return json.loads(lzma.decompress(ANSWERS.read_bytes()))


@pytest.fixture(scope="module")
def answers(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Answers]:
    """Every answer there is now; with --renew-net, they are stored."""
    folder = tmp_path_factory.mktemp("net")
    renew = request.config.getoption("renew_net")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        if connection.vendor != "sqlite":
            pytest.skip("the net is hung up on SQLite, whose keys begin anew")
        patch.setattr(jobs, "wake", lambda _key: None)
        patch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
        with override_settings(**SETTINGS, MEDIA_ROOT=folder, FILE_UPLOAD_TEMP_DIR=folder):
            found = _answers(folder, renew)
    if renew:
        _store(found)
    yield found


def _answers(folder: Path, renew: bool) -> Answers:
    """In a transaction that is taken back, under a stopped clock."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        walk = Walk(make_net(folder / "files"))
        asked = walk.addresses() if renew else _known()
        found = walk.outputs(asked)
        transaction.set_rollback(True)
    return found


def _known() -> list[Asked]:
    """The requests whose answers are stored."""
    keys = (key.split(" ", 2)[-1] for key in stored() if not key.startswith("export "))
    return [Asked.read(key) for key in dict.fromkeys(keys)]


def _store(found: Answers) -> None:
    digests = (f"{hashlib.sha256(text.encode()).hexdigest()[:12]} {key}\n" for key, text in found.items())
    STORED.mkdir(exist_ok=True)
    DIGESTS.write_text("".join(digests))
    text = json.dumps(found, ensure_ascii=False, indent=0)
    ANSWERS.write_bytes(lzma.compress(text.encode(), preset=6))


def _difference(key: str, before: str, now: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), "stored", "now", lineterm="", n=2)
    return "\n".join([f"== {key}", *islice(lines, SHOWN_LINES)])


def test_every_answer_is_the_stored_one(answers: Answers) -> None:
    before = stored()
    differing = [key for key in before | answers if before.get(key) != answers.get(key)]

    shown = [_difference(key, before.get(key, ""), answers.get(key, "")) for key in differing[:SHOWN]]
    if differing:
        pytest.fail("\n".join([f"{len(differing)} answers differ:", *differing, *shown]), pytrace=False)


def test_no_answer_is_a_fault_of_the_server(answers: Answers) -> None:
    assert [key for key, text in answers.items() if text.startswith("50")] == []


def _statuses(answers: Answers) -> dict[str, set[int]]:
    """Route → the statuses of its answers to GET."""
    found: dict[str, set[int]] = {route: set() for route in routes()}
    for key, text in answers.items():
        if " GET " in key:
            path = key.split(" ")[3].partition("?")[0]
            found[resolve(path).route].add(int(text[:3]))
    return found


def test_every_route_is_asked_for_and_opens_but_for_these(answers: Answers) -> None:
    found = _statuses(answers)

    assert {route for route, seen in found.items() if not seen} == set(), (
        "run make net: these have no answers"
    )
    no_page = {route for route, seen in found.items() if seen <= {NOT_ALLOWED, NOT_FOUND}}
    assert {route for route in no_page if NOT_ALLOWED in found[route]} == SENT_ONLY
    assert {route for route in no_page if NOT_ALLOWED not in found[route]} == FOUND_BY_NOBODY


def test_what_is_only_sent_is_answered_to_a_post(answers: Answers) -> None:
    posted = {resolve(key.split(" ")[3]).route for key in answers if " POST " in key}

    assert posted >= SENT_ONLY
