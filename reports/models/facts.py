"""Daily facts: sums only."""

from django.db import models

from accounts.models import Agent, Shop
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_SUMS


class AgentDay(models.Model):
    """Every sum of one agent on one business day (D4, D6, D7)."""

    shop = models.ForeignKey(Shop, models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()
    agent = models.ForeignKey(Agent, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "day", "agent"], name="one_row_an_agent_day")]


class ShopDay(models.Model):
    """The shop's figures of one business day; people are counted once (D6.6, D7.3, D8.4)."""

    shop = models.ForeignKey(Shop, models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "day"], name="one_row_a_shop_day")]


# The columns are declared once, in reports.metrics.columns.
for _name in AGENT_DAY_SUMS:
    AgentDay.add_to_class(_name, models.BigIntegerField(default=0))
for _name in SHOP_DAY_SUMS:
    ShopDay.add_to_class(_name, models.BigIntegerField(default=0))
