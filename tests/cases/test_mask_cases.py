"""Cases from before the veil: hidden as new ones are, nothing lost, nothing else touched."""

from io import StringIO

import pytest
from django.core.management import call_command

from cases.actions import mask_cases as masking
from cases.actions.mask_cases import Masked, mask_cases
from cases.models import Case, CaseEvent, Requester
from cases.queries.search import matching
from cases.rules.orders import Caller
from kernel.actors import Actor
from kernel.errors import NotAllowed
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make

CONSOLE = Actor.system("console", "控制台")
CLEAR = {
    "title": "王建国反映路灯",
    "content": "请打13800001111",
    "address": "柳荫路2号 13800001111",
    "extra": {"备注": "王建国在家", "数量": 3},
}


@pytest.fixture
def old(town):
    """`old()`: a case whose texts stand in clear, as they did before the veil."""

    def make_old(**columns):
        case = make.case(sender=town.city, caller=Caller(name="王建国", phone="13800001111"))
        Case.objects.filter(pk=case.pk).update(**(CLEAR | columns))
        return Case.objects.get(pk=case.pk)

    return make_old


def mask(**facts) -> Masked:
    return mask_cases(**facts, actor=CONSOLE, now=make.NOON)


def test_numbers_and_name_are_hidden_and_what_was_written_is_kept(old):
    case = old()
    assert mask() == Masked(read=1, masked=1, last_id=case.pk)
    after = Case.objects.get(pk=case.pk)
    assert (after.title, after.content) == ("王**反映路灯", "请打138****1111")
    assert (after.address, after.extra) == ("柳荫路2号 138****1111", {"备注": "王**在家", "数量": 3})
    words = Requester.objects.get(case=case).words
    assert words.split("\n") == [CLEAR["title"], CLEAR["content"], CLEAR["address"], "备注：王建国在家"]


def test_it_is_found_by_its_words_and_no_longer_by_the_number(old):
    old()
    mask()
    assert [matching(Case.objects.all(), word).count() for word in ("路灯", "13800001111")] == [1, 0]


def test_again_it_changes_nothing_and_words_kept_before_stay(old):
    case = old()
    Requester.objects.filter(case=case).update(words="先前的原话")
    mask()
    before = (Case.objects.values().get(pk=case.pk), Requester.objects.get(case=case).words)
    assert before[1].startswith("先前的原话\n")
    assert mask().masked == 0
    assert (Case.objects.values().get(pk=case.pk), Requester.objects.get(case=case).words) == before


def test_version_and_course_stay_and_the_audit_says_how_many(old):
    case = old()
    events = list(CaseEvent.objects.values())
    mask()
    assert (Case.objects.get(pk=case.pk).version, list(CaseEvent.objects.values())) == (case.version, events)
    assert AuditEntry.objects.get(kind="cases.masked").after == {"count": 1}


def test_a_dry_run_counts_and_writes_nothing(old):
    case = old()
    assert mask(dry_run=True).masked == 1
    assert Case.objects.get(pk=case.pk).content == CLEAR["content"]


def test_interrupted_it_goes_on_after_the_last_batch(old, monkeypatch):
    monkeypatch.setattr(masking, "BATCH", 2)
    cases = [old() for _ in range(5)]

    class Interrupted(Exception):
        pass

    def stop(so_far):
        raise Interrupted

    with pytest.raises(Interrupted):
        mask(progress=stop)
    assert mask(after_id=cases[1].pk) == Masked(read=3, masked=3, last_id=cases[4].pk)
    assert {case.content for case in Case.objects.all()} == {"请打138****1111"}


def test_a_case_without_a_requester_keeps_its_words_too(old):
    case = old()
    Requester.objects.filter(case=case).delete()
    mask()
    assert CLEAR["content"] in Requester.objects.get(case=case).words


def test_nobody_of_the_business_masks(town):
    with pytest.raises(NotAllowed):
        mask_cases(actor=make.person(town.centre, Role.DUTY_SUPERVISOR), now=make.NOON)


def test_the_command_says_how_many(old):
    old()
    said = StringIO()
    call_command("mask_cases", "--dry-run", stdout=said, stderr=StringIO())
    call_command("mask_cases", stdout=said, stderr=StringIO())
    assert said.getvalue().split("\n")[:2] == ["读 1 件，其中 1 件要隐去。", "读 1 件，隐去 1 件。"]
