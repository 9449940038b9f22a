"""The page of the rates."""

from cases.models import CallBack
from tests.make import at


def call(case, solved="yes"):
    CallBack.objects.create(
        case=case,
        round=1,
        at=at("2026-11-24 10:00"),
        is_reached=True,
        was_contacted=True,
        solved=solved,
        satisfied="satisfied",
    )


def test_every_figure_leads_to_its_cases(supervisor, new_case, django_assert_max_num_queries):
    solved, unsolved = new_case(title="已经解决"), new_case(title="没有解决")
    call(solved)
    call(unsolved, solved="no")
    with django_assert_max_num_queries(8):
        answer = supervisor.get("rates/")
    page = answer.content.decode()
    assert "█████░░░░░" in page
    assert "50.00%" in page
    (_name, cells), *_rest = answer.context["table"]
    resolution = next(cell for cell in cells if cell.rate == "resolution")
    with django_assert_max_num_queries(8):
        shown = supervisor.get(f"rates/cases/{resolution.address}&side=numerator").content.decode()
    assert ("已经解决" in shown, "没有解决" in shown) == (True, False)
    whole = supervisor.get(f"rates/cases/{resolution.address}&side=denominator").content.decode()
    assert "没有解决" in whole


def test_a_unit_finds_its_own_alone(street, other_street, new_case):
    call(new_case())
    assert "甲河街道" in street.get("rates/").content.decode()
    assert "没有可计的回访" in other_street.get("rates/").content.decode()


def test_a_filter_that_makes_no_sense_says_so(supervisor):
    answer = supervisor.get("rates/?from=2026-11-24&to=2026-11-01")
    assert (answer.status_code, "结束日期早于开始日期" in answer.content.decode()) == (400, True)
    assert supervisor.get("rates/cases/?rate=luck").status_code == 404
