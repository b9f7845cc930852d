"""What the migration to an explicit flag does to supervisors who saw everybody because they had no teams."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from accounts.models import Invitation, Membership, Role
from tests.cast import Cast, member, supervises

MIGRATION = import_module("accounts.migrations.0004_supervisors_of_every_team")


def test_supervisors_keep_what_they_saw(cast: Cast) -> None:
    of_one_team = supervises(member("mila", cast.shop, Role.SUPERVISOR), cast.team)
    Membership.objects.update(all_teams=False)
    when = Membership.objects.get(user=of_one_team).user.date_joined
    link = Invitation.objects.create(
        shop=cast.shop, role=Role.SUPERVISOR, token_hash="x", created_by=cast.manager, expires_at=when
    )

    MIGRATION.say_so(apps, SimpleNamespace(connection=connection))

    assert list(Membership.objects.filter(all_teams=True)) == [Membership.objects.get(user=cast.supervisor)]
    link.refresh_from_db()
    assert link.all_teams
