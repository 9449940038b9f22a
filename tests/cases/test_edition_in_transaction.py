"""Who changes a rule waits for the transactions that are open: whoever decides by an edition reads it in one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.note import note
from cases.actions.receive import receive
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING

pytestmark = pytest.mark.django_db(transaction=True)


def must_begin_before_it_reads(asked):
    statements = [query["sql"] for query in asked.captured_queries]
    assert statements[0] == "BEGIN"
    assert "stamp" in statements[1]
    assert statements[-1] == "COMMIT"
    assert statements.count("BEGIN") == 1


def test_an_order_comes_in_by_the_edition_of_its_transaction():
    town = build_town()
    hotline = make.system(town.city, "orders:write")
    receive(make.order(), actor=hotline, now=MORNING)
    with CaptureQueriesContext(connection) as asked:
        receive(make.order(order_no="n2"), actor=hotline, now=MORNING)
    must_begin_before_it_reads(asked)


def test_an_action_is_judged_by_the_edition_of_its_transaction():
    town = build_town()
    case, intake = make.case(sender=town.city), make.person(town.centre, Role.INTAKE_OPERATOR)
    with CaptureQueriesContext(connection) as asked:
        note(case.pk, text="还有一句", actor=intake, now=MORNING)
    must_begin_before_it_reads(asked)
