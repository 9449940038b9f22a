"""登记推送地址."""

import re
from collections.abc import Sequence
from datetime import datetime

import httpx
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, NotAllowed, Refused
from notices.channels.guarded import AddressRefused, NameUnknown, Resolver, checked, look_up
from notices.channels.webhook import new_secret
from notices.models import Endpoint
from notices.rules.kinds import is_kind
from organizations.audit import record
from organizations.models import Organization
from organizations.permissions import require

MOST_ENDPOINTS = 20
_LONGEST_URL = 500
# A name as it goes to the resolver (punycode by then), or an address; nothing that could hide another host.
_HOST = re.compile(r"[0-9a-z._-]+|[0-9a-f:.]+")


def register_endpoint(
    *, url: str, kinds: Sequence[str] = (), resolve: Resolver = look_up, actor: Actor, now: datetime
) -> Endpoint:
    """From now on the actor's organization is told of its changes at this address; its secret signs them.

    Raises Invalid (no such kind; the address makes no sense or leads where we must not call), Refused
    `address_registered`, `too_many_endpoints`.
    """
    require(actor, "notices.webhooks")
    if actor.organization_id is None:
        raise NotAllowed(_("推送地址属于一个组织，您不属于任何组织。"))
    url = _judged(url, resolve)
    _check_kinds(kinds)
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=actor.organization_id)
        _check_room(actor.organization_id, url)
        facts = {"kinds": sorted(set(kinds)), "created_at": now, "created_by": actor.label[:100]}
        endpoint = Endpoint.objects.create(organization_id=actor.organization_id, url=url, secret=new_secret(), **facts)
        _record(endpoint, actor=actor, now=now)
    return endpoint


def _judged(url: str, resolve: Resolver) -> str:
    """The address as it will be called. Its name is looked up now, to tell a mistake at once, and judged again at
    every sending; that it is unknown here means little: web servers may have no way out of the house."""
    try:
        target = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        raise _wrong_url(_("不是完整的网址。")) from None
    host = target.raw_host.decode()
    is_web = target.scheme in {"http", "https"} and _HOST.fullmatch(host) and 0 < _port_of(target) < 65_536
    if not is_web or target.userinfo or target.fragment:
        raise _wrong_url(_("应当是 https:// 开头的网址，不带用户名、密码和 # 部分。"))
    if len(str(target)) > _LONGEST_URL:
        raise _wrong_url(_("网址不能超过 %(n)d 个字符。") % {"n": _LONGEST_URL})
    try:
        checked(host, _port_of(target), is_plain=target.scheme == "http", resolve=resolve)
    except AddressRefused:
        raise _wrong_url(_("不能推送到内部网络；公网地址必须用 https。"), code="address_refused") from None
    except NameUnknown:
        pass
    return str(target)


def _port_of(target: httpx.URL) -> int:
    return target.port if target.port is not None else 80 if target.scheme == "http" else 443


def _check_kinds(kinds: Sequence[str]) -> None:
    wrong = [kind for kind in kinds if not is_kind(kind)]
    if wrong:
        message = _("事件应当写成 case.closed 或 case.* 的形式：%(kinds)s") % {"kinds": "、".join(wrong)[:100]}
        raise Invalid(message, errors=[FieldError("kinds", "invalid", message)])


def _check_room(organization_id: int, url: str) -> None:
    """Under the organization's lock, so that two at once do not both find room."""
    active = list(Endpoint.objects.filter(organization=organization_id, is_active=True).values_list("url", flat=True))
    if url in active:
        raise Refused(_("这个地址已经登记过。"), code="address_registered")
    if len(active) >= MOST_ENDPOINTS:
        raise Refused(_("最多登记 %(n)d 个推送地址。") % {"n": MOST_ENDPOINTS}, code="too_many_endpoints")


def _record(endpoint: Endpoint, *, actor: Actor, now: datetime) -> None:
    record(
        "endpoint.registered",
        actor=actor,
        now=now,
        subject_kind="endpoint",
        subject_id=endpoint.pk,
        subject_label=endpoint.url,
        after={"kinds": endpoint.kinds},
    )


def _wrong_url(message: str, code: str = "invalid") -> Invalid:
    return Invalid(message, errors=[FieldError("url", code, message)])
