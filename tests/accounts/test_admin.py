"""The administration opens for superusers, and keeps what only the program may write."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chats.models import ImportBatch, Job
from tests.accounts.sign_in.factors import SECRET, with_factor
from tests.cast import Cast

LISTS = [
    "accounts_user",
    "accounts_shop",
    "accounts_team",
    "accounts_agent",
    "chats_job",
    "chats_importbatch",
]


@pytest.fixture
def root(cast: Cast, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", password="x", language="en"))
    return client


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens(cast: Cast, root: Client, name: str) -> None:
    assert root.get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_people_are_edited_with_their_roles(cast: Cast, root: Client) -> None:
    page = root.get(reverse("admin:accounts_user_change", args=[cast.manager.pk])).content.decode()

    assert "memberships-0-role" in page


def test_an_agents_nick_cannot_be_edited_by_hand(cast: Cast, root: Client) -> None:
    page = root.get(reverse("admin:accounts_agent_change", args=[cast.xiaomei.pk])).content.decode()

    assert 'name="first_nick"' not in page


def test_imports_and_jobs_can_be_looked_at_only(cast: Cast, root: Client) -> None:
    job = Job.objects.create(shop=cast.shop, kind="import")
    batch = ImportBatch.objects.create(shop=cast.shop, path="a.csv", job=job)

    for name, row in (("chats_job", job), ("chats_importbatch", batch)):
        assert root.post(reverse(f"admin:{name}_change", args=[row.pk]), {"kind": "x"}).status_code == 403
        assert root.get(reverse(f"admin:{name}_add")).status_code == 403


def test_secrets_of_second_factors_and_providers_are_on_no_page(cast: Cast, root: Client) -> None:
    with_factor(cast.agent)
    row = Authenticator.objects.get(user=cast.agent, type=Authenticator.Type.TOTP)
    page = root.get(reverse("admin:mfa_authenticator_change", args=[row.pk]))

    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    for name in ("socialapp", "socialtoken"):
        assert root.get(f"/admin/socialaccount/{name}/").status_code == 404


def test_a_manager_who_is_no_superuser_is_not_let_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)

    assert client.get(reverse("admin:index")).status_code == 302
