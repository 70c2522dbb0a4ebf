"""Django's settings. Production is this file plus the environment."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from postkring.settings import environment
from postkring.settings.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent

env = environment.read()
HOME = environment.home(env)
BASE_URL = environment.base_url(env)
UNDO_DAYS = environment.undo_days(env)
TASK_ROWS = environment.task_rows(env)
API_ORIGINS = environment.api_origins(env)
API_RATE = environment.api_rate(env)

SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = environment.allowed_hosts(env)
if BASE_URL:
    ALLOWED_HOSTS.append(urlsplit(BASE_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "postkring.accounts",
    "postkring.ledger",
    "postkring.setup",
    "postkring.contacts",
    "postkring.classifications",
    "postkring.interactions",
    "postkring.segments",
    "postkring.imports",
    "postkring.saved_views",
    "postkring.work",
    "postkring.web",
]

MIDDLEWARE = [
    "postkring.web.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "postkring.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "postkring.web.middleware.language",
    "postkring.web.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "postkring.web.middleware.through_the_web",
    "postkring.web.errors.DomainErrors",
    "postkring.api.views.Failures",
]

ROOT_URLCONF = "postkring.settings.urls"
WSGI_APPLICATION = "postkring.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["postkring.web.templating.UnindentedLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "postkring.web.frame.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "postkring.web.templatetags.postkring",
                "postkring.web.templatetags.lists",
                "postkring.web.templatetags.fields",
            ],
        },
    }
]
FORM_RENDERER = "postkring.web.widgets.Renderer"

DATABASES = {"default": environment.database(env, HOME)}
# The queue only says "go on with this one"; another one takes its place by this setting (docs/decisions/0008).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Sign-in attempts are counted here: shared by every process, so that a limit is one limit.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "postkring_cache"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "postkring.accounts.passwords.NotTheUser"},
    {"NAME": "postkring.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "postkring.accounts.passwords.NotCommon"},
    {"NAME": "postkring.accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "postkring.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 900
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip", "reset_password": "5/m/ip,3/m/key"}

LANGUAGES = environment.LANGUAGES
LANGUAGE_CODE = environment.language(env)
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["postkring.settings.formats"]
TIME_ZONE = environment.time_zone(env)
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "postkring.web.assets.Assets"},
}

globals().update(environment.email(env))
EMAIL_CONFIGURED = bool(env.str("POSTKRING_EMAIL_URL", default=""))

SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "postkring.web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_HANDLERS = [
    "postkring.web.imports.upload_limit.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600

# What must refuse or follow when a contact is deleted, renumbered or changes type or company.
CONTACT_FOLLOWERS = (
    "postkring.classifications.follower.ClassificationFollower",
    "postkring.interactions.follower.InteractionFollower",
    "postkring.segments.follower.SegmentFollower",
)
# Who keeps selections that name codes: they show and follow a code that is renamed.
SELECTION_HOLDERS = (
    "postkring.segments.holder.StepSelections",
    "postkring.segments.holder.SavedSelections",
    "postkring.saved_views.holder.ViewSelections",
)
# Criteria that rooms above `criteria` contribute.
CRITERIA: tuple[str, ...] = (
    "postkring.segments.criterion.SegmentCriterion",
    "postkring.saved_views.criterion.SavedViewCriterion",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "postkring.operations.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"postkring": {"level": "INFO"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
