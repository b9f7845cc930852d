"""Pages of invitations: make one, take it back, and accept one with or without an account."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import ShopRequest, may_renew_password, member_or_404, shop_page
from accounts.audit.actor import Actor
from accounts.audit.addresses import actor_of
from accounts.audit.trail import note
from accounts.models import Invitation, Role, Shop, User
from accounts.people import invitations
from accounts.people.forms import InvitationForm, sent
from accounts.sign_in import throttle
from accounts.sign_in.account_forms import JoinForm, NewPasswordForm
from accounts.sign_in.audit import tell
from accounts.sign_in.entering import enter


@never_cache
@shop_page(Role.MANAGER)
def invitation_new(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Make an invitation; its link is on the page that follows, and nowhere else."""
    form = InvitationForm(sent(request), shop=shop, initial={"role": Role.AGENT})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made, token = invitations.invite(
            shop,
            request.user,
            data["role"],
            data["teams"],
            data["agents"],
            data["label"],
            all_teams=data["all_teams"],
        )
        note(request.actor, shop, "user_invited", made.label, **invitations.invitation_as_dict(made))
        link = _link(request, token)
        if data.get("email"):
            _mail(request, made, data["email"], link)
        return _show_link(request, _("Invitation for %(name)s") % {"name": made.label}, made, link)
    return render(
        request, "accounts/people/invitation_new.html", {"title": _("Invite somebody"), "form": form}
    )


@require_POST
@never_cache
@shop_page(Role.MANAGER)
def password_link(request: ShopRequest, shop: Shop, user_id: int) -> HttpResponse:
    """Make a link with which a member sets a new password."""
    person = member_or_404(shop, user_id)
    if not may_renew_password(request.user, person):
        raise Http404
    made, token = invitations.password_link(shop, request.user, person)
    note(request.actor, shop, "user_changed", person.username, act="link for a new password")
    title = _("New password for %(name)s") % {"name": person.username}
    return _show_link(request, title, made, _link(request, token))


def _show_link(request: HttpRequest, title: str, made: Invitation, link: str) -> HttpResponse:
    return render(request, "accounts/people/link.html", {"title": title, "made": made, "link": link})


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("accounts:join", args=[token]))


def _mail(request: HttpRequest, made: Invitation, address: str, link: str) -> None:
    if invitations.send(made, address, link):
        messages.success(request, _("The link was sent to %(address)s.") % {"address": address})
    else:
        messages.warning(request, _("The mail could not be sent. Please hand over the link yourself."))


@require_POST
@shop_page(Role.MANAGER)
def invitation_withdraw(request: ShopRequest, shop: Shop, invitation_id: int) -> HttpResponse:
    """Make a link useless that nobody has used."""
    found = get_object_or_404(Invitation, shop=shop, pk=invitation_id)
    invitations.withdraw(found)
    note(request.actor, shop, "user_invited", found.label or found.user, act="taken back")
    messages.success(request, _("The link does not work any more."))
    return redirect("accounts:people", shop.pk)


@sensitive_post_parameters()
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation, or set the new password, that a link is for."""
    if throttle.is_blocked(request):
        text = _("Too many failed attempts. Please wait a quarter of an hour and try again.")
        return _gone(request, text, status=200)  # an error would put a link that may still work into the log
    found = invitations.find(token)
    if found is None:
        throttle.note_failure(request)
        return _gone(
            request, _("This link was used, withdrawn or has expired. Ask your manager for a new one.")
        )
    try:
        if found.user:
            return _new_password(request, found, found.user)
        if request.user.is_authenticated:
            return _join_signed_in(request, found, request.user)
        return _join_new(request, found)
    except invitations.LinkUsed:
        return _gone(
            request, _("This link was used, withdrawn or has expired. Ask your manager for a new one.")
        )


def _gone(request: HttpRequest, text: str, status: int = 404) -> HttpResponse:
    return render(request, "accounts/people/link_gone.html", {"text": text}, status=status)


def _join_signed_in(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if request.method == "POST":
        invitations.join(found, user)
        _note_joined(actor_of(request), found, user)
        return redirect("shop_home", found.shop.pk)
    return render(request, "accounts/sign_in/join.html", {"found": found})


def _join_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.instance.language = get_language() or ""
            user = form.save()
            invitations.join(found, user)
            _note_joined(Actor.of(user), found, user)
        return enter(request, user, reverse("shop_home", args=[found.shop.pk]))
    return render(request, "accounts/sign_in/join.html", {"found": found, "form": form})


def _note_joined(by: Actor, found: Invitation, user: User) -> None:
    note(by, found.shop, "user_changed", user.username, act="joined", **invitations.invitation_as_dict(found))


def _new_password(request: HttpRequest, found: Invitation, person: User) -> HttpResponse:
    """The link proves who it is, whoever is signed in on this machine."""
    form = NewPasswordForm(person, sent(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            invitations.use(found, person)
            form.save()
            tell(request, person, "password_changed", act="by a manager's link")
        with override(person.language or get_language()):
            messages.success(request, _("Your password is changed. Other devices are signed out."))
        return enter(request, person)
    return render(request, "accounts/sign_in/new_password.html", {"found": found, "form": form})
