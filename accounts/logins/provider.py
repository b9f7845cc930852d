"""The providers that allauth finds in this app."""

from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider as TheirDingTalk
from django.utils.translation import gettext_lazy as _

from accounts.logins.wecom import WeComProvider

SHOWN = ("nick",)


class DingTalkProvider(TheirDingTalk):
    """DingTalk, keeping of a profile only the name to show: phone and mail are nobody's business here."""

    name = _("DingTalk")  # type: ignore[assignment]  # read by templates only

    def extract_extra_data(self, data: dict[str, object]) -> dict[str, object]:
        return {name: data[name] for name in SHOWN if name in data}


provider_classes = [DingTalkProvider, WeComProvider]
