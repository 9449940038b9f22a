"""The organization tree, asked for by those who tell others."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kernel.errors import Refused
from organizations.models import Organization
from organizations.roll import current_roll


def superiors_of(organization_ids: Iterable[int]) -> dict[int, int]:
    """The direct superior of each organization that has one, as ids, in one statement: {street: centre, …}."""
    with_parent = Organization.objects.filter(pk__in=set(organization_ids), parent__is_active=True)
    return {pk: parent for pk, parent in with_parent.values_list("pk", "parent_id") if parent is not None}


def district_centre() -> Organization:
    """The one district centre; Refused `no_district_centre` while nobody has set it up."""
    centre = current_roll().centre
    if centre is None:
        raise Refused(_("还没有设置区指挥中心，请系统管理员先在后台新增。"), code="no_district_centre")
    return centre
