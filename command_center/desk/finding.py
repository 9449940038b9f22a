"""The case behind an address."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.visibility import visible_to
from kernel.actors import Actor
from kernel.errors import NotFound


def visible_case(case_no: str, *, actor: Actor) -> Case:
    """With all it shows, shapes included; NotFound for what is not there or not the actor's to see."""
    joined = visible_to(actor).select_related("category", "street", "community", "unit_grid", "lead")
    case = joined.defer("search").filter(case_no=case_no).first()
    if case is None:
        raise NotFound(_("没有这件案件，或不在贵单位可见范围内。"))
    return case
