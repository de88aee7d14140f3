"""Django's settings, derived from the typed settings; decides nothing beyond wiring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from rethread.platform.kernel import languages

from . import environment

SETTINGS = environment.load()
PACKAGE = Path(__file__).resolve().parent.parent


def database_from_url(url: str) -> dict[str, Any]:
    """Translate a PostgreSQL URL (network or socket) into Django's form."""
    parts = conninfo_to_dict(url) if url else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "rethread"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "rethread",
            "connect_timeout": 5,
            # The same statements come again and again: PostgreSQL plans each once a connection.
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
        "TEST": {"TEMPLATE": "template0"},
    }


SECRET_KEY = SETTINGS.secret_key or environment.secret_key(SETTINGS.home)
DEBUG = SETTINGS.debug
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "testserver",
    SETTINGS.host,
    *filter(None, (name.strip() for name in SETTINGS.allowed_hosts.split(","))),
]
DATABASES = {"default": database_from_url(SETTINGS.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PLATFORM = ("kernel", "vault", "audit", "events", "experiments")
INSIGHT = ("lake", "observability", "measurement")
MARKET = (
    "media", "pricing", "ledger", "accounts", "catalogue", "payments", "social", "search",
    "fulfilment", "offers", "orders", "reviews", "discovery", "trust",
    "boosts", "support", "portability", "notifications",
)  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    *(f"rethread.platform.{name}" for name in PLATFORM),
    *(f"rethread.insight.{name}" for name in INSIGHT),
    *(f"rethread.market.{name}" for name in MARKET),
    "rethread.web",
    "rethread.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rethread.web.middleware.PageHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rethread.web.languages.ReadersLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rethread.web.landings.Landings",
]
ROOT_URLCONF = "rethread.config.urls"
WSGI_APPLICATION = "rethread.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "desk" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rethread.web.context.page",
            ],
            "string_if_invalid": "",
        },
    }
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "rethread.web.accounts_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rethread.web.account_forms.SignInForm",
    "signup": "rethread.web.account_forms.SignUpForm",
    "add_email": "rethread.web.account_forms.AddEmailForm",
    "change_password": "rethread.web.account_forms.ChangePasswordForm",
    "reset_password": "rethread.web.account_forms.ResetPasswordForm",
    "reset_password_from_key": "rethread.web.account_forms.ResetPasswordKeyForm",
}
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = SETTINGS.language
LANGUAGES = list(languages.LANGUAGES.items())
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = SETTINGS.time_zone
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = SETTINGS.home / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SETTINGS.mode != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = SETTINGS.mode == "test"
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = SETTINGS.base_url.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SETTINGS.base_url]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(SETTINGS.home / "mail")
EMAIL_TIMEOUT = 10
if SETTINGS.email_url:
    _server = environment.mail_server(SETTINGS.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _server.host, _server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.user, _server.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _server.ssl, _server.starttls
if SETTINGS.mode == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_FROM_EMAIL = f"{SETTINGS.market_name} <{SETTINGS.email_from}>"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": SETTINGS.log_level},
    "loggers": {  # these report every call at INFO
        name: {"level": "WARNING"} for name in ("stripe", "procrastinate", "httpx", "httpcore")
    },
}
