"""All settings, all from the environment (or from a file named by NAME_FILE).

Nothing has to be set for a local run with DEBUG=1. docs/operations.md lists every variable.
"""

import re
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import FileAwareEnv

from core import branding, languages, pdf
from hrcities import quiet

BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv()

DEBUG = env.bool("DEBUG", False)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
VERSION = re.search(r"^## \[?(\d[^\]\s]*)", (BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE)[1]

# --- Refuse to start half configured -------------------------------------------------------------
INSECURE_KEY = "insecure-key-for-local-use-only-never-in-production"
SECRET_KEY = env.str("SECRET_KEY", INSECURE_KEY if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
if not DEBUG:
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("insecure-"):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak: set SECRET_KEY or SECRET_KEY_FILE to at least 50 random characters "
            "(python -c 'import secrets; print(secrets.token_urlsafe(64))'), or DEBUG=1 for a local run."
        )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS is empty: set it to the host names of the portal, comma separated.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- The portal's own words and rules ------------------------------------------------------------
PORTAL_NAME = env.str("PORTAL_NAME", "Human Rights Cities")
PORTAL_TAGLINE = env.str("PORTAL_TAGLINE", "Framework of commitments")
PORTAL_AWARDING_BODY = env.str("PORTAL_AWARDING_BODY", "the label programme")
BRAND = branding.read_brand(env)
PORTAL_OFFICE = env.str("PORTAL_OFFICE", "the review office")
PORTAL_CONTACT_EMAIL = env.str("PORTAL_CONTACT_EMAIL", "contact@example.org")
PORTAL_SOURCE_URL, PORTAL_PHASE_NOTE = env.str("PORTAL_SOURCE_URL", ""), env.str("PORTAL_PHASE_NOTE", "")
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", "http://127.0.0.1:8000" if DEBUG else "")
PORTAL_RULES_VERSION = env.str("PORTAL_RULES_VERSION", "2026-1")
LABEL_ENABLED, PDF_ENABLED = env.bool("LABEL_ENABLED", True), pdf.is_installed()
MFA_REQUIRED = env.bool("MFA_REQUIRED", True)
if not MFA_REQUIRED and not DEBUG:
    raise ImproperlyConfigured("MFA_REQUIRED=0 is for the local demo only: it needs DEBUG=1.")
MFA_REQUIRED_FOR = ["accounts.rules.is_office", "accounts.rules.is_panel_member", "cities.rules.is_approver_anywhere"]
STEP_UP_MINUTES = env.int("STEP_UP_MINUTES", 60)
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 20 * 1024 * 1024)
COMMITMENT_MAX_BYTES = env.int("COMMITMENT_MAX_BYTES", 200 * 1024 * 1024)
CLAMD_SOCKET, LINK_CHECK = env.str("CLAMD_SOCKET", ""), env.bool("LINK_CHECK", False)
CITY_MAX_BYTES = env.int("CITY_MAX_BYTES", 2 * 1024 * 1024 * 1024)
CREDENTIAL_KEYS_DIR, CREDENTIAL_KEY = env.str("CREDENTIAL_KEYS_DIR", f"{VAR_DIR}/keys"), env.str("CREDENTIAL_KEY", "")

# --- Applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "hrcities.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "core",
    "accounts",
    "review",
    "framework",
    "cities",
    "commitments",
    "labels",
    "participation",
    "portal",
    "desk",
    "voices",
    "opendata",
    "hrcities.apps.RoofConfig",
]
MIDDLEWARE = [
    "core.middleware.HostileInputMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.page_cache.PageCacheMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.OwnLanguageMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "accounts.middleware.MfaRequiredMiddleware",
    "core.middleware.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "hrcities.urls"
WSGI_APPLICATION = "hrcities.wsgi.application"
FORM_RENDERER = "core.ui.PortalRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["core.template_source.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "core.templatetags.portal_ui"],
        },
    }
]

# --- Database: SQLite made safe for many writers, PostgreSQL pooled --------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"] |= {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 600}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 0}
    _POOL = {"min_size": env.int("DATABASE_POOL_MIN", 1), "max_size": env.int("DATABASE_POOL_MAX", 8), "timeout": 10}
    DATABASES["default"]["OPTIONS"] = {
        "pool": _POOL,
        "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000 "
        "-c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {name: env.dj_cache_url("CACHE_URL", f"locmem://{name}") for name in ("default", "pages", "pdf")}
_SHARED = {"BACKEND": "core.shared_cache.SharedCache"} if env.str("CACHE_URL", "").startswith("redis") else {}
for _name, _most in (("default", 5000), ("pages", 1000), ("pdf", 50)):
    CACHES[_name] |= {"KEY_PREFIX": _name, "max_entries": _most} | _SHARED
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 5 if DEBUG else 600)
PAGE_CACHE_KEYS, PAGE_CACHE_QUIET = quiet.KEYS, quiet.ACTS
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Accounts: one login for everybody -----------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SESSION_ENGINE = "accounts.sessions"
_LIMITS = {"office": (30, 8), "everyone": (120, 12)}  # minutes idle, hours in all
SESSION_LIMITS = {who: (timedelta(minutes=idle), timedelta(hours=all_)) for who, (idle, all_) in _LIMITS.items()}

# --- Mail: everything goes to the outbox table, a worker sends it --------------------------------
EMAIL_BACKEND = "core.outbox.OutboxBackend"
OUTBOX_TRANSPORT = env.str(
    "OUTBOX_TRANSPORT",
    "django.core.mail.backends.console.EmailBackend" if DEBUG else "django.core.mail.backends.smtp.EmailBackend",
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Human Rights Cities <no-reply@example.org>")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20

# --- Languages -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = languages.LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Brussels")
USE_I18N = USE_TZ = True

# --- Static files and uploads --------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "core.storage.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Headers -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{f"{kind}-src": [SELF] for kind in ("script", "style", "img", "font", "connect", "manifest")},
        "form-action": [SELF],
        **{key: [NONE] for key in ("base-uri", "frame-ancestors", "object-src")},
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
PROXY_COUNT = env.int("PROXY_COUNT", int(env.bool("BEHIND_PROXY", False)))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE, CSRF_COOKIE_AGE = 12 * 60 * 60, None
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
