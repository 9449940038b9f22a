"""The calls that clients of other cities make, over the wire: endpoint, path, format as suffix, arguments as they send
them (unknown ones among them), and nothing read but what the standard promises."""

from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.cases.open311.conftest import PLANTED


class Three:
    """Builds its calls as the Python client of that name does."""

    def __init__(self, endpoint, *, api_key, suffix="json"):
        self.endpoint, self.api_key, self.suffix = endpoint, api_key, suffix

    def _read(self, answer):
        assert answer.status_code < 300, answer.text
        return answer.json() if self.suffix == "json" else ET.fromstring(answer.content)

    def _path(self, *parts):
        return f"{self.endpoint}/{'/'.join(parts)}.{self.suffix}"

    def get(self, *parts, **params):
        return self._read(httpx.get(self._path(*parts), params={"jurisdiction_id": "district.example"} | params))

    def post(self, **fields):
        usual = {"jurisdiction_id": "district.example", "api_key": self.api_key, "device_id": "phone-1"}
        return self._read(httpx.post(self._path("requests"), data=usual | fields))


@pytest.fixture
def endpoint(live_server, open_town):
    """As a client finds it: from the discovery document."""
    found = httpx.get(f"{live_server}/open311/v2/discovery.json").json()["endpoints"]
    return next(one["url"] for one in found if one["specification"].endswith("GeoReport_v2"))


def test_a_json_client_finds_a_service_reports_and_follows_up(endpoint, citizens):
    client = Three(endpoint, api_key=citizens.key)
    service = next(one for one in client.get("services") if one["service_name"] == "街面秩序")
    assert client.get("services", service["service_code"])["attributes"] == []
    (posted,) = client.post(
        service_code=service["service_code"],
        lat="39.9075",
        long="116.2025",
        description="赵小满：有人摆摊",
        first_name="小满",
        last_name="赵",
    )
    number = posted["service_request_id"]
    (row,) = client.get("requests", page_size=10, status="open", extensions="true")
    assert (row["service_request_id"], row["service_code"]) == (number, service["service_code"])
    assert client.get("requests", number) == [row]
    assert client.get("requests", service_request_id=number) == [row]
    assert [word for word in PLANTED if word in str(row)] == []


def test_an_xml_client_finds_a_service_reports_and_follows_up(endpoint, citizens):
    client = Three(endpoint, api_key=citizens.key, suffix="xml")
    code = client.get("services").findtext("service/service_code")
    number = client.post(service_code=code, address_string="甲河街道路口").findtext("request/service_request_id")
    listed = client.get("requests", service_code=code)
    assert listed.findtext("request/service_request_id") == number
    assert client.get("requests", number).findtext("request/status") == "open"
