"""Default configuration that is loaded leaves one entry for each load that brought something."""

import pytest

from cases.actions.load_catalogue import load_catalogue
from cases.actions.load_categories import load_categories
from cases.actions.load_standards import load_standards
from deadlines.actions.load_ladder import load_ladder
from deadlines.actions.load_quiet_hours import load_quiet_hours
from kernel.errors import NotAllowed
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make

LOADERS = {
    "ladder.loaded": load_ladder,
    "quiet_hours.loaded": load_quiet_hours,
    "categories.loaded": load_categories,
    "standards.loaded": load_standards,
}


def test_each_load_says_how_much_it_brought_and_the_first_rows_of_it(db):
    brought = {kind: make.brought_in(load) for kind, load in LOADERS.items()}
    assert all(brought.values())
    for kind, count in brought.items():
        entry = AuditEntry.objects.get(kind=kind)
        assert (entry.after["added"], len(entry.after["rows"])) == (count, min(count, 50))
        assert (entry.actor_key, all(entry.after["rows"])) == ("system:tests", True)


def test_a_load_that_finds_everything_there_leaves_no_entry(db):
    for _ in range(2):
        for load in LOADERS.values():
            make.brought_in(load)
    assert AuditEntry.objects.filter(kind__endswith=".loaded").count() == len(LOADERS)


@pytest.mark.parametrize("load", [*LOADERS.values(), load_catalogue])
def test_whoever_may_not_configure_loads_nothing(town, load):
    with pytest.raises(NotAllowed):
        load(actor=make.person(town.centre, Role.DISPATCHER), now=make.MORNING)
