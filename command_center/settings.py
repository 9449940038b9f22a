"""Settings, read from the environment; `docs/operations.md` lists every variable with an example."""

import base64
import os
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def given(name: str) -> str:
    """The variable's value, or what stands in the file named by `NAME_FILE`: so containers hand over secrets."""
    value, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them")
    try:
        return Path(path).read_text().strip()
    except OSError as problem:
        raise ImproperlyConfigured(f"{name}_FILE: cannot read {path} ({problem.strerror})") from None


def required(name: str) -> str:
    """The variable's value; a missing one stops the start with one clear line."""
    value = given(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: start with `python3 dev.py …`, or see docs/operations.md")
    return value


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


# Which house this is: "demo" and "test" may run over plain http, "production" may not.
CENTER_MODE = os.environ.get("CENTER_MODE", "production")
PRODUCTION = CENTER_MODE == "production"
DEBUG = flag("CENTER_DEBUG") and not PRODUCTION
SECRET_KEY = required("CENTER_SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("CENTER_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
ALLOWED_HOSTS += ["127.0.0.1"]  # deploy/probe.py asks the process beside it by this name
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CENTER_TRUSTED_ORIGINS", "").split(",") if o]

# Keys of personal data: "id:base64 of 32 bytes", newest first; old ones stay to read what they wrote.
FIELD_KEYS = {
    key_id: base64.b64decode(key)
    for key_id, key in (pair.split(":", 1) for pair in required("CENTER_FIELD_KEYS").split(","))
}
FIELD_HASH_KEY = base64.b64decode(required("CENTER_HASH_KEY"))

# Open311 GeoReport v2 for everybody (docs/open311.md): not there, the list alone, or reports too.
OPEN311 = os.environ.get("CENTER_OPEN311", "off")
if OPEN311 not in {"off", "read", "write"}:
    raise ImproperlyConfigured("CENTER_OPEN311 must be off, read or write")

# Test-only: shifts web, worker and beat together; a system check refuses it in production.
TIME_OFFSET_SECONDS = float(os.environ.get("CENTER_TIME_OFFSET", "0"))

INSTALLED_APPS = [
    "command_center.admin_site.CenterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "csp",
    "django_htmx",
    "foundation",
    "grid",
    "organizations",
    "deadlines",
    "notices",
    "cases",
    "enforcement",
    "assessment",
    "command_center",
]

MIDDLEWARE = [
    "foundation.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.ActorMiddleware",
    "organizations.middleware.LastSeenMiddleware",
    "organizations.refusals.RefusalMiddleware",
    "organizations.throttling.RateLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.PasswordDueMiddleware",
    "foundation.error_pages.CenterErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "foundation.error_pages.csrf_failure"
ROOT_URLCONF = "command_center.urls"
WSGI_APPLICATION = "command_center.wsgi.application"
ASGI_APPLICATION = "command_center.asgi.application"

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
                "django.template.context_processors.i18n",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        required("DATABASE_URL"),
        conn_max_age=int(os.environ.get("CENTER_CONN_MAX_AGE", "60")),
        conn_health_checks=True,
    )
}
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A cache that does not answer must not hold up the call that asks it.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organizations.password_rules.SeveralKindsOfCharacters"},
    {"NAME": "organizations.password_rules.NotUsedBefore"},
]
# Days after which a password must be changed, 0 for never; a demo's passwords are there to be read aloud.
PASSWORD_DAYS = int(os.environ.get("CENTER_PASSWORD_DAYS", "90" if PRODUCTION else "0"))
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# Locks the pair of account and address, so that nobody can lock a colleague out from elsewhere; the handler adds wider
# limits for an account and for an address (docs/operations.md, section "Sign-in").
AXES_HANDLER = "organizations.lockout.WideHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "organizations.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "command_center.client_address.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# Tries while locked out count no further: the lock ends when it says it does.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
SIGN_IN_FAILURES_OF_ACCOUNT = 20
SIGN_IN_FAILURES_FROM_ADDRESS = 50
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False  # organizations.admin.lockouts is our own, in Chinese
AXES_VERBOSE = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_ENGINE = "organizations.sessions"
# A session ends at the latest after so many seconds, and after so many without anything done by a person.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = int(os.environ.get("CENTER_SESSION_IDLE_MINUTES", "30")) * 60
SECURE_SSL_REDIRECT = PRODUCTION and flag("CENTER_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# The proxy must set X-Forwarded-Proto and X-Real-IP itself: whatever a client sends under these names is believed.
BEHIND_PROXY = flag("CENTER_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Files of jobs: taken by web, read by the workers, so one folder for all of them; uploads grow beside them.
FILES_ROOT = Path(
    os.environ.get("CENTER_FILES_ROOT") or BASE_DIR / os.environ.get("CENTER_DATA_DIR", ".devdata") / "files"
)
# Attachments lie beside them: the most bytes of one, the most that one person or client may send in a day, and the
# internal address under which nginx finds them (`X-Accel-Redirect`); empty: the web process sends them itself.
ATTACHMENT_BYTES = int(os.environ.get("CENTER_ATTACHMENT_MB") or "10") * 1024 * 1024
ATTACHMENTS_A_DAY = int(os.environ.get("CENTER_ATTACHMENTS_A_DAY") or "1000")
ATTACHMENTS_ACCEL = os.environ.get("CENTER_ATTACHMENTS_ACCEL", "")
FILE_UPLOAD_TEMP_DIR = os.environ.get("CENTER_FILES_ROOT") or None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("CENTER_STATIC_ROOT", BASE_DIR / "staticfiles"))
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "command_center" / "assets"]
# An image holds what was collected from the pages' packages, no longer the packages.
if NODE_MODULES.is_dir() or not PRODUCTION:
    STATICFILES_DIRS += [
        # Not all of it: its `libs` point at source maps that were not published, which collectstatic refuses.
        ("vendor/tabler/css", NODE_MODULES / "@tabler" / "core" / "dist" / "css"),
        ("vendor/tabler/img", NODE_MODULES / "@tabler" / "core" / "dist" / "img"),
        ("vendor/tabler/js", NODE_MODULES / "@tabler" / "core" / "dist" / "js"),
        ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
        ("vendor/echarts", NODE_MODULES / "echarts" / "dist"),
    ]
