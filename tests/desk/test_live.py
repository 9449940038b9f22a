"""What pages say to the stream, and what they fetch when it speaks; all of it works without."""

import pytest

from cases.actions.sign import sign
from organizations.roles import Role
from tests import make


def bar(desk, case, since):
    return desk.get(f"cases/{case.case_no}/moved/?since={since}")


def test_an_open_case_says_who_changed_it_meanwhile(town, dispatcher, sent_case):
    case = sent_case()
    sign(case.pk, actor=make.person(town.streets[0], Role.STREET_OPERATOR), now=make.NOON)
    told = bar(dispatcher, case, case.version)
    assert "已被 某人" in told.text
    assert "签收" in told.text
    assert bar(dispatcher, case, case.version + 1).status_code == 204


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30])
def test_a_page_of_no_version_is_told_everything_or_nothing_and_never_fails(dispatcher, sent_case, since):
    assert bar(dispatcher, sent_case(), since).status_code == 200


def test_a_case_that_left_the_view_is_gone_like_one_never_seen(other_street, sent_case):
    case = sent_case()
    gone = bar(other_street, case, 1)
    assert (gone.status_code, "不在贵单位可见范围" in gone.text) == (404, True)
    assert "路灯" not in gone.text


def test_pages_say_what_they_want_to_hear(dispatcher, sent_case):
    case = sent_case()
    queue, page = dispatcher.get().text, dispatcher.get(f"cases/{case.case_no}/").text
    assert 'data-live="case:*" data-now="2026-11-24T12:00:00+08:00" data-days="%(days)d天%(hours)d时"' in queue
    assert 'data-due="2026-12-01T09:30:00+08:00">6天21时</td>' in queue
    assert f'data-live="case:{case.case_no}"' in page
    assert f"/moved/?since={case.version}" in page


def test_what_was_judged_does_not_tick(town, dispatcher, sent_case):
    case = make.put(sent_case(), "closed", replied_at=make.NOON, closed_at=make.NOON)
    closed = dispatcher.get("?queue=closed").text
    assert case.case_no in closed
    assert "data-due" not in closed
