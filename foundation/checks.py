"""What production refuses to run with."""

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

_NOT_SECRET = ("test", "demo", "django-insecure", "insecure", "change")


def check_production(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """System check: nothing outside of production."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.TIME_OFFSET_SECONDS != 0:
        found.append(
            Error("CENTER_TIME_OFFSET must be 0: a shifted clock misjudges every deadline", id="foundation.E001")
        )
    if settings.DEBUG:
        found.append(Error("DEBUG must be off: its pages show settings and personal data", id="foundation.E002"))
    if len(settings.SECRET_KEY) < 50 or str(settings.SECRET_KEY).lower().startswith(_NOT_SECRET):
        found.append(Error("CENTER_SECRET_KEY must be random, 50 characters or more", id="foundation.E003"))
    if any(key_id.lower().startswith(_NOT_SECRET) for key_id in settings.FIELD_KEYS):
        found.append(Error("CENTER_FIELD_KEYS holds a key named as a test's or a demo's", id="foundation.E004"))
    return found


def refuse_to_start_unsafe() -> None:
    """Web servers, workers and beat run no system checks, so that the same rules stop them here."""
    errors = [message.msg for message in check_production(None)]
    if errors:
        raise ImproperlyConfigured("; ".join(errors))
