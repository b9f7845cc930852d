"""Ids that nobody has, where several may be chosen."""

import pytest

from accounts.people.forms import MemberForm
from tests.cast import Cast


@pytest.mark.parametrize("nobody", ["9223372036854775808", "9" * 4400, "x", "²"])
def test_an_id_that_no_database_counts_to_is_no_choice(cast: Cast, nobody: str) -> None:
    data = {"roles": ["agent"], "agents": [str(cast.xiaomei.pk), nobody]}
    form = MemberForm(data, shop=cast.shop, user=cast.agent)

    assert not form.is_valid()
    assert list(form.errors) == ["agents"]
