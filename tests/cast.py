"""The small cast of every page's tests: agents Xiaomei and Xiaoqi, supervisor Lan, manager Wu, a stranger."""

from dataclasses import dataclass

from accounts.models import Agent, AgentNick, Membership, Role, Shop, Team, User


@dataclass
class Cast:
    """One shop with its people, and another shop with its own manager."""

    shop: Shop
    team: Team
    xiaomei: Agent
    xiaoqi: Agent
    agent: User  # Xiaomei's account
    supervisor: User  # Lan, of all teams
    manager: User  # Wu
    other_shop: Shop
    stranger: User  # manager of the other shop


def agent_of(shop: Shop, name: str, team: Team | None = None, user: User | None = None) -> Agent:
    """An agent of the roster with one nick."""
    nick = f"{shop.main_account}:{name}"
    agent = Agent.objects.create(shop=shop, name=name, first_nick=nick, team=team, user=user, in_roster=True)
    AgentNick.objects.create(shop=shop, agent=agent, nick=nick, written=nick)
    return agent


def member(username: str, shop: Shop, role: str, language: str = "en") -> User:
    """A user with a role in the shop."""
    user = User.objects.create_user(username, password="right-horse-9", language=language)
    Membership.objects.create(user=user, shop=shop, role=role)
    return user


def supervises(user: User, *teams: Team) -> User:
    """Let a supervisor see the agents of exactly these teams; of every team where none is named."""
    membership = Membership.objects.get(user=user, role=Role.SUPERVISOR)
    membership.all_teams = not teams
    membership.save()
    membership.teams.set(teams)
    return user


def make_cast() -> Cast:
    """Everybody, saved."""
    shop = Shop.objects.create(name="示例旗舰店", main_account="示例旗舰店")
    other = Shop.objects.create(name="别家旗舰店", main_account="别家旗舰店")
    team = Team.objects.create(shop=shop, name="售前一组")
    xiaomei_user = member("xiaomei", shop, Role.AGENT)
    return Cast(
        shop=shop,
        team=team,
        xiaomei=agent_of(shop, "小美", team, xiaomei_user),
        xiaoqi=agent_of(shop, "小七"),
        agent=xiaomei_user,
        supervisor=supervises(member("lan", shop, Role.SUPERVISOR)),
        manager=member("wu", shop, Role.MANAGER),
        other_shop=other,
        stranger=member("stranger", other, Role.MANAGER),
    )
