from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from assessment.checks import indicators_keep_the_law, wrongs_of
from assessment.indicators import REGISTRY
from assessment.indicators.registry import Registry
from assessment.models import SchemeItem
from tests.assessment import making

ONE = REGISTRY["closure_rate"]
# What a district asks for: the list of the trade, each under its code.
EXPECTED = {
    *("response_rate", "resolution_rate", "satisfaction_rate", "hotline_on_time_rate"),
    *("filing_rate", "valid_report_rate", "public_report_rate", "on_time_dispatch_rate", "accurate_dispatch_rate"),
    *("disposal_rate", "on_time_disposal_rate", "closure_rate", "on_time_closure_rate", "overdue_closure_rate"),
    *("rework_rate", "rework_share_of_disposed", "rework_count", "extension_rate", "overdue_open_rate"),
    *("summons_signed_in_time_rate", "summons_arrived_in_time_rate", "summons_finished_in_time_rate"),
    *("right_person_rate", "summons_finished_rate", "repeat_whistle_rate", "left_early_rate", "street_mark"),
    *("complaint_density", "field_check", "satisfaction_survey", "campaign_progress", "whistle_quality"),
}


def test_the_indicators_of_the_trade_are_there():
    assert {one.code for one in REGISTRY} >= EXPECTED
    assert indicators_keep_the_law(None) == []


@pytest.mark.parametrize(
    "bad",
    [
        replace(ONE, code="fine_amount"),
        replace(ONE, name="罚款金额"),
        replace(ONE, numerator="期内处罚件数"),
        replace(ONE, value="b.penalty_total"),
        replace(ONE, base=replace(ONE.base, sql="SELECT * FROM enforcement_penaltycase")),
    ],
)
def test_fines_cannot_become_an_indicator(bad):
    (error,) = wrongs_of([bad], [])
    assert error.id == "assessment.E074"
    assert "第七十四条" in error.msg


def test_a_table_that_says_it_feeds_no_score_cannot_be_counted():
    bad = replace(ONE, base=replace(ONE.base, sql="SELECT * FROM enforcement_sanction"))
    (error,) = wrongs_of([bad], ["enforcement_sanction"])
    assert error.id == "assessment.E074"


def test_a_code_is_registered_once():
    registry = Registry()
    registry.register([ONE])
    with pytest.raises(ImproperlyConfigured):
        registry.register([replace(ONE, name="别的")])


@pytest.mark.parametrize(
    ("indicator", "words"), [("fine_amount", "第七十四条"), ("nothing", "没有登记"), ("street_mark", "不用于")]
)
def test_a_scheme_takes_only_indicators_of_its_kind(db, indicator, words):
    made = making.scheme("closure_rate")
    item = SchemeItem(scheme=made, code="X", indicator=indicator, weight=1, curve="linear", curve_data=making.RISING)
    with pytest.raises(ValidationError, match=words):
        item.full_clean()