STATICFILES_FINDERS = [
    "command_center.static_files.ChosenFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Of these packages pages load these files and no others, of 50 MB.
STATIC_CHOSEN = {"vendor/echarts": {"echarts.common.min.js"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# What leaves the house (docs/webhooks.md, docs/operations.md). Networks beside the public ones that webhooks may be
# sent to; days for which changes and finished deliveries are kept.
WEBHOOK_NETWORKS = [ip_network(one) for one in os.environ.get("CENTER_WEBHOOK_NETWORKS", "").split(",") if one]
FEED_DAYS = int(os.environ.get("CENTER_FEED_DAYS") or "30")
# Days for which a recomputation's notes of each clock are kept.
CLOCK_MOVE_DAYS = int(os.environ.get("CENTER_CLOCK_MOVE_DAYS") or "730")
EMAIL_HOST = os.environ.get("CENTER_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("CENTER_EMAIL_PORT") or "587")
EMAIL_HOST_USER = os.environ.get("CENTER_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = given("CENTER_EMAIL_PASSWORD")
EMAIL_SECURITY = os.environ.get("CENTER_EMAIL_SECURITY") or "starttls"
if EMAIL_SECURITY not in {"starttls", "tls", "none"}:
    raise ImproperlyConfigured("CENTER_EMAIL_SECURITY must be starttls, tls or none")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("CENTER_EMAIL_FROM") or "center@localhost"
SMS_GATEWAY = os.environ.get("CENTER_SMS_GATEWAY", "")
SMS_TOKEN = given("CENTER_SMS_TOKEN")
SMS_BODY = os.environ.get("CENTER_SMS_BODY") or '{"id": "{id}", "phone": "{phone}", "text": "{text}"}'
SMS_EXPECT = os.environ.get("CENTER_SMS_EXPECT", "")

# Reveals of requesters by one person in one day that are still usual; more are recorded and shown as a warning.
REVEALS_A_DAY = int(os.environ.get("CENTER_REVEALS_A_DAY", "50"))
# Calls that one API client may make in a minute; 0 is no limit.
API_CALLS_PER_MINUTE = int(os.environ.get("CENTER_API_RATE", "6000"))
REST_FRAMEWORK = {
    # Tokens first: the first authenticator decides whether a refusal is 401 or 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organizations.authentication.BearerAuthentication",
        "organizations.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["foundation.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "foundation.openapi.CenterSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "foundation.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "District command centre",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    # Fields of one name with choices of their own: the document calls them after what they belong to.
    "ENUM_NAME_OVERRIDES": {
        "WhistleKindEnum": "enforcement.states.WhistleKind",
        "WhistleStateEnum": "enforcement.states.WhistleState",
        "SummonsStateEnum": "enforcement.states.SummonsState",
        "CheckInWayEnum": "enforcement.models.CheckIn.Way",
        "DepartureStateEnum": "enforcement.models.Departure.State",
        "ObjectionStateEnum": "enforcement.models.Objection.State",
    },
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
# So many jobs at once in the whole house: fewer than there are worker processes, so that the sweeps always find one.
JOBS_AT_ONCE = int(os.environ.get("CENTER_JOBS_AT_ONCE", "1"))
# So many sweep deadlines at once when much is due; again fewer than there are worker processes.
SWEEPS_AT_ONCE = int(os.environ.get("CENTER_SWEEPS_AT_ONCE") or "2")
# Seconds without a sweep after which a worker ends itself, to be started again; 0: never.
WORKER_MAX_SILENCE = float(os.environ.get("CENTER_WORKER_MAX_SILENCE", "0"))
# Sweeps, not timers: a message that waited longer than its own period is worthless and expires.
CELERY_BEAT_SCHEDULE = {
    "dispatch": {"task": "cases.tasks.dispatch_waiting", "schedule": 2.0, "options": {"expires": 2}},
    "sweep-cases": {"task": "cases.tasks.sweep_clocks", "schedule": 15.0, "options": {"expires": 15}},
    "resume-shelved": {"task": "cases.tasks.resume_shelved", "schedule": 30.0, "options": {"expires": 30}},
    "follow-mains": {"task": "cases.tasks.follow_mains", "schedule": 5.0, "options": {"expires": 5}},
    "relate-new": {"task": "cases.tasks.relate_new", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-summonses": {"task": "enforcement.tasks.sweep_clocks", "schedule": 15.0, "options": {"expires": 15}},
    # The fall-back of `run_outbox`, which does it five times a second.
    "sequence": {"task": "notices.tasks.sequence", "schedule": 5.0, "options": {"expires": 5}},
    "purge-changes": {"task": "notices.tasks.purge", "schedule": 3600.0, "options": {"expires": 3600}},
    "purge-clock-moves": {
        "task": "deadlines.tasks.purge_clock_moves",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "run-jobs": {"task": "foundation.tasks.run_jobs", "schedule": 2.0, "options": {"expires": 2}},
    "remove-files": {
        "task": "foundation.tasks.remove_expired_files",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remove-attachments": {
        "task": "foundation.tasks.remove_unused_attachments",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remove-sessions": {
        "task": "organizations.tasks.remove_ended_sessions",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "purge-keys": {
        "task": "foundation.tasks.purge_idempotency_keys",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "foundation.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("CENTER_LOG_LEVEL", "INFO")},
}
