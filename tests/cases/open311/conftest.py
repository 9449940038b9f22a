import json
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from cases.models import Category
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make

# In the mini district: the middle of a unit grid of 甲河街道, and what a citizen would send about it.
REPORT = {
    "service_code": "0307",
    "lat": "39.9075",
    "long": "116.2025",
    "address_string": "柳荫里3号楼2单元赵小满家门口",
    "description": "我叫赵小满，电话19912345678，楼下有人摆摊占道。",
    "email": "zhao.xiaoman@example.com",
    "first_name": "小满",
    "last_name": "赵",
    "phone": "19912345678",
    "media_url": "https://photos.example.com/zhao-xiaoman.jpg",
}
PLANTED = ("赵小满", "小满", "19912345678", "摆摊", "3号楼", "zhao", "photos.example.com")


class Citizens:
    """An app that talks to the interface; `key` is its api_key."""

    def __init__(self, key=""):
        self.key, self.client = key, Client()

    def get(self, path, **params):
        return self.client.get(f"/open311/v2/{path}", params)

    def post(self, path="requests.json", *, body=None, content_type="application/x-www-form-urlencoded", **fields):
        if body is None:
            body = urlencode({"api_key": self.key} | REPORT | fields)
        return self.client.post(f"/open311/v2/{path}", body, content_type=content_type)

    def report(self, **fields):
        """The number of a new case."""
        answer = self.post(**fields)
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()[0]["service_request_id"]

    def numbers(self, **params):
        return [row["service_request_id"] for row in self.get("requests.json", **params).json()]


def errors(answer):
    """Status, and the errors as (code, description), whichever the format."""
    if answer["Content-Type"] == "text/xml; charset=utf-8":
        root = ET.fromstring(answer.content)
        assert root.tag == "errors"
        return answer.status_code, [(int(e.findtext("code")), e.findtext("description")) for e in root.iter("error")]
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return answer.status_code, [(e["code"], e["description"]) for e in json.loads(answer.content)]


def open_categories():
    """Two services of the file with their group, and one category below."""
    scheme = Category.objects.get(code="030701").scheme
    top = Category.objects.create(scheme=scheme, kind="hotline", code="03", name="城乡建设", level=1)
    for code, name in (("0303", "市容市貌"), ("0307", "街面秩序")):
        middle = Category.objects.create(
            scheme=scheme, kind="hotline", code=code, name=name, level=2, parent=top, path_name=f"城乡建设 / {name}"
        )
    Category.objects.create(scheme=scheme, kind="hotline", code="030702", name="流动摊贩", level=3, parent=middle)


def token(organization, *scopes):
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    return issue_token(organization, name="市民应用", scopes=scopes, actor=admin, now=make.MORNING).token


@pytest.fixture
def open_town(town, settings):
    settings.OPEN311 = "write"
    open_categories()
    return town


@pytest.fixture
def citizens(open_town):
    return Citizens(token(open_town.city, "orders:write"))


@pytest.fixture
def stranger(open_town):
    return Citizens()
