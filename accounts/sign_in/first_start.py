"""The very first start: one manager and one shop, also when two people send the setup page at once."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.demo import DEMO_SHOP
from accounts.models import Membership, Role, Shop, User
from accounts.sign_in.forms import SetupForm


def is_open() -> bool:
    """Whether nobody has an account yet, the public accounts of the demo shop aside."""
    real = User.objects.filter(is_superuser=True) | User.objects.exclude(memberships__shop__name=DEMO_SHOP)
    elsewhere = Membership.objects.exclude(shop__name=DEMO_SHOP)
    return not (real.exists() or elsewhere.exists())


class Begun(Exception):
    """Somebody else was faster: there is an account already."""


@transaction.atomic
def begin(form: SetupForm) -> User:
    """Make the first manager and the shop of a valid form. Raises Begun.

    A superuser is made on the machine only (createsuperuser): whoever finds the page of a fresh installation
    first gets a shop, and nothing else.
    """
    _one_at_a_time()
    if not is_open():
        raise Begun
    user = form.save()
    data = form.cleaned_data
    shop = Shop.objects.create(
        name=data["shop_name"], main_account=data["main_account"], timezone=data["timezone"]
    )
    Membership.objects.create(user=user, shop=shop, role=Role.MANAGER)
    return user


def _one_at_a_time() -> None:
    """Hold a row that is always there until the transaction ends; SQLite lets one writer in anyway."""
    ContentType.objects.select_for_update().get(app_label="accounts", model="user")
