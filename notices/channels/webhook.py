"""推送: one signed POST (Standard Webhooks)."""

import base64
import json
import secrets
import ssl
import time
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpcore
import httpx
from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from kernel.times import to_local
from notices.channels.guarded import AddressRefused, GuardedBackend, NameUnknown, Resolver, look_up
from notices.channels.outcome import Outcome
from notices.models import Delivery, Endpoint

PATIENCE_SECONDS = 10.0
_GONE = 410


def new_secret() -> str:
    """32 random bytes in the form of the standard."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def body_of(delivery: Delivery) -> str:
    """What is sent: which subject changed, never its content. The same text for every attempt."""
    data: dict[str, Any] = {
        "id": delivery.change or None,
        "subject": {"kind": delivery.subject_kind, "id": delivery.subject_id},
        "version": delivery.version,
    }
    whole = {"type": delivery.kind, "timestamp": to_local(delivery.happened_at).isoformat(), "data": data}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def send(delivery: Delivery, *, now: datetime, resolve: Resolver = look_up) -> Outcome:
    """Delivered is what the receiver confirmed with 2xx, and nothing else; its body is not read."""
    endpoint = delivery.endpoint
    if endpoint is None:
        raise ValueError(f"delivery {delivery.pk} goes to no endpoint")
    body = body_of(delivery)
    try:
        status = _post(endpoint.url, body=body, headers=_headers(delivery, endpoint, body, now), resolve=resolve)
    except AddressRefused:
        return Outcome(_("地址指向不允许推送的网络，没有发送。"))
    except NameUnknown:
        return Outcome(_("域名解析不到地址。"))
    except httpcore.TimeoutException:
        return Outcome(_("对方 %(n)d 秒内没有应答。") % {"n": PATIENCE_SECONDS})
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        return Outcome(_("连接失败（%(kind)s）。") % {"kind": type(error).__name__})
    return _judged(status)


def _judged(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome(status_code=status)
    if 300 <= status < 400:
        return Outcome(_("对方要求转到别的地址（%(status)d），不予跟随。") % {"status": status}, status_code=status)
    return Outcome(_("对方应答 %(status)d。") % {"status": status}, status_code=status, is_gone=status == _GONE)


def _headers(delivery: Delivery, endpoint: Endpoint, body: str, now: datetime) -> dict[str, str]:
    at = now.astimezone(UTC)
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "command-center-webhook/1",
        "webhook-id": delivery.webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(str(endpoint.secret)).sign(delivery.webhook_id, at, body),
    }


def _post(url: str, *, body: str, headers: dict[str, str], resolve: Resolver) -> int:
    """The status of the answer. A connection of its own for each: kept ones would outlive the judgement of a name."""
    target = httpx.URL(url)
    deadline = time.monotonic() + PATIENCE_SECONDS
    backend = GuardedBackend(is_plain=target.scheme == "http", deadline=deadline, resolve=resolve)
    content = body.encode()
    named = [("host", target.netloc.decode()), ("content-length", str(len(content))), ("connection", "close")]
    request_url = httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
    with (
        httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend) as pool,
        pool.stream("POST", request_url, headers=[*named, *headers.items()], content=content) as answer,
    ):
        return answer.status


@cache
def _trust() -> ssl.SSLContext:
    """The usual certificate authorities, or those that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()
