"""WeCom (企业微信) as a provider of allauth: the scan page of a company's own app, and who scanned it.

The documentation of the service: https://developer.work.weixin.qq.com/document/path/98151 (scan page),
/91039 (token of the app), /98176 (who came back with the code).
"""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base.provider import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

TIMEOUT_SECONDS = 10


def ask(address: str, **parameters: str) -> dict[str, object]:
    """The service's answer. It says 200 even when it refuses: what counts is `errcode`."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, params=parameters, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        found: dict[str, object] = answer.json()
    if found.get("errcode"):
        raise OAuth2Error(f"WeCom refused: {found.get('errcode')} {found.get('errmsg')}")
    return found


class WeComClient(OAuth2Client):
    """Leads to the scan page, and fetches the token of the app, which WeCom gives without the code."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        params = {
            "login_type": "CorpApp",
            "appid": self.consumer_key,
            "redirect_uri": self.callback_url,
            "state": self.state,
        }
        return f"{authorization_url}?{urlencode(params | extra_params)}"

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: dict[str, str] | None = None
    ) -> dict[str, object]:
        return ask(self.access_token_url, corpid=self.consumer_key, corpsecret=self.consumer_secret)


class WeComAdapter(OAuth2Adapter):
    """Where WeCom's pages and answers are."""

    provider_id = "wecom"
    authorize_url = "https://login.work.weixin.qq.com/wwlogin/sso/login"
    access_token_url = "https://qyapi.weixin.qq.com/cgi-bin/gettoken"  # noqa: S105 (an address)
    profile_url = "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"
    client_class = WeComClient

    def complete_login(
        self, request: HttpRequest, app: object, token: SocialToken, **_kwargs: object
    ) -> SocialLogin:
        """Who scanned; only members of the company have a `userid`."""
        found = ask(self.profile_url, access_token=token.token, code=request.GET["code"])
        if not found.get("userid"):
            raise OAuth2Error("WeCom names no member of the company.")
        provider = self.get_provider()  # type: ignore[no-untyped-call]  # allauth has no annotations
        known = {"corp": provider.app.client_id, "userid": found["userid"]}
        login: SocialLogin = provider.sociallogin_from_response(request, known)
        return login


class WeComAccount(ProviderAccount):
    """A member of the company, shown by the account name that the company gave."""

    def to_str(self) -> str:
        return str(self.account.extra_data.get("userid", ""))


class WeComProvider(OAuth2Provider):
    """WeCom, for one company: a `userid` means somebody only together with the company's id."""

    id = "wecom"
    name = _("WeCom")  # type: ignore[assignment]  # read by templates only
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: dict[str, str]) -> str:
        return f"{data['corp']}:{data['userid']}"

    def get_auth_params(self) -> dict[str, str]:
        return {"agentid": str(self.app.settings["agent_id"])}
