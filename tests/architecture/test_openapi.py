from io import StringIO

from django.core.management import call_command

from cases.states import BY_SYSTEM, TRANSITIONS


def test_the_openapi_document_is_valid_and_names_every_action():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    document = out.getvalue()
    offered = set(TRANSITIONS) - {"receive", "change_order"} - BY_SYSTEM
    paths = {name: f"/cases/{{case_no}}/{name.replace('_', '-')}/:" for name in offered}
    assert {name for name, path in paths.items() if path not in document} == set()
