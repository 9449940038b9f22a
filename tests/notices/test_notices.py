from datetime import timedelta

import pytest
from django.db import IntegrityError

from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed, NotFound
from notices.actions import NoticeRow, mark_all_read, mark_read, notify, notify_many
from notices.models import Notice
from notices.queries import unread_for
from tests.notices.conftest import NOON


def tell(organization, title="催办 261122000001", **facts):
    usual = {"kind": "case.urged", "subject_kind": "case", "subject_id": "261122000001", "now": NOON}
    return notify(organization_id=organization.pk, title=title, **(usual | facts))


def titles(actor):
    return [notice.title for notice in unread_for(actor)]


def test_everybody_of_the_organization_finds_the_notice_newest_first(greening, water, officer):
    tell(greening, "一")
    tell(greening, "二", level="alarm")
    tell(water, "三")
    assert titles(officer(greening)) == ["二", "一"]


def test_a_notice_to_one_person_is_nobody_elses(greening, officer):
    one, other = officer(greening, "one"), officer(greening, "other")
    tell(greening, user_id=int(one.id))
    client = Actor(ActorKind.CLIENT, one.id, "接口", organization_id=greening.pk)
    assert [len(titles(actor)) for actor in (one, other, client)] == [1, 0, 0]


def test_whoever_belongs_nowhere_has_no_notices(greening):
    tell(greening)
    assert titles(Actor.system("sweep", "时限巡查")) == []


def test_the_first_reader_stays_on_record(greening, officer):
    notice, first, second = tell(greening), officer(greening, "first"), officer(greening, "second")
    mark_read(notice.pk, actor=first, now=NOON)
    again = mark_read(notice.pk, actor=second, now=NOON + timedelta(minutes=1))
    assert (again.read_by_id, again.read_at) == (int(first.id), NOON)
    assert titles(second) == []


def test_anothers_notice_is_not_there(greening, water, officer):
    notice = tell(greening)
    with pytest.raises(NotFound):
        mark_read(notice.pk, actor=officer(water), now=NOON)


def test_an_api_client_reads_for_nobody(greening):
    notice = tell(greening)
    with pytest.raises(NotAllowed):
        mark_read(notice.pk, actor=Actor(ActorKind.CLIENT, "1", "接口", organization_id=greening.pk), now=NOON)


def test_the_whole_bell_is_read_at_once(greening, water, officer):
    for organization in (greening, greening, water):
        tell(organization)
    assert mark_all_read(actor=officer(greening), now=NOON) == 2
    assert Notice.objects.filter(read_at__isnull=True).count() == 1


def test_many_notices_cost_two_statements(greening, django_assert_num_queries):
    row = NoticeRow(greening.pk, "case.overdue", "超期", "case", "261122000001", level="alarm")
    with django_assert_num_queries(2):
        notify_many([row] * 300, now=NOON)
    assert Notice.objects.count() == 300


def test_too_long_words_are_cut_rather_than_lost(greening):
    notice = tell(greening, "长" * 200, body="长" * 600)
    assert (len(notice.title), len(notice.body)) == (120, 500)


def test_an_unknown_level_is_a_programming_error(greening):
    with pytest.raises(ValueError, match="loud"):
        tell(greening, level="loud")


def test_a_read_notice_names_its_reader(greening):
    tell(greening)
    with pytest.raises(IntegrityError, match="read_notice_names_its_reader"):
        Notice.objects.update(read_at=NOON)
