"""What is stored, as its page says it: each kind of data with its purpose, its end and its readers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS = "texts"  # kept as long as the shop's setting says


@dataclass(frozen=True)
class Kind:
    """One row of the page. `until` is a sentence, or TEXTS."""

    what: Promise
    why: Promise
    until: Promise | str
    seen_by: Promise


KINDS = (
    Kind(
        _("Texts of chat messages"),
        _("To show why an order is credited to an agent, and to learn from lost sales."),
        TEXTS,
        _("The agent who wrote them, their supervisors, managers."),
    ),
    Kind(
        _("Who wrote to whom and when, without the words"),
        _("Every figure rests on it: receptions, response times, inquiries, who earned an order."),
        _("As long as the shop is here, so that figures can be computed again."),
        _("The agent, their supervisors, managers."),
    ),
    Kind(
        _("Buyers' nicks and open uids"),
        _("To find out which chat belongs to which order."),
        _("Until a manager erases the buyer; then a pseudonym stands in their place."),
        _("In full the agent who talked with the buyer or is credited with the order; shortened everybody"
          " else, unless the shop shows them to all."),
    ),
    Kind(
        _("Orders: number, times, status, amounts, items, title, flag and memo"),
        _("Sales, refunds and chased payments are computed from them; flag and memo tell orders that are"
          " none."),
        _("As long as the shop is here: its books must add up. The memo of an erased buyer goes."),
        _("Agents with a part in the order, their supervisors, managers."),
    ),
    Kind(
        _("Lost-sale forms"),
        _("Why buyers did not buy, in the agent's words, and what supervisors made of it."),
        _("As long as the shop is here. Products and buyers' words in them go with the texts."),
        _("The agent, their supervisors, managers."),
    ),
    Kind(
        _("Figures per agent and day, rulings, weekly reports"),
        _("To compare, to pay bonuses and to be able to say later how they came about."),
        _("As long as the shop is here."),
        _("Agents their own, supervisors their teams', managers the shop's."),
    ),
    Kind(
        _("Accounts: name, e-mail where given, roles, language, last sign-in"),
        _("To let the right people in. Passwords are stored only as hashes that cannot be read."),
        _("Until the account is deleted. A leaver's access ends at once; history keeps the name."),
        _("Managers; supervisors those of their teams."),
    ),
    Kind(
        _("Audit trail: who did what, when, from which address"),
        _("To find out what happened to people's pay and people's data."),
        _("As long as the shop is here. Nobody can change it."),
        _("Managers."),
    ),
    Kind(
        _("Uploaded files"),
        _("To be read."),
        _("Until they are read, as a rule some seconds; a chat that waits for an answer as long as texts."),
        _("Nobody."),
    ),
    Kind(
        _("Refused rows of files, without the columns of receivers"),
        _("To be corrected and uploaded again."),
        TEXTS,
        _("Supervisors and managers."),
    ),
)  # fmt: skip
