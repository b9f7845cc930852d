"""The audit trail keeps what was noted."""

import pytest

from accounts.audit import trail as audit
from accounts.audit.actor import CLOCK, Actor
from accounts.audit.addresses import actor_of
from accounts.models import AuditEntry, Role, Shop
from tests.cast import member

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_where_and_cannot_be_changed_or_taken_away(rf):
    shop = Shop.objects.create(name="示例旗舰店")
    wu = member("wu", shop, Role.MANAGER)
    request = rf.post("/", REMOTE_ADDR="192.0.2.7")
    request.user = wu
    entry = audit.note(
        actor_of(request), shop, "rules_changed", "judge_rule", before="order_first", after="payment"
    )

    stored = AuditEntry.objects.get()
    assert (stored.actor, stored.actor_name, stored.address) == (wu, "wu", "192.0.2.7")
    assert (stored.action, stored.about) == ("rules_changed", "judge_rule")
    assert stored.details == {"before": "order_first", "after": "payment"}
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(about="nothing")


def test_an_unknown_action_is_a_slip_of_the_programmer():
    with pytest.raises(KeyError):
        audit.note(CLOCK, None, "did_something")


def test_the_entry_outlives_the_account():
    shop = Shop.objects.create(name="示例旗舰店")
    wu = member("wu", shop, Role.MANAGER)
    audit.note(Actor.of(wu), shop, "signed_in")
    wu.delete()
    assert AuditEntry.objects.get().actor_name == "wu"
