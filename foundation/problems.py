"""Which problem an exception is: the REST framework's, Django's, and the trade's own (kernel.errors)."""

import logging
import math
import re
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from foundation.field_errors import field_errors
from foundation.problem_details import Problem, fault, problem_response, unavailable
from kernel.errors import CenterError, Gone, Invalid, NotAllowed, NotFound, Refused, StaleVersion

__all__ = ["Problem", "exception_handler", "problem_of", "problem_of_center_error", "problem_response"]

log = logging.getLogger("foundation.problems")

_CHINESE = re.compile(r"[一-鿿]")
_STATUS_OF: tuple[tuple[type[CenterError], int], ...] = (
    (Invalid, 400),
    (NotAllowed, 403),
    (NotFound, 404),
    (Refused, 409),
    (Gone, 410),
    (StaleVersion, 412),
)


class TooLarge(drf.APIException):
    status_code = 413
    default_code = "too_large"


_AS_FRAMEWORK: tuple[tuple[type[Exception], type[drf.APIException]], ...] = (
    (Http404, drf.NotFound),
    (PermissionDenied, drf.PermissionDenied),
    (RequestDataTooBig, TooLarge),
    (SuspiciousOperation, drf.ParseError),
)
# Kind, code (empty: the one it was raised with), and what to do now.
_WORDS: tuple[tuple[type[drf.APIException], str, str | Promise], ...] = (
    (drf.ParseError, "", gettext_lazy("请求内容无法读取，请检查格式。")),
    (drf.NotAuthenticated, "not_authenticated", gettext_lazy("请先登录，或在 Authorization 中带上有效的令牌。")),
    (drf.AuthenticationFailed, "", gettext_lazy("身份验证没有通过，令牌可能有误、已过期或已停用。")),
    (drf.PermissionDenied, "not_allowed", gettext_lazy("您没有权限这样做。")),
    (drf.NotFound, "not_found", gettext_lazy("没有这个内容，或者不在您的可见范围内。")),
    (drf.MethodNotAllowed, "method_not_allowed", gettext_lazy("这个地址不支持该请求方法，可用的方法见 Allow。")),
    (drf.NotAcceptable, "not_acceptable", gettext_lazy("只能以 JSON 答复，请修改 Accept。")),
    (TooLarge, "too_large", gettext_lazy("提交的内容过大，请分批提交。")),
    (drf.UnsupportedMediaType, "unsupported_media_type", gettext_lazy("不支持这种内容类型，请用 application/json。")),
    (drf.Throttled, "throttled", gettext_lazy("请求过于频繁，请按 Retry-After 给出的秒数稍后重试。")),
)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response:
    """The REST framework's EXCEPTION_HANDLER: answers everything, so that no error page in HTML reaches a machine."""
    problem = problem_of(exc)
    if problem is None:
        problem = unavailable() if isinstance(exc, OperationalError | InterfaceError) else fault()
        request = context.get("request")
        path = escape_uri_path(request.path) if request is not None else "-"
        log.error("%s %s", problem.code, path, exc_info=exc)
    return problem.response()


def problem_of(exc: Exception) -> Problem | None:
    """The problem of an error that is the caller's; None for a fault of the program or of the database."""
    if isinstance(exc, CenterError):
        return problem_of_center_error(exc)
    if isinstance(exc, drf.ValidationError | ModelValidationError):
        return _validation(exc)
    for kind, of_framework in _AS_FRAMEWORK:
        if isinstance(exc, kind):
            exc = of_framework(str(exc) or None)
            break
    return _of_framework(exc) if isinstance(exc, drf.APIException) else None


def problem_of_center_error(exc: CenterError) -> Problem:
    """What a stale caller missed stands at the top (`current`, `changes`); other facts under `details`."""
    status = next((status for kind, status in _STATUS_OF if isinstance(exc, kind)), 400)
    errors = exc.errors if isinstance(exc, Invalid) else ()
    if isinstance(exc, StaleVersion):
        members: dict[str, Any] = {"current": None, "changes": [], **exc.details}
    else:
        members = {"details": dict(exc.details)} if exc.details else {}
    return Problem(status, exc.code, exc.message, errors=errors, members=members)


def _validation(exc: drf.ValidationError | ModelValidationError) -> Problem:
    detail = _("提交的内容有误，请按 errors 逐项改正。")
    return Problem(400, "invalid", detail, errors=tuple(field_errors(as_serializer_error(exc))))


def _of_framework(exc: drf.APIException) -> Problem:
    code, sentence = _words_for(exc)
    return Problem(exc.status_code, code, _own_words(exc) or sentence, headers=_headers_for(exc))


def _own_words(exc: drf.APIException) -> str:
    """What the raiser wrote for this very refusal, if it is written for our readers; libraries write English."""
    words = exc.detail if isinstance(exc.detail, str) else ""
    is_specific = exc.status_code in {400, 401, 403, 404} and words != str(type(exc).default_detail)
    return words if is_specific and _CHINESE.search(words) else ""


def _words_for(exc: drf.APIException) -> tuple[str, str]:
    """Code and sentence; the code an error was raised with serves where its kind has none of its own."""
    if isinstance(exc, drf.PermissionDenied) and str(exc.detail).startswith("CSRF"):
        return "csrf_failed", _("页面已失效，请刷新后重试。")
    for kind, code, sentence in _WORDS:
        if isinstance(exc, kind):
            return code or str(exc.get_codes()), str(sentence)
    return str(exc.get_codes()), _("请求没有成功，请检查后重试。")


def _headers_for(exc: drf.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if exc.status_code == 401:
        headers["WWW-Authenticate"] = getattr(exc, "auth_header", None) or "Bearer"
    wait = getattr(exc, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(max(math.ceil(wait), 1))
    return headers
