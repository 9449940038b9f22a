"""短信, through an HTTP gateway."""

from datetime import datetime

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from kernel.texts import phone_digits
from notices.channels.outcome import Outcome
from notices.models import Delivery
from notices.rules import sms as rules

PATIENCE_SECONDS = 10.0
_LONGEST_ANSWER = 65_536


def send(delivery: Delivery, *, now: datetime) -> Outcome:
    """Delivered is what the gateway took. The number is clear only here, and goes into the body, never an address."""
    notice, recipient = delivery.notice, delivery.recipient
    if notice is None or recipient is None:
        raise ValueError(f"delivery {delivery.pk} is no message")
    if not settings.SMS_GATEWAY:
        return Outcome(_("没有设置短信网关（CENTER_SMS_GATEWAY）。"))
    phone = phone_digits(recipient.phone or "")
    if not phone:
        return Outcome(_("接收人没有登记电话。"), is_final=True)
    return _sent({"phone": phone, "text": notice.title, "id": delivery.message_id.hex})


def _sent(values: dict[str, str]) -> Outcome:
    try:
        status, answer = _ask(values)
    except httpx.TimeoutException:
        return Outcome(_("短信网关没有应答。"))
    except httpx.HTTPError as error:
        return Outcome(_("短信网关连接失败（%(kind)s）。") % {"kind": type(error).__name__})
    if not 200 <= status < 300:
        return Outcome(_("短信网关应答 %(status)d。") % {"status": status}, status_code=status)
    if not rules.is_accepted(answer, expect=settings.SMS_EXPECT):
        return Outcome(_("短信网关没有收下。"), status_code=status)
    return Outcome(status_code=status)


def _ask(values: dict[str, str]) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    body = rules.body_of(settings.SMS_BODY, values=values)
    with (
        httpx.Client(trust_env=False, follow_redirects=False, timeout=PATIENCE_SECONDS) as client,
        client.stream("POST", settings.SMS_GATEWAY, json=body, headers=headers) as answer,
    ):
        said = b""
        for part in answer.iter_bytes(8_192):
            said += part
            if len(said) > _LONGEST_ANSWER:
                break
        return answer.status_code, said.decode("utf-8", "replace")
