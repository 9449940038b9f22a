"""电子邮件, through Django's backend."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from notices.channels.outcome import Outcome
from notices.models import Delivery


def send(delivery: Delivery, *, now: datetime) -> Outcome:
    """Delivered is what our mail server took; what it makes of it is its own log's matter."""
    notice, recipient = delivery.notice, delivery.recipient
    if notice is None or recipient is None:
        raise ValueError(f"delivery {delivery.pk} is no mail")
    if not settings.EMAIL_HOST:
        return Outcome(_("没有设置邮件服务器（CENTER_EMAIL_HOST）。"))
    contact = getattr(recipient, "contact", None)
    if contact is None or not contact.email:
        return Outcome(_("接收人没有登记电子邮箱。"), is_final=True)
    headers = {"Message-ID": f"<{delivery.message_id.hex}@command-center>"}
    message = EmailMessage(notice.title, notice.body or notice.title, to=[contact.email], headers=headers)
    try:
        taken = message.send()
    except (OSError, ValueError) as error:  # SMTPException is an OSError
        return Outcome(_("邮件服务器没有收下（%(kind)s）。") % {"kind": type(error).__name__})
    return Outcome() if taken else Outcome(_("邮件服务器没有收下。"))
