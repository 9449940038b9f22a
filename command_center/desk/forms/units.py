"""Which units a form offers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.grouped import GroupedChoiceField
from organizations.models import Organization

_PROPOSED, _UNKNOWN = _("建议单位"), _("不清楚")


def proposed_unit(*, label: Any = _PROPOSED, empty_label: Any = _UNKNOWN) -> GroupedChoiceField:
    """A unit that need not be named; `units_but` fills in which there are."""
    nobody = Organization.objects.none()
    return GroupedChoiceField(
        nobody, label=label, to_field_name="code", required=False, empty_label=empty_label, by="kind"
    )


def units_but(organization_id: int | None) -> Any:
    """The streets and departments in use, without the one that has it already; sorted by kind."""
    leading = [Organization.Kind.STREET, Organization.Kind.DEPARTMENT]
    units = Organization.objects.filter(kind__in=leading, is_active=True).exclude(pk=organization_id or 0)
    return units.order_by("-kind", "code")
