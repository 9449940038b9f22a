"""Is the process up, can it work, and how does the house stand: `/health/live`, `/health/ready`, `/health/status`."""

from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center import probes
from foundation import clock
from foundation.problem_details import Problem, problem_response
from organizations.actors import actor_of
from organizations.roles import ADMINISTRATORS, CENTRE_ROLES

_OPERATORS = ADMINISTRATORS | CENTRE_ROLES
# Seconds after which an operator should look; beat sweeps every 15 s, the outbox looks five times a second.
_LIMITS = {"sweeps": 60, "outbox": 30, "deliveries": 60, "dispatch": 60}
_SKEW_LIMIT = 2.0


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nobody else, so that a dead database does not get the process restarted."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The process can work: 503 names what does not answer."""
    failures = {
        "database": probes.failure_of(probes.database_answers),
        "broker": probes.failure_of(probes.broker_answers),
    }
    is_ready = not any(failures.values())
    parts = {name: failure or "ok" for name, failure in failures.items()}
    return JsonResponse({"status": "ok" if is_ready else "unavailable", **parts}, status=200 if is_ready else 503)


@require_safe
@never_cache
def status(request: HttpRequest) -> JsonResponse:
    """Ages and backlogs for operators, from this host without a login; always 200, `status` and `warnings` judge."""
    if not _may_look(request):
        return problem_response(Problem(403, "not_allowed", _("运行状况只供本机、指挥中心和管理员查看。")))
    now = clock.now()
    facts = probes.everything(now=now)
    warnings = warnings_of(facts)
    return JsonResponse({"status": "degraded" if warnings else "ok", "warnings": warnings, "now": now, **facts})


def warnings_of(facts: dict[str, Any]) -> list[str]:
    """Names of the parts that an operator should look at."""
    found = [name for name, part in facts.items() if isinstance(part, dict) and "error" in part]
    found += [name for name, limit in _LIMITS.items() if _is_old(facts[name], limit)]
    if "sweeps" not in found and (facts["sweeps"]["age_seconds"] is None or facts["sweeps"]["stuck"]):
        found.append("sweeps")
    if facts["deliveries"].get("parked") and "deliveries" not in found:  # dead letters
        found.append("deliveries")
    if facts["calendar"].get("is_short") or facts["calendar"].get("unknown"):
        found.append("calendar")
    if facts["unheard"].get("count"):
        found.append("unheard")
    if facts.get("reveals", {}).get("often"):
        found.append("reveals")
    if isinstance(facts["clock_skew_seconds"], float) and abs(facts["clock_skew_seconds"]) > _SKEW_LIMIT:
        found.append("clock_skew_seconds")
    return found


def _is_old(part: dict[str, Any], limit: int) -> bool:
    return (part.get("age_seconds") or 0) > limit


def _may_look(request: HttpRequest) -> bool:
    """This host, unless a proxy on it speaks for somebody else; else a role of the centre or an administrator."""
    is_proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    address = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 — stands for "nobody knows", is not bound
    if ip_address(address).is_loopback and not is_proxied:
        return True
    return not actor_of(request).roles.isdisjoint(_OPERATORS)


app_name = "health"
urlpatterns = [
    path("live", live, name="live"),
    path("ready", ready, name="ready"),
    path("status", status, name="status"),
]
