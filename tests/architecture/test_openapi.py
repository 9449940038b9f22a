from io import StringIO

from django.core.management import call_command

from cases.states import TRANSITIONS


def test_the_openapi_document_is_valid_and_names_every_action():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    document = out.getvalue()
    offered = set(TRANSITIONS) - {"receive", "change_order"}
    assert {name for name in offered if f"/cases/{{case_no}}/{name}/:" not in document} == set()
