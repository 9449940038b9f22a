"""Programs at the door, what they send, and what became of the house by it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test import Client

from organizations.actions.issue_token import issue_token
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.cases.test_api import ORDER
from tests.make import MORNING
from tests.pictures import picture

SCOPES = ["orders:write", "cases:read", "cases:act", "webhooks:manage"]
# What is written because somebody called at all, whatever they wanted.
BESIDES = {"foundation_idempotencykey"}


def program(organization: Organization, scopes: Sequence[str] = SCOPES) -> Client:
    """An API client of the organization, with every scope of a unit unless others are named."""
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    issued = issue_token(organization, name=f"接口{organization.pk}", scopes=scopes, actor=admin, now=MORNING)
    return Client(headers={"Authorization": f"Bearer {issued.token}"})


@dataclass(frozen=True)
class Post:
    """One call, as often as wanted."""

    path: str
    body: Any = field(default_factory=dict)
    is_file: bool = False

    def send(self, client: Client, key: str) -> Any:
        headers = {"Idempotency-Key": key}
        if self.is_file:
            file = SimpleUploadedFile("现场.jpg", self.body, "image/jpeg")
            return client.post(f"/api/v1{self.path}", {"file": file}, headers=headers)
        text = json.dumps(self.body, cls=DjangoJSONEncoder)
        return client.post(f"/api/v1{self.path}", text, content_type="application/json", headers=headers)


def order(number: int) -> dict[str, Any]:
    return ORDER | {"order_no": f"热线-261124-9{number:05}", "content": f"第 {number} 次来电，路口有人摆摊。"}


def photograph(number: int) -> Post:
    return Post("/attachments/", picture(color=(number, 20, 30)), is_file=True)


def webhook(number: int) -> Post:
    return Post("/webhooks/", {"url": f"https://receiver.example/{number}"})


def rows() -> dict[str, int]:
    """How many there are in every table of the house."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - BESIDES)
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def posts_of(document: Any) -> Iterator[tuple[str, bool]]:
    """Every address that takes a POST, and whether it takes an Idempotency-Key."""
    for path, methods in document.raw_schema["paths"].items():
        if "post" in methods:
            names = {one["name"] for one in methods["post"].get("parameters", [])}
            yield path.removeprefix("/api/v1"), "Idempotency-Key" in names
