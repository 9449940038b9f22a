"""A day of people with known names and numbers; afterwards neither the database nor the logs hold one of them."""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.test import Client

from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.review import review
from cases.imports.results import Mode
from cases.models import Case
from notices.sequencer import assign_positions
from organizations.actions.create_user import create_user
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.cases.imports.making import BEIJING, bring, order_row, write_csv
from tests.dumping import dump
from tests.make import MORNING, NOON

# One for each way in, so that a leak names its door.
PEOPLE = {
    "api": ("王建国", "13800001101"),
    "changed": ("李秀英", "13800001102"),
    "batch": ("张志强", "13800001103"),
    "file": ("刘桂兰", "13800001104"),
    "history": ("陈海涛", "13800001105"),
    "secret": ("杨雪梅", "13800001106"),
    "refused": ("赵文静", "13800001107"),
    "officer": ("", "13800001108"),
}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def logs():
    """Everything that anything logs."""
    lines, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)


def order(way: str, **facts):
    name, phone = PEOPLE[way]
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return {
        "order_no": f"热线-{way}",
        "source": "12345",
        "received_at": MORNING.isoformat(),
        "request_kind": "complaint",
        "urgency": "general",
        "category_code": "030701",
        "title": f"{name}反映路灯不亮",
        "content": f"我叫{name}，电话{phone}，也可以打{spaced}。路灯不亮。",
        "requester": {"name": name, "phone": phone, "address": f"柳荫路2号{name}家", "is_secret": way == "secret"},
        "location": {"address": f"柳荫路2号（{name} {phone}）", "street": "甲河街道"},
        "extra": {"备用电话": phone, "人员": [{"姓名": name}]},
    } | facts


def api_of(organization, town, *scopes) -> Client:
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    token = issue_token(organization, name=f"{organization}", scopes=scopes, actor=admin, now=MORNING).token
    return Client(headers={"Authorization": f"Bearer {token}"})


def post(browser: Client, address: str, body, *, expect: int = 200, **headers):
    answer = browser.post(address, json.dumps(body), content_type="application/json", headers=headers)
    assert answer.status_code == expect, answer.content.decode()
    return answer.json()


def orders_come_in(town, folder) -> None:
    city = api_of(town.city, town, "orders:write", "cases:read")
    post(city, "/api/v1/orders/", order("api"), expect=201, **{"Idempotency-Key": "k-1"})
    post(city, "/api/v1/orders/", order("secret"), expect=201)
    post(city, "/api/v1/orders/", order("changed"), expect=201)
    changed = order("changed", content="李秀英改用13800001102")
    post(city, "/api/v1/orders/?update=true", changed)
    post(city, "/api/v1/orders/batch/", {"orders": [order("batch"), order("refused", received_at="13800001107")]})
    name, phone = PEOPLE["file"]
    said = {"主要内容": f"{name}来电{phone}", "来电人": name, "来电人电话/账号": phone, "小区点位": f"{name}家"}
    live = order_row(1, **said)
    bad = order_row(2, **said | {"工单编号": f"{phone}/{name}", "标题": ""})
    bring(write_csv(folder / "live.csv", [live, bad], header=BEIJING))
    name, phone = PEOPLE["history"]
    told = {"主要内容": f"{name}来电", "来电人": name, "来电人电话/账号": phone, "回复内容": f"已回复{name}（{phone}）"}
    bring(write_csv(folder / "past.csv", [order_row(3, **told)], header=BEIJING), Mode.HISTORY)


def the_day_goes_on(town) -> None:
    """Signed, contacted, replied, called back, with everybody writing what they should not."""
    (name, phone), case = PEOPLE["api"], Case.objects.get(order_no="热线-api")
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    unit = api_of(town.streets[0], town, "cases:read", "cases:act")
    address = f"/api/v1/cases/{case.case_no}/"
    post(unit, f"{address}sign/", {})
    post(unit, f"{address}requester/reveal/", {"reason": f"要打{phone}找{name}"}, expect=403)
    operator = Client()
    operator.force_login(make.user(town.streets[0], Role.STREET_OPERATOR), backend=BACKEND)
    post(operator, f"{address}requester/reveal/", {"reason": f"要打{phone}找{name}"})
    post(unit, f"{address}contact/", {"note": f"已与{name}通话 {phone}"})
    post(unit, f"{address}note/", {"text": f"{name}的备用电话０１０－６８８７１２３４、{phone}"})
    post(unit, f"{address}reply/", {"text": f"已告知{name}（{phone}）", "measures": f"致电{phone}"})
    review(case.pk, is_accepted=True, actor=make.person(town.centre, Role.DISPATCHER), now=NOON)
    clerk = Client()
    clerk.force_login(make.user(town.centre, Role.CALLBACK_CLERK), backend=BACKEND)
    said = {"reached": False, "note": f"{name} {phone} 无人接听"}
    post(clerk, f"{address}callback/", said)


def people_look_for_them(town) -> None:
    """Search, pages, refusals and a fault, each with a number where it should not be."""
    desk = Client(raise_request_exception=False)
    desk.force_login(make.user(town.centre, Role.DISPATCHER), backend=BACKEND)
    secret = Case.objects.get(order_no="热线-secret")
    for name, phone in PEOPLE.values():
        desk.get("/desk/", {"q": f"{name}{phone}"})
        desk.get(f"/api/v1/orders/{phone}/")
        desk.get(f"/desk/cases/{phone}/")
    desk.post(f"/desk/cases/{secret.case_no}/requester/reveal/", {"ground": "contact"})
    desk.post(f"/desk/cases/{secret.case_no}/note/", {"text": "杨雪梅来过，13800001106", "version": secret.version})
    street = Client()
    street.force_login(make.user(town.streets[0], Role.STREET_OPERATOR), backend=BACKEND)
    street.post("/api/v1/orders/", order("refused"), content_type="application/json")
    street.post(f"/desk/cases/{secret.case_no}/requester/reveal/", {"reason": "找13800001106"})
    try:
        raise ValueError("(phone)=(13800001107) already exists")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /x/13800001107/")


def leaks(text: str) -> list[str]:
    """Who stands in it: the name, the number, or either as bytes."""
    found = []
    for way, person in PEOPLE.items():
        for plain in filter(None, person):
            forms = (plain, plain.encode().hex(), json.dumps(plain)[1:-1])
            found += [f"{way}: {plain}" for form in forms if form in text]
    return found


def test_after_a_day_neither_dump_nor_logs_hold_a_name_or_a_number(town, tmp_path, logs):
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    create_user(
        "zhou",
        display_name="周工",
        organization=town.streets[0],
        password=None,
        phone="13800001108",
        actor=admin,
        now=NOON,
    )
    orders_come_in(town, tmp_path)
    the_day_goes_on(town)
    people_look_for_them(town)
    escalate_due(now=NOON + timedelta(days=30))
    assign_positions(now=NOON + timedelta(days=30))
    text = dump()
    assert Case.objects.count() >= 6
    assert "138****1101" in text
    assert leaks(text) == []
    assert "Internal Server Error: /x/138****1107/" in logs.getvalue()
    assert leaks(logs.getvalue()) == []


def test_the_search_would_find_a_leak(town):
    make.case(sender=town.city, content="刘桂兰打过电话")
    assert leaks(dump()) == ["file: 刘桂兰"]
