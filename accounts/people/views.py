"""Pages about the people of a shop: who works there, as what, in which team, and leaving."""

from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import (
    LEADERS,
    ShopRequest,
    has_second_factor,
    may_renew_password,
    member_or_404,
    sees_whole_shop,
    shop_page,
    visible_agents,
    visible_members,
)
from accounts.audit.trail import note
from accounts.models import Agent, Role, Shop, Team, User
from accounts.people import invitations
from accounts.people import verbs as people
from accounts.people.forms import LeaverForm, MemberForm, ShopSettingsForm, TeamForm, sent


@require_safe
@shop_page(*LEADERS)
def people_page(request: ShopRequest, shop: Shop) -> HttpResponse:
    """List agents, members, teams and open invitations; supervisors see their own teams only."""
    manager = Role.MANAGER in request.roles
    context = {
        "title": _("People"),
        "manager": manager,
        "agents": _agents(request.user, shop),
        "members": people.members(shop, visible_members(request.user, shop)),
        "teams": _teams(request.user, shop),
        "today": timezone.localdate(),
    }
    if manager:
        context["invitations"] = invitations.waiting_in(shop)
        context["settings"] = ShopSettingsForm(instance=shop)
        context["now"] = timezone.now()
    return render(request, "accounts/people/people.html", context)


def _agents(user: User, shop: Shop) -> QuerySet[Agent]:
    """Agents whom no roster has named yet first: they wait for a name and a team."""
    agents = visible_agents(user, shop).select_related("team", "user").prefetch_related("nicks")
    return agents.order_by("in_roster", F("active_to").desc(nulls_first=True), "name", "pk")


def _teams(user: User, shop: Shop) -> QuerySet[Team]:
    teams = Team.objects.filter(shop=shop)
    if not sees_whole_shop(user, shop):
        teams = teams.filter(supervisors__user=user)
    return teams.annotate(size=Count("agents", distinct=True)).order_by("name")


@shop_page(Role.MANAGER)
def member(request: ShopRequest, shop: Shop, user_id: int) -> HttpResponse:
    """Change a member's roles, supervised teams and agents."""
    person = member_or_404(shop, user_id)
    [known] = people.members(shop, [person])
    initial = {"roles": known.roles, "teams": known.teams, "agents": known.agents}
    initial["all_teams"] = known.supervises_all
    form = MemberForm(sent(request), shop=shop, user=person, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, form, shop, person):
        return redirect("accounts:people", shop.pk)
    context = {
        "title": str(person),
        "person": person,
        "form": form,
        "renewable": may_renew_password(request.user, person),
        "two_factors": has_second_factor(person),
    }
    return render(request, "accounts/people/member.html", context)


def _saved(request: ShopRequest, form: MemberForm, shop: Shop, person: User) -> bool:
    data = form.cleaned_data
    [known] = people.members(shop, [person])
    before = people.member_as_dict(known)
    try:
        people.save_member(
            shop, person, data["roles"], data["teams"], data["agents"], all_teams=data["all_teams"]
        )
    except people.LastManager:
        form.add_error("roles", _last_manager())
        return False
    [after] = people.members(shop, [person])
    note(
        request.actor,
        shop,
        "user_changed",
        person.username,
        before=before,
        after=people.member_as_dict(after),
    )
    messages.success(request, _("%(name)s is saved.") % {"name": str(person)})
    return True


@shop_page(Role.MANAGER)
def member_end(request: ShopRequest, shop: Shop, user_id: int) -> HttpResponse:
    """Ask once more, then let a leaver out."""
    person = member_or_404(shop, user_id)
    form = LeaverForm(sent(request), initial={"last_day": timezone.localdate()})
    [known] = people.members(shop, [person])
    agents = [agent.name for agent in known.agents]
    if request.method == "POST" and form.is_valid():
        try:
            people.end_access(shop, person, form.cleaned_data["last_day"])
        except people.LastManager:
            form.add_error(None, _last_manager())
        else:
            note(request.actor, shop, "access_ended", person.username, agents=agents)
            said = _("%(name)s has no access to this shop any more. All figures stay.")
            messages.success(request, said % {"name": str(person)})
            return redirect("home") if person == request.user else redirect("accounts:people", shop.pk)
    context = {"title": _("End access"), "person": person, "form": form, "agents": known.agents}
    return render(request, "accounts/people/member_end.html", context)


@shop_page(Role.MANAGER)
def team_new(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Add a team."""
    return _team_page(request, shop, None)


@shop_page(Role.MANAGER)
def team(request: ShopRequest, shop: Shop, team_id: int) -> HttpResponse:
    """Rename a team, and say who belongs to it."""
    return _team_page(request, shop, get_object_or_404(Team, shop=shop, pk=team_id))


def _team_page(request: ShopRequest, shop: Shop, found: Team | None) -> HttpResponse:
    initial = {"name": found.name, "agents": found.agents.all()} if found else {}
    form = TeamForm(sent(request), shop=shop, team=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = people.save_team(shop, found, form.cleaned_data["name"], form.cleaned_data["agents"])
        agents = sorted(agent.name for agent in form.cleaned_data["agents"])
        note(
            request.actor,
            shop,
            "team_changed",
            saved.name,
            act="changed" if found else "added",
            agents=agents,
        )
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect("accounts:people", shop.pk)
    return render(
        request,
        "accounts/people/team.html",
        {"title": found.name if found else _("New team"), "form": form, "team": found},
    )


@require_POST
@shop_page(Role.MANAGER)
def team_end(request: ShopRequest, shop: Shop, team_id: int) -> HttpResponse:
    """Delete a team: its agents stay without one, and nobody sees more than before."""
    found = get_object_or_404(Team, shop=shop, pk=team_id)
    agents = [agent.name for agent in found.agents.order_by("name")]
    found.delete()
    note(request.actor, shop, "team_changed", found.name, act="deleted", agents=agents)
    messages.success(
        request, _("%(name)s is deleted. Its agents stay, without a team.") % {"name": found.name}
    )
    return redirect("accounts:people", shop.pk)


@require_POST
@shop_page(Role.MANAGER)
def shop_settings(request: ShopRequest, shop: Shop) -> HttpResponse:
    """Say who sees what beyond the rule, and whether a second factor is required."""
    before = {name: getattr(shop, name) for name in ShopSettingsForm.Meta.fields}
    form = ShopSettingsForm(request.POST, instance=shop)
    if form.is_valid():
        form.save()
        after = {name: form.cleaned_data[name] for name in before}
        if after != before:
            note(request.actor, shop, "settings_changed", before=before, after=after)
        messages.success(request, _("Saved."))
    return redirect("accounts:people", shop.pk)


@require_POST
@shop_page(Role.MANAGER)
def second_factor_end(request: ShopRequest, shop: Shop, user_id: int) -> HttpResponse:
    """Take away the second factor of somebody who lost it, under the same right as a new password."""
    person = member_or_404(shop, user_id)
    if not may_renew_password(request.user, person):
        raise Http404
    if people.end_second_factor(person):
        note(request.actor, shop, "two_factor_changed", person.username, act="taken away")
        said = _("%(name)s signs in with the password alone now.")
        messages.success(request, said % {"name": str(person)})
    return redirect("accounts:people_member", shop.pk, person.pk)


def _last_manager() -> str:
    return _("This is the shop's last manager. Make somebody else a manager first.")
