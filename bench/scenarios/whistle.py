"""Whistles at the size of the base: blowing, coming, lists, one in detail; and what the suggestion is worth."""

import json
from urllib.parse import urlencode

from django.db.models import Count

from bench.context import Bench
from bench.figures import Row, at_most
from bench.flows import Look, PostEach, bearer
from bench.hits import hits_of_habit, hits_of_suggestion
from bench.seeding.whistles import drawn, ground
from command_center.demo.whistles.drawing import CAMPAIGN
from enforcement.actions.blow import blow
from enforcement.models import Summons, Whistle
from enforcement.queries.filters import SummonsFilter, WhistleFilter
from enforcement.queries.reading import for_reading, summonses_for_reading
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from enforcement.rules.blowing import Blow, Call
from foundation.pages import Ordering, keyset_page
from organizations.models import Organization

BLOWS_A_SECOND, CHECK_INS_A_SECOND = 40, 120
HELD_BACK = 300
FLAT = at_most("sql_most", 12)
CHECK_IN = json.dumps({"officer": {"name": "值班员", "post": "科长"}, "team_size": 3, "way": "app"}, ensure_ascii=False)


def run(bench: Bench) -> list[Row]:
    street = Organization.objects.get(short_name="古城街道")
    called = list(Organization.objects.filter(kind="department", pk__in=bench.tokens).order_by("code")[:CAMPAIGN])
    return [
        *_looking(bench, street, called[0]),
        _suggesting(bench, street),
        _worth(bench),
        _blowing(bench, street, called),
        _coming(bench, street, called),
    ]


def _looking(bench: Bench, street: Organization, department: Organization) -> list[Row]:
    largest = Whistle.objects.annotate(n=Count("summonses")).order_by("-n", "pk").select_related("office")[0]
    own = Summons.objects.filter(whistle=largest).select_related("department").order_by("pk")[0]
    busiest = Organization.objects.get(pk=_busiest())
    asked = [
        ("list, the busiest department's", busiest, "/api/v1/summonses/?limit=50"),
        ("list, the busiest department's open", busiest, "/api/v1/summonses/?open=true&limit=50"),
        ("list, a quiet department's", department, "/api/v1/summonses/?limit=50"),
        ("list, a street's", street, "/api/v1/whistles/?limit=50"),
        ("list, a street's open", street, "/api/v1/whistles/?open=true&limit=50"),
        (f"detail, {largest.summonses.count()} departments", largest.office, f"/api/v1/whistles/{largest.number}/"),
        ("detail, a department's own summons", own.department, f"/api/v1/summonses/{own.number}/"),
    ]
    rows = []
    for name, who, path in asked:
        load = bench.walk(bearer(bench.tokens[who.pk]), [(name, path)])
        rows.append(Row(f"whistle: {name}", load.figures(), [FLAT]))
    _explain(bench, street, busiest)
    return rows


def _busiest() -> int:
    counted = Summons.objects.order_by().values_list("department").annotate(n=Count("pk")).order_by("-n")
    return int(counted[0][0])


def _explain(bench: Bench, street: Organization, department: Organization) -> None:
    now, by = bench.now(), (Ordering("-notified_at"), Ordering("-blown_at"))
    for asked in ({}, {"open": "true"}):
        theirs, streets = bench.actor_of_client(department.pk), bench.actor_of_client(street.pk)
        summonses = SummonsFilter(asked, summonses_for_reading(summonses_visible_to(theirs)), actor=theirs, now=now)
        seen = for_reading(whistles_visible_to(streets), actor=streets, now=now)
        whistles = WhistleFilter(asked, seen, actor=streets, now=now)
        for who, found, ordering in (("department", summonses, by[0]), ("street", whistles, by[1])):
            bench.explain(
                f"whistle: list, {who} {asked}",
                lambda found=found, ordering=ordering: keyset_page(  # type: ignore[misc]
                    found.qs, ordering=ordering, cursor=None, limit=50
                ),
            )


def _suggesting(bench: Bench, street: Organization) -> Row:
    """What the form asks when the street has said kind, category and place."""
    place = ground()
    asked = [
        urlencode({"kind": one.kind, "category_code": f"hotline:{one.category}", "address": one.address})
        for one in drawn(100, mark="bench asked", departments=sorted(place.departments))
    ]
    flow = Look("suggest", bearer(bench.tokens[street.pk]), [f"/api/v1/whistles/suggestions/?{q}" for q in asked])
    return Row("whistle: suggestions, 1 client", bench.closed(flow, clients=1).figures())


def _worth(bench: Bench) -> Row:
    """Whistles that the base does not hold, drawn like those it holds."""
    place = ground()
    held_back = drawn(HELD_BACK, mark="bench held back", departments=sorted(place.departments))
    found, habit = (judge(held_back, place, at=bench.now()) for judge in (hits_of_suggestion, hits_of_habit))
    figures = {"hit_at_3": found.hit, "any_at_3": found.any, "street_hit_at_3": habit.hit, "street_any_at_3": habit.any}
    return Row(f"whistle: suggestion, {HELD_BACK} held back", figures, note="street: its three most called")


def _blowing(bench: Bench, street: Organization, called: list[Organization]) -> Row:
    count = int((bench.seconds + bench.warm_up) * BLOWS_A_SECOND)
    departments = [{"organization": one.code, "duty": "综合执法"} for one in called]
    bodies = (
        {
            "kind": "enforcement",
            "matter": f"联合整治 {n}",
            "location": {"address": f"{n} 号院"},
            "departments": departments,
        }
        for n in range(count)
    )
    token = bench.tokens[street.pk]
    calls = [("/api/v1/whistles/", json.dumps(body, ensure_ascii=False), token) for body in bodies]
    load = bench.closed(PostEach("blow", calls), clients=4)
    return Row(f"whistle: blow for {len(called)} departments, 4 clients", load.figures())


def _coming(bench: Bench, street: Organization, called: list[Organization]) -> Row:
    """Each turn another department of another whistle, as on a busy morning; whoever comes unsigned signs by it."""
    count = int((bench.seconds + bench.warm_up) * CHECK_INS_A_SECOND)
    actor, now = bench.actor_of_client(street.pk), bench.now()
    calls = tuple(Call(one.pk, "综合执法") for one in called)
    whistles = [
        blow(Blow(kind="enforcement", matter=f"集中报到 {n}", calls=calls), actor=actor, now=now)
        for n in range(-(-count // len(called)))
    ]
    waiting = Summons.objects.filter(whistle__in=whistles).order_by("department", "pk")
    posts = [
        (f"/api/v1/summonses/{number}/check-in/", CHECK_IN, bench.tokens[department])
        for number, department in waiting.values_list("number", "department")[:count]
    ]
    return Row("whistle: check in, 8 clients", bench.closed(PostEach("check-in", posts)).figures())
