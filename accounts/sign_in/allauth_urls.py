"""The pages of allauth that we use, under the names by which allauth leads to them.

Some names stand for a page of ours under the same address (accounts/urls.py). Sign-up is not among them.
"""

from allauth.account import views as allauth_views
from allauth.socialaccount import views as elsewhere_views
from django.urls import path, re_path

from accounts.logins import views as logins
from accounts.sign_in import account_views as pages
from accounts.sign_in import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", pages.code, name="mfa_authenticate"),
    path("sign-in/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("sign-in/cancelled/", elsewhere_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/error/", elsewhere_views.login_error, name="socialaccount_login_error"),
    path("sign-in/dingtalk/", logins.dingtalk_login, name="dingtalk_login"),
    path("sign-in/dingtalk/back/", logins.dingtalk_callback, name="dingtalk_callback"),
    path("sign-in/wecom/", logins.wecom_login, name="wecom_login"),
    path("sign-in/wecom/back/", logins.wecom_callback, name="wecom_callback"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("password/", pages.password, name="account_change_password"),
    path("password/first/", pages.password_set, name="account_set_password"),
    path("password/forgotten/", pages.forgotten, name="account_reset_password"),
    path("password/forgotten/sent/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/", pages.account, name="mfa_index"),
    path("account/confirm/", pages.confirm, name="account_reauthenticate"),
    path("account/confirm/code/", pages.confirm_code, name="mfa_reauthenticate"),
    path("account/mail/", pages.mail, name="account_email"),
    re_path(r"^account/mail/(?P<key>[-:\w]+)/$", allauth_views.confirm_email, name="account_confirm_email"),
    path("account/second-factor/", pages.activate, name="mfa_activate_totp"),
    path("account/second-factor/off/", pages.deactivate, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", pages.codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", pages.codes_new, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file/", pages.codes_file, name="mfa_download_recovery_codes"),
    path("account/elsewhere/", pages.elsewhere, name="socialaccount_connections"),
]
