"""Read every setting from the environment. With nothing set, the site serves this machine alone."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import django_stubs_ext
from dj_email_url import parse as mail_by
from environs import Env, validate

from socialcart import vapid
from socialcart.databases import database
from socialcart.installation import (
    a_time_zone,
    each_an_address,
    each_an_origin,
    is_local,
    keys_of,
    languages_of,
    must_be_fit,
    translations_in,
)

django_stubs_ext.monkeypatch()  # lets admin classes and forms name their model

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
LOCAL = is_local(ALLOWED_HOSTS)

env.str("VAPID_KEY", "", validate=vapid.a_key)
KEYS = keys_of(os.environ, DATA_DIR, local=LOCAL)
if not LOCAL:
    must_be_fit(ALLOWED_HOSTS, KEYS, debug=DEBUG)
SECRET_KEY = KEYS["SECRET_KEY"]
JWT_SECRET = KEYS["JWT_SECRET"]
FIELD_KEYS = KEYS["FIELD_KEYS"].split(",")  # Fernet keys, newest first
PHONE_INDEX_KEY = KEYS["PHONE_INDEX_KEY"]
VAPID_KEY = KEYS.get("VAPID_KEY", "")
SENDS_PUSH = bool(VAPID_KEY)

AT_LEAST_ONE = validate.Range(1)
IS_REDIS = validate.Regexp("(rediss?://.+)?$", error="Write redis://host:6379/0.")
IS_DATABASE = validate.Regexp("(postgres|postgresql|sqlite)://.+$", error="Write postgres://…")
IS_MAIL = validate.Regexp(
    "((smtp|submission|file|console)://.*)?$", error="Write submission://user:password@host."
)
SQLITE = f"sqlite:///{DATA_DIR / 'socialcart.sqlite3'}"

# Limits and times; the names of the first four are those of the original system.
API_RATE_LIMIT = env.int("API_RATE_LIMIT", 100, validate=AT_LEAST_ONE)  # a minute, by address
# In milliseconds.
SSE_HEARTBEAT_INTERVAL = env.int("SSE_HEARTBEAT_INTERVAL", 15_000, validate=validate.Range(1_000))
REDIS_URL = env.str("REDIS_URL", "", validate=IS_REDIS)
DATABASE_URL = env.str("DATABASE_URL", SQLITE, validate=IS_DATABASE)
STREAM_LIMIT = env.int("STREAM_LIMIT", 200, validate=AT_LEAST_ONE)  # connections by address
# Where `serve` listens, and with how many processes.
HOST = env.str("HOST", "127.0.0.1").strip("[]")  # IPv6 may be in brackets
PORT = env.int("PORT", 8000, validate=validate.Range(1, 65_535))
WORKERS = env.int("WORKERS", 1, validate=AT_LEAST_ONE)
# Who may read /metrics, and whose X-Forwarded-For is believed.
METRICS_READERS: list[str] = env.list(
    "METRICS_READERS", ["127.0.0.1", "::1"], validate=each_an_address
)
# Where deliveries may go although it is not the public internet.
PRIVATE_RECEIVERS: list[str] = env.list("PRIVATE_RECEIVERS", [], validate=each_an_address)
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [], validate=each_an_address)
# Whose pages may show the widget of a trip in a frame.
EMBED_ORIGINS: list[str] = env.list("EMBED_ORIGINS", [], validate=each_an_origin)

# Whether pages may have a service worker: off takes the one away that phones have.
SERVICE_WORKER = env.bool("SERVICE_WORKER", not DEBUG)

# By which server mails go out: by none in production unless one is named; here into files.
FILES = f"file:///{quote(str(DATA_DIR / 'mails'))}"
EMAIL_URL = env.str("EMAIL_URL", FILES if LOCAL else "", validate=IS_MAIL)
SENDS_MAIL = bool(EMAIL_URL)
vars().update(mail_by(EMAIL_URL or "dummy:"))
EMAIL_TIMEOUT = 5  # seconds, for each answer of the server
FROM = f"SocialCart <socialcart@{''.join(ALLOWED_HOSTS[:1]).lstrip('.')}>"
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", FROM)

INSTALLED_APPS = [
    *(["daphne"] if DEBUG else []),  # before staticfiles: it takes over runserver
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "channels",
    "socialcart",
    "trips",
]
MIDDLEWARE = [
    "socialcart.compressed.Compressed",
    "trips.pages.language.Languages",
    "trips.api.calls.without_page_middleware",
    "trips.pages.mangled_links.with_clean_links",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "trips.pages.middleware.ReadableForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "trips.pages.limited.Limited",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "trips.pages.middleware.with_shown_405",
    "trips.admin.entrance.StaffGuard",
]
ROOT_URLCONF = "socialcart.urls"
ASGI_APPLICATION = "socialcart.asgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trips.pages.context_processors.heartbeat",
                "trips.pages.context_processors.news",
            ],
        },
    }
]


# How long PostgreSQL waits, in milliseconds; `socialcart.bounds` checks that it keeps to that.
DATABASE_BOUNDS = {
    # It waits up to twice this for a row: for those who came before, and then for the row itself.
    "lock_timeout": 1_500,
    "statement_timeout": 10_000,
    # A server that hangs in the middle of a change holds its trip's row no longer than this.
    "idle_in_transaction_session_timeout": 10_000,
}
DATABASES = {"default": database(DATABASE_URL, DATABASE_BOUNDS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _channel_layer(redis_url: str) -> dict[str, object]:
    # Pub/sub: idle consumers of the core layer die of redis-py's own socket timeout.
    host = {"address": redis_url, "socket_connect_timeout": 2, "socket_timeout": None}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [host]},
    }


# Without Redis there is one process, which hands its frames to its own feed.
CHANNEL_LAYERS = {"default": _channel_layer(REDIS_URL)} if REDIS_URL else {}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # finds our templates of widgets
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "socialcart.statics.HashedFiles"},
}

LANGUAGE_CODE = "en"
# Ours; then what Django and django-axes lack, which makemessages leaves alone.
LOCALE_PATHS = [BASE_DIR / "trips/locale", BASE_DIR / "trips/locale_of_others"]
# Each name in its own language. Those to choose from are complete; en-xa is for tests.
COMPLETE = {"en": "English", **translations_in(LOCALE_PATHS[0])}
WRITTEN_IN = {**COMPLETE, "en-xa": "Éñĝļîšĥ"}
LANGUAGES = [
    (code, WRITTEN_IN[code])
    for code in env.list("LANGUAGES", [*COMPLETE], validate=languages_of(WRITTEN_IN))
]
TIME_ZONE = env.str("TIME_ZONE", "UTC", validate=a_time_zone)
USE_TZ = True
USE_I18N = True

# Cookies that a plain-http loopback page can keep, or the strictest there are.
COOKIE_PREFIX = "" if LOCAL else "__Host-"
COOKIES_SECURE = not LOCAL
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_FAILURE_VIEW = "trips.pages.errors.distrusted"
CSRF_COOKIE_SECURE = COOKIES_SECURE
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}staff"
SESSION_COOKIE_SECURE = COOKIES_SECURE
SESSION_COOKIE_SAMESITE = "Strict"
# Only staff have sessions. Half an hour after the last click, or with the browser, they are over.
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "trips.sessions"

LOGOUT_REDIRECT_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "trips.admin.entrance.address"
AXES_LOCKOUT_CALLABLE = "trips.admin.entrance.locked_out"
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken"]  # Axes stores posted fields
AXES_ENABLE_ADMIN = False  # trips.admin.audit shows sign-ins, and lets nobody delete them
AXES_VERBOSE = False
# Two of Django's middlewares are missing on purpose: socialcart.headers sets their headers and
# socialcart.guard redirects to https, also on answers that Django does not give.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "socialcart.logs.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "socialcart.logs.RedactingJsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line" if LOCAL else "json",
            "filters": ["clients_faults"],
        }
    },
    "filters": {
        "clients_faults": {"()": "socialcart.logs.ClientsFaults"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "uvicorn.error": {"level": "WARNING"},  # at INFO, two lines a socket
    },
}
