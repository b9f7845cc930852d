"""Who may see what: every function returns the object, or answers 404 so that a stranger learns nothing.

- Figures, chats and orders: agents their own (visible_agents), a supervisor those of the teams that are
  named (of every team only where Membership.all_teams says so), a manager the shop's, nobody another shop's.
  Of their colleagues agents see the names and figures of the first three, where the shop shows them
  (may_see_top_three); else no name.
- People: managers change them; supervisors read about the agents of their teams and the accounts
  linked to these.
- Buyers' nicks: in full to the agent who talked with the buyer or is credited with the order,
  shortened (nicks.mask_nick) to everybody else, supervisors and managers too. They can judge an order
  by its number and its chat without knowing who the buyer is; a shop that wants otherwise says so for
  all (Shop.show_buyer_nicks). Refused rows of an import stay as the file had them, for whoever may
  import: they must be corrected and uploaded again.
- Second factor: where a shop requires one (Shop.two_factor_required), none of its pages opens to anybody
  whose account has none; the person is led to set one up (shop_page).
- Passwords: a manager may hand out a link for a new one only to people who work in no other
  manager's shop, and never for an administrator (may_renew_password).
"""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.audit.actor import Actor
from accounts.audit.addresses import actor_of
from accounts.models import Agent, Membership, Role, Shop, User

LEADERS = (Role.SUPERVISOR, Role.MANAGER)
SESSION_KEY = "shop"

ShopView = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request for a page behind login_required, as type checkers see it."""

    user: User
    htmx: HtmxDetails


class ShopRequest(SignedInRequest):
    """A request for a page of a shop, as shop_page hands it to the view."""

    shop: Shop
    roles: frozenset[str]
    actor: Actor


def shops_of(user: User) -> QuerySet[Shop]:
    """The shops in which the user works, by name; all of them for a superuser."""
    shops = Shop.objects.order_by("name")
    return shops if user.is_superuser else shops.filter(memberships__user=user).distinct()


def roles_of(user: User, shop: Shop) -> frozenset[str]:
    """The user's roles in the shop; a superuser is a manager everywhere."""
    if user.is_superuser:
        return frozenset({Role.MANAGER})
    return frozenset(Membership.objects.filter(user=user, shop=shop).values_list("role", flat=True))


def shop_or_404(user: User, shop_id: int, *roles: str) -> Shop:
    """The shop, if the user works there in one of the roles (in any, where none is named)."""
    shop = get_object_or_404(shops_of(user), pk=shop_id)
    if roles and not roles_of(user, shop) & set(roles):
        raise Http404
    return shop


def current_shop(request: SignedInRequest) -> Shop:
    """The shop last looked at, or the user's first; 404 for a user without any shop."""
    shops = shops_of(request.user)
    last = request.session.get(SESSION_KEY)
    shop = (shops.filter(pk=last).first() if last else None) or shops.first()
    if shop is None:
        raise Http404
    return shop


def visible_agents(user: User, shop: Shop) -> QuerySet[Agent]:
    """The agents whose figures the user may see in the shop.

    Agents see their own; a supervisor besides the agents of the supervised teams, or everybody with
    `all_teams`; a manager all.
    """
    agents = Agent.objects.filter(shop=shop)
    if user.is_superuser:
        return agents
    memberships = {one.role: one for one in Membership.objects.filter(user=user, shop=shop)}
    supervises = memberships.get(Role.SUPERVISOR)
    if Role.MANAGER in memberships or (supervises and supervises.all_teams):
        return agents
    own = agents.filter(user=user)
    if supervises:
        return agents.filter(team__in=list(supervises.teams.values_list("pk", flat=True))) | own
    return own if memberships else agents.none()


def agent_or_404(user: User, shop: Shop, agent_id: int) -> Agent:
    """The agent, if the user may see the agent's figures."""
    return get_object_or_404(visible_agents(user, shop), pk=agent_id)


def own_agents(user: User, shop: Shop) -> QuerySet[Agent]:
    """The agents that the user is, while they work in the shop."""
    agents = Agent.objects.filter(shop=shop, user=user)
    return agents if roles_of(user, shop) else agents.none()


def manages(user: User, shop: Shop) -> bool:
    """Whether the user is a manager of the shop, with an account in use."""
    return user.is_active and Role.MANAGER in roles_of(user, shop)


def visible_members(user: User, shop: Shop) -> QuerySet[User]:
    """The people about whom the user may read on the people page."""
    members = User.objects.filter(memberships__shop=shop).distinct()
    if sees_whole_shop(user, shop):
        return members
    return members.filter(Q(agents__in=visible_agents(user, shop)) | Q(pk=user.pk)).distinct()


def member_or_404(shop: Shop, user_id: int) -> User:
    """Somebody who works in the shop."""
    return get_object_or_404(User.objects.filter(memberships__shop=shop).distinct(), pk=user_id)


def may_renew_password(manager: User, person: User) -> bool:
    """Whether the manager may hand the person a link that sets a new password.

    Such a link opens everything the person may see, so the manager must manage all of it.
    """
    if manager == person or not (manager.is_active and person.is_active):
        return False
    if manager.is_superuser:
        return True
    theirs = set(Membership.objects.filter(user=person).values_list("shop", flat=True))
    managed = Membership.objects.filter(user=manager, role=Role.MANAGER).values_list("shop", flat=True)
    return bool(theirs) and theirs <= set(managed) and not (person.is_staff or person.is_superuser)


def shop_page(*roles: str) -> Callable[[ShopView], ShopView]:
    """A page under /s/<shop_id>/: signed in, of the shop, in one of the roles (any where none is named).

    The view gets the shop in place of its id; `request.shop` and `request.roles` serve the templates,
    `request.actor` the verbs. All instants are told in shop time.
    """

    def guard(view: ShopView) -> ShopView:
        @wraps(view)
        @login_required
        def guarded(request: ShopRequest, shop_id: int, **kwargs: object) -> HttpResponseBase:
            request.shop = shop_or_404(request.user, shop_id, *roles)
            if request.shop.two_factor_required and not has_second_factor(request.user):
                return _to_second_factor(request)
            request.roles, request.actor = roles_of(request.user, request.shop), actor_of(request)
            if request.session.get(SESSION_KEY) != shop_id:
                request.session[SESSION_KEY] = shop_id
            with timezone.override(ZoneInfo(request.shop.timezone)):
                return view(request, request.shop, **kwargs)

        return guarded

    return guard


def has_second_factor(user: User) -> bool:
    """Whether signing in asks the user for a code besides the password."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def shops_that_require_two_factors(user: User) -> QuerySet[Shop]:
    """The shops of the user that open only to accounts with a second factor."""
    return shops_of(user).filter(two_factor_required=True)


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    address = reverse("mfa_activate_totp")
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)


def leads(request: ShopRequest) -> bool:
    """Whether the signed-in person supervises or manages the shop of the page."""
    return bool(request.roles & set(LEADERS))


def is_leader(user: User, shop: Shop) -> bool:
    """Whether the user supervises or manages the shop."""
    return bool(roles_of(user, shop) & set(LEADERS))


def sees_whole_shop(user: User, shop: Shop) -> bool:
    """Whether the user may see figures of the whole shop: managers, and supervisors of every team."""
    if Role.MANAGER in roles_of(user, shop):
        return True
    supervises = Membership.objects.filter(user=user, shop=shop, role=Role.SUPERVISOR, all_teams=True)
    return supervises.exists()


def may_see_top_three(user: User, shop: Shop) -> bool:
    """Whether the user may see who leads the board, with names and figures, where they do not see all."""
    return shop.show_top_three and bool(roles_of(user, shop))
