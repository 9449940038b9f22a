"""Everything that decides about an order, in one edition."""

from contextlib import AbstractContextManager

from cases.models.rulebook import RulebookStamp
from deadlines.models import RulesVersion
from foundation.stamps import steady
from organizations.models import OrganizationStamp


def one_edition() -> AbstractContextManager[None]:
    """Inside, organizations, calendar, ladder, categories, limits and catalogue are those of this moment; one
    statement, however often they are asked for. Not for what changes one of them."""
    return steady(OrganizationStamp, RulesVersion, RulebookStamp)
