import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client

from assessment.actions.load_schemes import load_schemes
from assessment.models import Fact, Run, RunItem, Scheme, SchemeItem, Score, ScoreItem
from assessment.queries.schemes import items_of, require_whole, schemes_for
from organizations.roles import Role
from tests import make
from tests.assessment import making
from tests.make import at, brought_in

IN_FORCE = ["department-by-streets", "dispatcher", "inspector", "street-monthly", "unit-index"]


def test_the_shipped_schemes_are_whole_and_come_in_once(town):
    assert brought_in(load_schemes) == Scheme.objects.count() == 9
    for scheme in Scheme.objects.all():
        require_whole(scheme, list(items_of(scheme)))
    assert brought_in(load_schemes) == 0


def test_examples_of_other_cities_are_not_in_force(town):
    brought_in(load_schemes)
    assert [scheme.code for scheme in schemes_for("2026-10")] == IN_FORCE
    assert [scheme.code for scheme in schemes_for("2026-10", code="unit-index")] == ["unit-index"]


def test_the_version_in_force_on_the_last_day_scores_the_period(town):
    old = making.scheme("closure_rate", valid_to=date(2026, 10, 18))
    new = making.scheme("closure_rate", valid_from=date(2026, 10, 19), cut_off_day=18)
    assert [schemes_for(name) for name in ("2026-09", "2026-10", "2026-11")] == [[old], [], [new]]


def test_a_subject_outside_every_group_is_not_scored(town):
    made = making.scheme("closure_rate")
    group = made.groups.create(code="core", name="核心区")
    group.organizations.add(town.streets[1])
    run = making.settled(made).run
    assert [(s.subject_name, s.group) for s in Score.objects.filter(run=run)] == [("乙河街道", "核心区")]


def told(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_settling_prints_subjects_scores_and_digest(month, time_machine):
    time_machine.move_to(at("2026-11-02 09:00"))
    (first,) = json.loads(told("settle", "2026-10", "--json"))
    assert [(row["name"], row["total"], row["rank"]) for row in first["scores"]] == [
        ("乙河街道", "20.00", 1),
        ("甲河街道", "16.00", 2),
    ]
    (again,) = json.loads(told("settle", "2026-10", "--scheme", "test", "--json"))
    assert (first["is_new"], again["is_new"], again["digest"]) == (True, False, first["digest"])
    text = told("settle", "2026-10")
    assert "第 1 次修订，2 个对象，14 条事实" in text
    assert first["digest"] in text


@pytest.fixture
def browser(town):
    browser = Client()
    user = make.user(town.centre, Role.SYSTEM_ADMIN)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def form(made: Scheme, *weights: str) -> dict[str, str]:
    fields = {"code": made.code, "name": made.name, "subject_kind": "street", "full_points": "20", "role": ""}
    fields |= {"zero_rule": "full", "partly_solved": "0", "objection_days": "3", "bonus_cap": "5", "note": ""}
    fields |= {"deduction_cap": "10", "valid_from": "2020-01-01", "valid_to": "", "cut_off_day": ""}
    fields |= {"groups-TOTAL_FORMS": "0", "groups-INITIAL_FORMS": "0"}
    fields |= {"items-TOTAL_FORMS": str(len(weights)), "items-INITIAL_FORMS": str(len(weights))}
    for n, (item, weight) in enumerate(zip(items_of(made), weights, strict=True)):
        row = {"id": item.pk, "scheme": made.pk, "place": item.place, "code": item.code, "indicator": item.indicator}
        row |= {"weight": weight, "curve": "linear", "curve_data": json.dumps(making.RISING)}
        fields |= {f"items-{n}-{name}": str(value) for name, value in row.items()}
    return fields


@pytest.mark.parametrize(("weights", "kept"), [(("15", "5"), [15, 5]), (("15", "6"), [10, 10])])
def test_the_administrator_keeps_the_sum_of_the_weights(town, browser, weights, kept):
    made = making.scheme("response_rate", "closure_rate")
    answer = browser.post(f"/admin/assessment/scheme/{made.pk}/change/", form(made, *weights))
    assert list(SchemeItem.objects.order_by("place").values_list("weight", flat=True)) == [Decimal(w) for w in kept]
    assert answer.status_code == (302 if kept[0] == 15 else 200)
    if kept[0] == 10:
        assert "各项权重之和是 21，应等于满分 20。" in answer.content.decode()


def test_nothing_of_a_run_can_be_changed_in_the_administration(rf):
    for model in (Run, RunItem, Fact, Score, ScoreItem):
        page = admin.site._registry.get(model)
        assert page is None or not page.has_change_permission(rf.get("/"))
