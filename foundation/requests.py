"""The outermost middleware of ours: names each request, writes one log line about it, turns away unreadable ones."""

import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from foundation.error_pages import error_response
from foundation.problem_details import Problem
from foundation.request_id import enter_request, new_request_id

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger("foundation.requests")


class RequestMiddleware:
    """Takes `X-Request-ID` of the caller, or makes one, and gives it back.

    The log line holds the path without its query string, which may name a citizen. NUL in an address reaches
    PostgreSQL as an error of the program, so such a request goes no further.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else new_request_id()
        enter_request(request_id)
        started = time.perf_counter()
        response = _refused(request) or self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        spent_ms = round((time.perf_counter() - started) * 1000)
        path = escape_uri_path(request.path)
        log.info("%s %s %s %s ms", request.method, path, response.status_code, spent_ms)
        return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return error_response(request, Problem(400, "nul_character", _("地址中有不能使用的字符。")))
    return None
