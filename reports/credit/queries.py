"""Contests that wait for somebody, and answers that are news (D7.6)."""

import datetime as dt

from django.utils import timezone

from accounts.access import is_leader
from accounts.models import Shop, User
from chats.access import own_contests, visible_contests
from chats.credit import rulings
from chats.models import Contest

ANSWERS_ARE_NEWS = dt.timedelta(days=3)


def contests_open(user: User, shop: Shop) -> int:
    """Contests that wait for a decision (D7.6): those that a leader reads, or an agent's own."""
    contests = visible_contests if is_leader(user, shop) else own_contests
    return contests(user, shop).filter(status=Contest.Status.OPEN).count()


def contests_answered(user: User, shop: Shop) -> int:
    """Answers to one's own contests that are still news."""
    answered = own_contests(user, shop).filter(status__in=rulings.ANSWERED)
    return answered.filter(decided_at__gte=timezone.now() - ANSWERS_ARE_NEWS).count()
