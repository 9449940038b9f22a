"""Many orders at once leave what the same orders leave one by one."""

from cases.actions.receive import receive
from cases.imports.receiving import receive_many
from cases.models import Case, CaseClock, FilingStandard
from cases.rules.orders import Caller, Whereabouts
from notices.models import OutboxAudience, OutboxEntry
from tests import make
from tests.make import MORNING

# Another in every row, or sealed with another nonce each time.
OWN = {
    "id",
    "case_no",
    "order_no",
    "fingerprint",
    "case_id",
    "entry_id",
    "subject_id",
    "_state",
    "_prefetched_objects_cache",
}


def columns(row):
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in OWN
    }


def traces(case_id):
    """All rows of a case, but for its numbers."""
    case = Case.objects.get(pk=case_id)
    news = OutboxEntry.objects.filter(subject_id=case.case_no)
    told = OutboxAudience.objects.filter(entry__in=news).order_by("organization_id")
    rows = [case, case.requester, *case.clocks.order_by("kind"), *case.events.order_by("id"), *news, *told]
    return [columns(row) for row in rows]


def test_a_case_does_not_tell_by_which_door_it_came(town):
    actor, shifts = make.system(town.city, "orders:write"), make.seven_days()
    for urgency in ("general", "emergency"):  # two standards of another calendar, the others of the default one
        standard = FilingStandard.objects.get(urgency=urgency)
        standard.calendar = shifts
        standard.save()
    for facts in (
        {"category_code": "030701", "whereabouts": Whereabouts(street="甲河街道", address="柳荫里1号楼")},
        {
            "urgency": "emergency",
            "content": "水管破裂",
            "caller": Caller(name="李某", phone="13900001111", is_secret=True),
        },
        {"source": "inspector", "category_code": "06010", "whereabouts": Whereabouts(lon=200.0, lat=10.0)},
        {"reply_due_at": make.at("2026-11-25 12:00"), "is_supervised": True, "extra": {"标签": "夜间"}},
        {"caller": Caller(), "category_code": "没有的", "content": "同一段话"},
    ):
        first, second = make.order(**({"content": "同一段话"} | facts)), make.order(**({"content": "同一段话"} | facts))
        one = receive(first, actor=actor, now=MORNING).case.pk
        (other,) = receive_many([second], actor=actor, now=MORNING)
        assert traces(other) == traces(one)
    assert set(CaseClock.objects.values_list("kind", "calendar")) == {
        ("dispatch", ""), ("handle", ""), ("handle", "shifts"),
    }  # fmt: skip


def test_what_needs_a_closer_look_is_left(town):
    actor = make.system(town.city, "orders:write")
    known = make.order()
    receive(known, actor=actor, now=MORNING)
    new, future = make.order(), make.order(received_at=make.at("2026-12-31 00:00"))
    ids = receive_many([known, new, future, new], actor=actor, now=MORNING)
    assert [one is not None for one in ids] == [False, True, False, False]
    assert Case.objects.count() == 2
