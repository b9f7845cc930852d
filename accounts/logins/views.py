"""Pages that lead to a provider and back; a provider that is not set up has none."""

from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from accounts.logins.wecom import WeComAdapter

Page = Callable[..., HttpResponse]


def set_up(provider_id: str) -> bool:
    """Whether the settings name an app of this provider."""
    return provider_id in settings.SOCIALACCOUNT_PROVIDERS


def _where_set_up(provider_id: str, page: Page) -> Page:
    @wraps(page)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not set_up(provider_id):
            raise Http404
        return page(request)

    return guarded


dingtalk_login = _where_set_up("dingtalk", OAuth2LoginView.adapter_view(DingTalkOAuth2Adapter))
dingtalk_callback = _where_set_up("dingtalk", OAuth2CallbackView.adapter_view(DingTalkOAuth2Adapter))
wecom_login = _where_set_up("wecom", OAuth2LoginView.adapter_view(WeComAdapter))
wecom_callback = _where_set_up("wecom", OAuth2CallbackView.adapter_view(WeComAdapter))
