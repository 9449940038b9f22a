"""Streets and communities in force, by name or code."""

from django.utils.translation import gettext as _

from grid.models import Community, Street
from organizations.sheets.names import Names


def street_names() -> Names[Street]:
    names: Names[Street] = Names(_("街道"))
    for street in Street.objects.in_force().defer("shape"):
        names.add(street.pk, street, [street.name, street.code])
    return names


def community_names() -> Names[Community]:
    names: Names[Community] = Names(_("社区"))
    for community in Community.objects.in_force().defer("shape"):
        names.add(community.pk, community, [community.name, community.code])
    return names
