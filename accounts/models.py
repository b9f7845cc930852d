"""People and shops: who works where, in which role, under which nicks."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in; language and theme are the person's own choice."""

    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=5, blank=True, choices=[("light", _("Light")), ("dark", _("Dark"))])

    def __str__(self) -> str:
        """How people know a member: the full name, else the name for signing in."""
        return self.get_full_name() or self.get_username()


class Shop(models.Model):
    """One online shop. All its files carry wall-clock time of `timezone` (D1.1)."""

    name = models.CharField(max_length=120, unique=True)
    main_account = models.CharField(max_length=120, blank=True)
    timezone = models.CharField(max_length=64, default="Asia/Shanghai")
    show_buyer_nicks = models.BooleanField(
        default=False, help_text="also to people who never talked with the buyer"
    )
    show_top_three = models.BooleanField(default=False, help_text="agents see who leads the board")
    two_factor_required = models.BooleanField(default=False)
    keep_texts_days = models.PositiveIntegerField(
        null=True, help_text="message texts older than this are deleted; empty: kept"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group of agents with one or more supervisors."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="one_team_a_name")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member does in a shop, from seeing their own figures to managing it."""

    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("Manager")


class Membership(models.Model):
    """A user's role in a shop. A supervisor sees the named teams, or every one with `all_teams`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    teams = models.ManyToManyField(Team, blank=True, related_name="supervisors")
    all_teams = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "shop", "role"], name="one_membership_a_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.shop} · {self.role}"


class AgentKind(models.TextChoices):
    """Who answers: a person, or a program."""

    HUMAN = "human", _("Human")
    ROBOT = "robot", _("Robot")


class Agent(models.Model):
    """A person or robot answering for the shop (D2.1).

    `first_nick` is the normalised nick under which files show the agent. Agents met in a chat
    before any roster named them have `in_roster` off, their nick as name and no team.
    The active period serves lists and forms; it removes no figure.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="agents")
    name = models.CharField(max_length=120)
    first_nick = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=AgentKind.choices, default=AgentKind.HUMAN)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="agents")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="agents")
    in_roster = models.BooleanField(default=False)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "first_nick"], name="one_agent_a_first_nick")]

    def __str__(self) -> str:
        return self.name


class AgentNick(models.Model):
    """One Wangwang nick of an agent: `nick` normalised for comparing, `written` for people."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="agent_nicks")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="nicks")
    nick = models.CharField(max_length=120)
    written = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "nick"], name="one_agent_a_nick")]

    def __str__(self) -> str:
        return self.written


class Invitation(models.Model):
    """A link that lets somebody into the shop, or set a new password for the account `user`.

    Of the link only a hash is kept. It works once, until `expires_at`, unless withdrawn, and only
    while `created_by` may still give what it promises (invitations.find).
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="invitations")
    label = models.CharField(max_length=120, blank=True, help_text="whom it is for, in the manager's words")
    role = models.CharField(max_length=10, choices=Role.choices, blank=True, help_text="empty: a password")
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    all_teams = models.BooleanField(default=False)
    agents = models.ManyToManyField(Agent, blank=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="password_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label or str(self.pk)


class AuditRows(models.QuerySet["AuditEntry"]):
    """Rows that can be read and added, never changed or taken away."""

    def update(self, **_values: object) -> int:
        """Refuse: what was noted stays."""
        raise TypeError("The audit trail is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: what was noted stays."""
        raise TypeError("The audit trail is append-only.")


class AuditEntry(models.Model):
    """Who did what, when, from where. Append-only in the application; `actor_name` outlives the account.

    `action` is a code of accounts.audit; `about` names the object in words as it was called then.
    """

    shop = models.ForeignKey(Shop, models.SET_NULL, null=True, related_name="+")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = AuditRows.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["shop", "-at"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.at} {self.actor_name} {self.action} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is there already is never written again."""
        if self.pk is not None:
            raise TypeError("The audit trail is append-only.")
        super().save(*args, **kwargs)  # type: ignore[unreachable]  # stubs take pk for set before saving

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what was noted stays."""
        raise TypeError("The audit trail is append-only.")
