"""By whichever channel it goes; a fault of ours is a failure that is tried again, like any other."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from notices.channels import email, sms, webhook
from notices.channels.outcome import Outcome
from notices.models import Delivery
from notices.states import Channel

Sender = Callable[..., Outcome]
SENDERS: Mapping[str, Sender] = {Channel.WEBHOOK: webhook.send, Channel.EMAIL: email.send, Channel.SMS: sms.send}
log = logging.getLogger("notices.sending")


def send(delivery: Delivery, *, now: datetime) -> Outcome:
    """One attempt, in at most some ten seconds. Needs the delivery with endpoint, notice, recipient and contact."""
    try:
        return SENDERS[delivery.channel](delivery, now=now)
    except Exception as fault:
        # Without its words, which may hold an address or a number.
        log.error("delivery %d broke: %s", delivery.pk, type(fault).__name__)
        return Outcome(_("程序出错（%(kind)s），没有送出。") % {"kind": type(fault).__name__})
