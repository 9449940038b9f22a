"""Whatever is asked: an answer in the form of the standard, never a fault."""

from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cases.open311.conftest import Citizens, errors, open_categories, token
from tests.conftest import build_town

# NUL in an address is turned away by the house before it comes here.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=60)
NUMBERS = st.one_of(st.integers(), st.floats()).map(str)
MOMENTS = st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
ODD = st.sampled_from(["nan", "-inf", "1e999", "0307", "open", "closed", ",", "20260101-000001", "9" * 30, "%", "+"])
VALUE = st.one_of(TEXT, NUMBERS, MOMENTS, ODD)
ASKED = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "format"]
SENT = ["service_code", "lat", "long", "address_string", "description", "phone", "first_name", "media_url", "email"]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@override_settings(OPEN311="write")
class Anything(TestCase):
    @classmethod
    def setUpTestData(cls):
        town = build_town()
        open_categories()
        cls.key = token(town.city, "orders:write")

    def check(self, answer, allowed):
        assert answer.status_code in allowed, (answer.status_code, answer.content[:500])
        if answer.status_code >= 400:
            assert errors(answer)[1]

    @QUICK
    @given(st.dictionaries(st.sampled_from(ASKED), VALUE), st.sampled_from(["json", "xml"]))
    def test_a_question(self, params, suffix):
        self.check(Citizens().get(f"requests.{suffix}", **params), {200, 400})

    @QUICK
    @given(st.dictionaries(st.sampled_from(SENT), VALUE), st.sampled_from(["json", "xml"]))
    def test_a_report(self, fields, suffix):
        self.check(Citizens(self.key).post(f"requests.{suffix}", **fields), {201, 400, 404})

    @QUICK
    @given(st.binary(max_size=300))
    def test_a_body(self, body):
        self.check(Citizens(self.key).post(body=body), {400, 403})
