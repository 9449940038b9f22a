"""Response, resolution, satisfaction and punctuality, each figure with its rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import CallBack, CaseClock
from cases.queries.rates import Asked, RatesForm, evidence, lines_of, total_of
from cases.rules.orders import Whereabouts
from cases.rules.rates import Rate
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

NOVEMBER = Asked(by="street", first=date(2026, 11, 1), last=date(2026, 11, 30))
CENTRE = make.Actor.system("tests", "测试")


def called(case, when, *, contacted=True, solved="yes", satisfied="satisfied", reached=True):
    answers = {"was_contacted": contacted, "solved": solved, "satisfied": satisfied} if reached else {}
    return CallBack.objects.create(case=case, round=1, at=at(when), is_reached=reached, **answers)


def percents(asked, rate, *, actor=CENTRE):
    return {line.name: line.figures[rate].percent for line in lines_of(asked, actor=actor)}


@pytest.fixture
def new(town):
    def new(street=0, **facts):
        where = Whereabouts(street=town.area.streets[street].name)
        return make.case(sender=town.city, whereabouts=where, **facts)

    return new


def test_each_street_has_its_rates_out_of_the_valid_calls(new):
    called(new(), "2026-11-10 10:00", solved="no", satisfied="dissatisfied")
    called(new(), "2026-11-11 10:00", contacted=False)
    called(new(1), "2026-11-12 10:00", satisfied="basically")
    called(new(1), "2026-11-13 10:00", reached=False)
    assert percents(NOVEMBER, Rate.RESPONSE) == {"甲河街道": Decimal(50), "乙河街道": Decimal(100)}
    assert percents(NOVEMBER, Rate.RESOLUTION) == {"甲河街道": Decimal(50), "乙河街道": Decimal(100)}
    assert percents(NOVEMBER, Rate.SATISFACTION) == {"甲河街道": Decimal(50), "乙河街道": Decimal(100)}
    assert total_of(lines_of(NOVEMBER, actor=CENTRE))[Rate.RESOLUTION].percent == Decimal("66.67")


def test_of_a_case_the_last_call_that_reached_somebody_counts(new):
    case = new()
    called(case, "2026-11-10 10:00", solved="no")
    last = called(case, "2026-11-20 10:00")
    called(case, "2026-11-21 10:00", reached=False)
    called(case, "2026-12-01 00:00", solved="no")
    assert list(evidence(NOVEMBER, "resolution", "denominator", key="", actor=CENTRE)) == [last]
    assert percents(NOVEMBER, Rate.RESOLUTION) == {"甲河街道": Decimal(100)}


def test_partly_solved_counts_as_the_reader_asks(new):
    partly = called(new(), "2026-11-10 10:00", solved="partly")
    assert percents(NOVEMBER, Rate.RESOLUTION) == {"甲河街道": Decimal(0)}
    half = Asked("street", NOVEMBER.first, NOVEMBER.last, partly=Decimal("0.5"))
    assert percents(half, Rate.RESOLUTION) == {"甲河街道": Decimal(50)}
    assert list(evidence(NOVEMBER, "resolution", "numerator", key="", actor=CENTRE)) == []
    assert list(evidence(half, "resolution", "numerator", key="", actor=CENTRE)) == [partly]


def test_what_an_imported_call_leaves_open_is_not_counted(new):
    CallBack.objects.create(
        case=new(), round=1, at=at("2026-11-10 10:00"), is_reached=True, solved="yes", is_imported=True
    )
    (line,) = lines_of(NOVEMBER, actor=CENTRE)
    assert [line.figures[rate].denominator for rate in Rate] == [0, 1, 0, 0]
    assert line.figures[Rate.RESPONSE].percent is None


def judge(case, state, when):
    CaseClock.objects.filter(case=case, kind="handle").update(state=state, stopped_at=at(when), next_alarm_at=None)


def test_punctuality_counts_the_citizens_clocks_that_were_judged(new):
    judge(new(), "met", "2026-11-25 09:00")
    late = new()
    CaseClock.objects.filter(case=late, kind="handle").update(
        due_at=at("2026-11-24 10:00"), warn_at=at("2026-11-24 09:50")
    )
    judge(late, "missed", "2026-11-26 09:00")
    judge(new(), "cancelled", "2026-11-26 09:00")
    judge(new(), "met", "2026-12-01 00:00")
    assert percents(NOVEMBER, Rate.ON_TIME) == {"甲河街道": Decimal(50)}
    assert [row.case for row in evidence(NOVEMBER, "on_time", "denominator", key="", actor=CENTRE)].count(late) == 1


def handled(case, when, *, due):
    """Another round of the case, judged."""
    state = "met" if at(when) <= at(due) else "missed"
    facts = {"due_at": at(due), "warn_at": at(due), "stopped_at": at(when), "state": state, "started_at": MORNING}
    holder = case.clocks.first().holder
    return CaseClock.objects.create(case=case, kind="handle", holder=holder, recorded_at=MORNING, **facts)


def test_a_case_counts_once_and_another_round_does_not_make_up_for_what_was_late(new):
    late, good = new(), new(1)
    for case in (late, good):
        judge(case, "cancelled", "2026-11-25 09:00")
    handled(late, "2026-11-25 10:00", due="2026-11-25 09:30")
    last = handled(late, "2026-11-28 10:00", due="2026-11-29 09:30")
    handled(good, "2026-11-25 10:00", due="2026-11-25 18:00")
    handled(good, "2026-11-28 10:00", due="2026-11-29 09:30")
    assert percents(NOVEMBER, Rate.ON_TIME) == {"甲河街道": Decimal(0), "乙河街道": Decimal(100)}
    assert total_of(lines_of(NOVEMBER, actor=CENTRE))[Rate.ON_TIME].denominator == 2
    listed = evidence(NOVEMBER, "on_time", "denominator", key="", actor=CENTRE)
    assert {row.pk: row.is_on_time for row in listed}[last.pk] is False


def test_departments_answer_for_what_they_lead_and_categories_for_what_is_below_them(new, town):
    from cases.actions.dispatch import dispatch

    case = new(category_code="030701")
    dispatch(case.pk, target=town.department, actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    called(case, "2026-11-25 10:00")
    called(new(), "2026-11-25 10:00", solved="no")
    by = {name: Asked(name, NOVEMBER.first, NOVEMBER.last) for name in ("department", "category")}
    assert percents(by["department"], Rate.RESOLUTION) == {"城市管理委": Decimal(100)}
    assert percents(by["category"], Rate.RESOLUTION) == {"未归类": Decimal(0), "占道经营": Decimal(100)}
    keys = [line.key for line in lines_of(by["category"], actor=CENTRE)]
    assert keys == ["-", "hotline:030701"]
    assert evidence(by["category"], "resolution", "denominator", key="-", actor=CENTRE).count() == 1


@pytest.mark.parametrize(
    ("span", "names"),
    [
        ("day", ["2026-11-08", "2026-11-09", "2026-11-30"]),
        ("week", ["2026-11-02 起一周", "2026-11-09 起一周", "2026-11-30 起一周"]),
        ("month", ["2026-11"]),
    ],
)
def test_periods_begin_at_midnight_in_shanghai(new, span, names):
    for when in ("2026-11-08 23:59", "2026-11-09 00:00", "2026-11-30 23:59"):
        called(new(), when)
    asked = Asked("period", NOVEMBER.first, NOVEMBER.last, span=span)
    lines = lines_of(asked, actor=CENTRE)
    assert [line.name for line in lines] == names
    for line in lines:
        rows = evidence(asked, "response", "denominator", key=line.key, actor=CENTRE)
        assert rows.count() == line.figures[Rate.RESPONSE].denominator


@pytest.mark.parametrize("by", ["street", "department", "category", "period"])
def test_every_figure_is_as_large_as_its_list(new, town, by):
    for n in range(12):
        called(
            new(n % 2, category_code="030701" if n % 3 else ""),
            f"2026-11-{n + 1:02} 10:00",
            contacted=n % 4 > 0,
            solved=("yes", "partly", "no")[n % 3],
            satisfied=("very", "dissatisfied")[n % 2],
        )
        judge(new(n % 2), "met", f"2026-11-{n + 25 if n < 5 else 28} 09:31")
    asked = Asked(by, NOVEMBER.first, NOVEMBER.last, span="week")
    for line in lines_of(asked, actor=CENTRE):
        for rate, figure in line.figures.items():
            for side, count in (("numerator", figure.numerator), ("denominator", figure.denominator)):
                rows = evidence(asked, rate, side, key=line.key, actor=CENTRE)
                assert rows.count() == count, (line, rate, side)


def test_a_unit_sees_the_figures_of_its_own_cases(new, town):
    called(new(), "2026-11-10 10:00")
    called(new(1), "2026-11-10 10:00")
    assert percents(NOVEMBER, Rate.RESPONSE, actor=make.person(town.streets[0], Role.STREET_LEADER)) == {
        "甲河街道": Decimal(100)
    }


@pytest.mark.parametrize(
    "query", [{"by": "house"}, {"from": "2026-11-02", "to": "2026-11-01"}, {"from": "1999-01-01"}, {"from": "x"}]
)
def test_what_makes_no_sense_is_an_error(query):
    assert not RatesForm(query, now=MORNING).is_valid()


def test_without_words_it_is_this_month_by_street():
    form = RatesForm({}, now=MORNING)
    assert form.is_valid()
    assert form.asked == Asked("street", date(2026, 11, 1), date(2026, 11, 24))


def client_of(organization, town) -> Client:
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    token = issue_token(organization, name="接口", scopes=["cases:read"], actor=admin, now=MORNING).token
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_machines_read_figures_and_what_is_behind_them(new, town, django_assert_max_num_queries):
    case = new()
    called(case, "2026-11-10 10:00", solved="no")
    centre, days = client_of(town.centre, town), "from=2026-11-01&to=2026-11-30"
    with django_assert_max_num_queries(8):
        body = centre.get(f"/api/v1/rates/?by=street&{days}").json()
    assert body["results"][0]["rates"]["resolution"] == {"numerator": 0, "denominator": 1, "percent": 0}
    assert body["total"]["response"]["percent"] == 100
    key = body["results"][0]["key"]
    found = centre.get(f"/api/v1/rates/cases/?by=street&{days}&rate=resolution&key={key}").json()["results"]
    assert [(one["case"]["case_no"], one["solved"]) for one in found] == [(case.case_no, "no")]
    none = centre.get(f"/api/v1/rates/cases/?by=street&{days}&rate=resolution&side=numerator").json()
    assert none["results"] == []
    for wrong in (
        "rates/?by=house",
        "rates/?form=x",
        "rates/cases/?rate=x",
        "rates/cases/?by=period&rate=response&key=x",
        "rates/cases/?by=period&span=month&rate=response&key=9999-12-31",
        "rates/cases/?by=period&span=week&rate=response&key=9999-12-31",
        "rates/cases/?by=period&span=week&rate=response&key=0001-01-01",
    ):
        assert centre.get(f"/api/v1/{wrong}").status_code == 400, wrong


def test_both_statements_walk_their_index(new):
    first = called(new(), "2026-11-10 10:00")
    CallBack.objects.bulk_create(
        CallBack(case=first.case, round=1, at=first.at - timedelta(days=n), is_reached=False) for n in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_callback")
        cursor.execute("ANALYZE cases_caseclock")
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            lines_of(NOVEMBER, actor=CENTRE)
        plans = ""
        for one in asked.captured_queries[-2:]:
            cursor.execute(f"EXPLAIN {one['sql']}")
            plans += "\n".join(row[0] for row in cursor.fetchall())
    assert "callback_reached_by_time" in plans
    assert "handle_clock_by_judgement" in plans


def test_a_period_cut_by_the_days_asked_for_lists_no_more_than_it_counts(new):
    for day in (3, 4, 5):
        called(new(), f"2026-11-{day:02} 10:00")
    asked = Asked("period", date(2026, 11, 4), date(2026, 11, 4) + timedelta(days=20), span="week")
    (line,) = lines_of(asked, actor=CENTRE)
    assert (line.key, line.figures[Rate.RESPONSE].denominator) == ("2026-11-02", 2)
    assert evidence(asked, "response", "denominator", key="2026-11-02", actor=CENTRE).count() == 2
