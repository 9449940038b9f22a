"""Errors outside the REST framework: problem+json under /api/, a page with a way out elsewhere."""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from foundation.problem_details import Problem, fault, problem_response, title_of, unavailable
from foundation.problems import problem_of, problem_of_center_error
from kernel.errors import CenterError

log = logging.getLogger("foundation.error_pages")

# Drawn within base.html; all others stand alone, for a broken house.
_IN_THE_HOUSE = {403: "403.html", 404: "404.html"}


def error_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as JSON for machines, as a page for people."""
    if request.path.startswith("/api/"):
        return problem_response(problem)
    return HttpResponse(_drawn(request, problem), status=problem.status, headers=dict(problem.headers))


def _drawn(request: HttpRequest, problem: Problem) -> str:
    """A page that cannot be drawn must not turn a 404 into a 500: then the one that stands alone has to do."""
    context = {"problem": problem, "title": title_of(problem.status)}
    if problem.status in _IN_THE_HOUSE:
        try:
            return render_to_string(_IN_THE_HOUSE[problem.status], context, request=request)
        except Exception:
            log.exception("the page for %s cannot be drawn", problem.status)
    return render_to_string("500.html" if problem.status >= 500 else "400.html", context)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(
        request, problem_of(exception) or Problem(400, "bad_request", _("请求有误，请返回上一页重试。"))
    )


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    unknown = Problem(403, "not_allowed", _("您没有权限这样做。"))
    return error_response(request, problem_of(exception) or unknown)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, Problem(404, "not_found", _("没有这个内容，或者不在您的可见范围内。")))


def handler500(request: HttpRequest) -> HttpResponse:
    is_database = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return error_response(request, unavailable() if is_database else fault())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For `CSRF_FAILURE_VIEW`: nearly always a page left open over a new login."""
    return error_response(request, Problem(403, "csrf_failed", _("页面已失效。请返回上一页，刷新后重新提交。")))


class CenterErrorMiddleware:
    """A page whose view lets an error of the trade through answers with that error, not with 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CenterError):
            return error_response(request, problem_of_center_error(exception))
        return None
