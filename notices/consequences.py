"""What a change of an API client means for what is sent to its organization, told before it is done."""

from collections.abc import Iterator, Mapping

from django.db.models import Model
from django.utils.translation import gettext as _

from notices.models import Delivery, Endpoint
from notices.states import OPEN
from organizations.consequences import Tell, is_retired, is_rotated, named
from organizations.models import ApiClient


def _of_client(before: ApiClient, after: ApiClient) -> Iterator[str]:
    endpoints = list(Endpoint.objects.filter(organization=before.organization_id, is_active=True))
    if not endpoints:
        return
    facts = {"n": len(endpoints), "where": named(endpoints), "waiting": _waiting(endpoints)}
    if is_retired(before, after):
        words = _("%(n)d 个推送地址照常收到事件（待投递 %(waiting)d 条），但凭这个令牌取不到详情：%(where)s。")
        yield words % facts
    elif is_rotated(before, after):
        yield _("%(n)d 个推送地址的签名密钥不变，推送不受影响：%(where)s。") % facts


def _waiting(endpoints: list[Endpoint]) -> int:
    return Delivery.objects.filter(endpoint__in=endpoints, state__in=sorted(OPEN)).count()


CONSEQUENCES: Mapping[type[Model], tuple[Tell, ...]] = {ApiClient: (_of_client,)}
