"""Whatever goes wrong behind the API leaves as `application/problem+json` (RFC 9457), in Chinese, with a code."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from foundation.request_id import current_request_id
from kernel.errors import FieldError

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that is not a success; `members` are what this kind of problem carries besides the common ones."""

    status: int
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Members as RFC 9457 names them; the type stays `about:blank` because `code` already names the problem."""
        return {
            **self.members,
            "type": "about:blank",
            "title": title_of(self.status),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [asdict(error) for error in self.errors],
        }

    def response(self) -> Response:
        """For views of the REST framework."""
        return Response(self.body(), status=self.status, headers=dict(self.headers), content_type=CONTENT_TYPE)


def problem_response(problem: Problem) -> JsonResponse:
    """For middleware and plain Django views, where nobody renders a REST framework response."""
    return JsonResponse(
        problem.body(),
        status=problem.status,
        headers=dict(problem.headers),
        content_type=CONTENT_TYPE,
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False},
    )


def fault() -> Problem:
    """The answer to a fault of the program: nothing about the fault but the id under which the log keeps it."""
    incident = current_request_id()
    detail = _("系统出错了，本次操作没有生效。请稍后重试；仍不行，请把编号 %(id)s 告诉管理员。") % {"id": incident}
    return Problem(500, "internal_error", detail, members={"incident": incident})


def unavailable() -> Problem:
    """The database does not answer, or gave up waiting: worth another try in a few seconds."""
    return Problem(503, "unavailable", _("数据库暂时无法使用，请几秒后重试。"), headers={"Retry-After": "5"})


def title_of(status: int) -> str:
    """The status in two to six characters; one we never name falls back to its class."""
    titles = {
        400: _("请求有误"),
        401: _("需要登录"),
        403: _("没有权限"),
        404: _("没有找到"),
        405: _("方法不允许"),
        406: _("格式不支持"),
        409: _("不合规则"),
        410: _("已不保存"),
        412: _("版本已变"),
        413: _("内容过大"),
        415: _("类型不支持"),
        429: _("请求过多"),
        500: _("系统出错"),
        503: _("暂时不可用"),
    }
    return titles.get(status) or (_("系统出错") if status >= 500 else _("请求有误"))
