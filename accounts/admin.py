"""Administration of people and shops, for superusers: accounts, roles, teams, agents."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from accounts.models import Agent, AgentNick, AuditEntry, Membership, Shop, Team, User


class MembershipInline(admin.TabularInline[Membership, User]):
    """The roles of a person."""

    model = Membership
    extra = 0
    filter_horizontal = ("teams",)


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """A person with the roles in each shop."""

    inlines = (MembershipInline,)
    fieldsets = (*(UserAdmin.fieldsets or ()), (None, {"fields": ("language", "theme")}))
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser", "last_login")


@admin.register(Shop)
class ShopAdmin(admin.ModelAdmin[Shop]):
    """A shop, with the zone of its files."""

    list_display = ("name", "main_account", "timezone", "created_at")
    search_fields = ("name", "main_account")


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    """A group of agents."""

    list_display = ("name", "shop")
    list_filter = ("shop",)


class NickInline(admin.TabularInline[AgentNick, Agent]):
    """The nicks of an agent."""

    model = AgentNick
    extra = 0
    fields = ("written",)
    readonly_fields = ("written",)  # moving a nick moves history: a roster import does it with its marks
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Agent)
class AgentAdmin(admin.ModelAdmin[Agent]):
    """An agent, and which account sees the agent's figures."""

    list_display = ("name", "first_nick", "shop", "team", "kind", "user", "in_roster")
    list_filter = ("shop", "team", "kind")
    search_fields = ("name", "first_nick")
    list_select_related = ("shop", "team", "user")
    autocomplete_fields = ("user",)
    readonly_fields = ("first_nick", "kind")  # figures hang on both; a roster import changes them
    inlines = (NickInline,)


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin[AuditEntry]):
    """The audit trail of all shops, to be read only: nobody adds, changes or takes away an entry by hand."""

    list_display = ("at", "shop", "actor_name", "action", "about", "address")
    list_filter = ("action", "shop")
    list_select_related = ("shop",)
    search_fields = ("actor_name", "about")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


# Providers come from the settings, and neither their secrets nor those of second factors belong on a page.
admin.site.unregister([Authenticator, SocialApp, SocialToken])


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin[Authenticator]):
    """Second factors, to be taken away when lost; what they are made of is never shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False
