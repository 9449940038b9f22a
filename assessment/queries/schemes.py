"""Which schemes score a period, and whether they can."""

from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessment.indicators import REGISTRY
from assessment.models import Scheme, SchemeItem
from assessment.rules.curves import plain
from assessment.rules.periods import days_of
from kernel.errors import Refused


def schemes_for(name: str, *, code: str = "") -> list[Scheme]:
    """The versions in force on the last day of the period, each by its own cut-off; of every scheme, or of this one.

    Raises Invalid `no_period`.
    """
    schemes = Scheme.objects.order_by("code", "valid_from")
    found = schemes.filter(code=code) if code else schemes
    return [one for one in found if _is_in_force(one, name)]


def _is_in_force(scheme: Scheme, name: str) -> bool:
    day = days_of(name, cut_off_day=scheme.cut_off_day).last
    return scheme.valid_from <= day and (scheme.valid_to is None or day <= scheme.valid_to)


def require_whole(scheme: Scheme, items: list[SchemeItem]) -> None:
    """Raises Refused `weights_do_not_sum`, `unknown_indicator`: nothing is settled by a scheme that is not whole."""
    weights = sum((item.weight for item in items), Decimal(0))
    if weights != scheme.full_points:
        raise Refused(
            _("方案“%(scheme)s”各项权重之和是 %(sum)s，应为 %(full)s，请在后台改正。")
            % {"scheme": scheme, "sum": plain(weights), "full": plain(scheme.full_points)},
            code="weights_do_not_sum",
        )
    for item in items:
        if item.indicator not in REGISTRY or scheme.subject_kind not in REGISTRY[item.indicator].kinds:
            raise Refused(
                _("方案“%(scheme)s”的项目“%(item)s”没有可用的指标。") % {"scheme": scheme, "item": item},
                code="unknown_indicator",
            )


def items_of(scheme: Scheme) -> QuerySet[SchemeItem]:
    return SchemeItem.objects.filter(scheme=scheme).order_by("place", "code", "id")


def groups_of(scheme: Scheme) -> dict[int, str]:
    """By organization: the name of its group. Empty: the scheme has no groups, all are ranked together."""
    rows = scheme.groups.order_by("-code").values_list("organizations", "name").filter(~Q(organizations=None))
    return {organization: name for organization, name in rows if organization is not None}
