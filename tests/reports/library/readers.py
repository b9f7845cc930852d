"""What the tests of the library's pages share."""

from django.test import Client

from accounts.models import User
from tests.cast import Cast


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def url(cast: Cast, path: str) -> str:
    return f"/s/{cast.shop.pk}/library/{path}"
