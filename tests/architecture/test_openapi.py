from io import StringIO

import pytest
from django.core.management import call_command

from cases.states import BY_SYSTEM, TRANSITIONS
from enforcement.api.acting import SUMMONS_VIEWS, WHISTLE_VIEWS
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, By


def test_the_openapi_document_is_valid_and_names_every_action():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    document = out.getvalue()
    offered = set(TRANSITIONS) - {"receive", "change_order"} - BY_SYSTEM
    paths = {name: f"/cases/{{case_no}}/{name.replace('_', '-')}/:" for name in offered}
    paths |= {
        f"{kind} {view.action}": f"/{kind}/{{number}}/{view.part()}/:"
        for kind, views in (("whistles", WHISTLE_VIEWS), ("summonses", SUMMONS_VIEWS))
        for view in views
    }
    assert {name for name, path in paths.items() if path not in document} == set()


@pytest.mark.parametrize(
    ("views", "table"), [(WHISTLE_VIEWS, WHISTLE_TRANSITIONS), (SUMMONS_VIEWS, SUMMONS_TRANSITIONS)]
)
def test_every_step_of_a_whistle_and_of_a_summons_has_its_call(views, table):
    steps = {row.name for row in table.values() if row.begins and row.by != By.SYSTEM}
    assert {view.action for view in views} == steps
