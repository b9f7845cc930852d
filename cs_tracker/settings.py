"""Settings: everything runs with nothing set; what is set wrongly stops the start with its name."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from cs_tracker import env

django_stubs_ext.monkeypatch()  # Django's generic classes take their model in brackets: ModelForm[Shop]

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")
MEDIA_ROOT = env.folder("MEDIA_ROOT", DATA_DIR / "media")
REDIS_URL = env.redis("REDIS_URL")

# --- Who may call, and how safely ----------------------------------------------------------------
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS", [])
DEBUG = env.switch("DEBUG", False)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

BEHIND_HTTPS = env.switch("BEHIND_HTTPS", False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# How many proxies of ours stand before the web process; 0: nobody's X-Forwarded-For is believed.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if BEHIND_HTTPS else 0, least=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Sign-in with an account of the company elsewhere; off unless its variables are set.
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {}
SIGN_IN_ORIGINS = []
if found := env.together("DINGTALK_CLIENT_ID", "DINGTALK_CLIENT_SECRET"):
    SOCIALACCOUNT_PROVIDERS["dingtalk"] = {"APPS": [{"client_id": found[0], "secret": found[1]}]}
    SIGN_IN_ORIGINS.append("https://login.dingtalk.com")
if found := env.together("WECOM_CORP_ID", "WECOM_SECRET", "WECOM_AGENT_ID"):
    SOCIALACCOUNT_PROVIDERS["wecom"] = {
        "APPS": [{"client_id": found[0], "secret": found[1], "settings": {"agent_id": found[2]}}]
    }
    SIGN_IN_ORIGINS.append("https://login.work.weixin.qq.com")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # Browsers hold the redirect after a form to it too, and sign-in elsewhere begins with a form of ours.
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "frame-ancestors": [NONE],
    }
}

# --- What runs ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cs_tracker",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "accounts.logins",
    "accounts",
    "chats",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cs_tracker.middleware.RefuseNulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UserLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.audit.downloads.DownloadTrailMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "cs_tracker.urls"
WSGI_APPLICATION = "cs_tracker.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = LOGOUT_REDIRECT_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.sign_in.adapters.AccountAdapter"
MFA_ADAPTER = "accounts.sign_in.adapters.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.sign_in.adapters.ElsewhereAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]  # nobody signs up; allauth wants them to agree
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account works without a mail address; a new one is confirmed by link
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people come by invitation, so a mail address proves nothing here
MFA_TOTP_ISSUER = "CS Tracker"
MFA_TOTP_TOLERANCE = 1  # phones' clocks differ by some seconds
# A whole shop often has one address: what counts by address is generous, what counts by account is not.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/15m/ip,10/15m/key",
    "change_password": "10/15m/user",
    "reauthenticate": "10/15m/user",
    "reset_password": "20/15m/ip,5/15m/key",
    "reset_password_from_key": "20/m/ip",
}
_FORMS = "accounts.sign_in.account_forms"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.SignInForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.FirstPasswordForm",
    "reset_password": f"{_FORMS}.ForgottenForm",
    "reset_password_from_key": f"{_FORMS}.RenewPasswordForm",
    "add_email": f"{_FORMS}.MailForm",
    "reauthenticate": f"{_FORMS}.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.ConfirmCodeForm",
    "activate_totp": f"{_FORMS}.FirstCodeForm",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cs_tracker.navigation.navigation",
            ]
        },
    }
]
DJANGO_TABLES2_TEMPLATE = "components/table.html"
MESSAGE_TAGS = {message_levels.ERROR: "danger"}  # Bootstrap's word for it

# --- What is kept ---------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "cs_tracker.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Web and worker write at the same time: with Django's defaults three of four saves fail as "locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
        ),
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# Processes must share the cache, because it counts failed sign-ins: one in memory would multiply the
# tries by the number of processes. Files need no table and never wait for SQLite's one writer.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}

MEBIBYTE = 1024 * 1024
UPLOAD_LIMIT_BYTES = env.number("UPLOAD_LIMIT_MB", 512) * MEBIBYTE
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MEBIBYTE  # everything of a form but its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
# Beside the media, so that keeping an uploaded file is a rename and not a copy.
FILE_UPLOAD_TEMP_DIR = env.inside(MEDIA_ROOT, "uploading")
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # no collectstatic before a start
WHITENOISE_AUTOREFRESH = DEBUG

# --- How it speaks --------------------------------------------------------------------------------
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", [code for code, _ in LANGUAGES], "zh-hans")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
globals().update(env.email("EMAIL_URL", "consolemail://"))
# A mail server that takes a connection and then says nothing must not keep a worker or a page.
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT_SECONDS", 10)
# Mails and group robots link to pages under this address.
PUBLIC_URL = env.web_address("PUBLIC_URL")
# Robots of a private installation of DingTalk or WeCom, besides the public ones.
REPORT_HOOK_HOSTS = env.names("REPORT_HOOK_HOSTS", [])
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "cs-tracker@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO"),
    },
    # Django would mail errors and print them in its own way; one line on stderr is enough.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # They tell every rule of the browsers' styles that paper does not know, and each step.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

# --- Work behind the pages ------------------------------------------------------------------------
JOB_STALE_SECONDS = env.number("JOB_STALE_SECONDS", 120)
JOB_WAITING_SECONDS = env.number("JOB_WAITING_SECONDS", 15)
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 30)

# For `manage.py up`; two processes keep a long import from holding up small jobs.
WEB_PROCESSES = env.number("WEB_PROCESSES", 2)
WEB_THREADS = env.number("WEB_THREADS", 4)
WORKER_PROCESSES = env.number("WORKER_PROCESSES", 2)
PORT = env.number("PORT", 8000)

QUEUE_DIR = env.inside(DATA_DIR, "broker/queue")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 3_600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        # A page must not wait long for a broker that is gone; a worker keeps trying by itself.
        "socket_connect_timeout": 3,
        "max_retries": 1,
    }
    if REDIS_URL
    else {
        "data_folder_in": QUEUE_DIR,
        "data_folder_out": QUEUE_DIR,
        "control_folder": env.inside(DATA_DIR, "broker/control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TRACK_STARTED = False
CELERY_TASK_SOFT_TIME_LIMIT = 2 * 3_600
CELERY_TASK_TIME_LIMIT = 2 * 3_600 + 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kibibytes, looked at after each task
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "chats.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},  # sweeps do not queue up while no worker runs
    },
    "refresh forgotten shops": {
        "task": "reports.tasks.refresh_forgotten_shops",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "old texts": {
        "task": "reports.tasks.texts_due",
        "schedule": 1_800.0,  # once a day a shop; asked more often, because clocks are switched off
        "options": {"expires": 1_800.0},
    },
    "reports to send": {
        "task": "reports.tasks.reports_to_send",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "lost-sale forms": {
        "task": "reports.tasks.lost_sale_forms_due",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "weekly reports": {
        "task": "reports.tasks.weekly_reports_due",
        "schedule": 180.0,
        "options": {"expires": 180.0},
    },
}
