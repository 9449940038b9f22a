import pytest

from assessment.models import Fact, Run, Score
from kernel.errors import Refused
from tests import make
from tests.assessment import making
from tests.make import at


@pytest.mark.parametrize("kind", ["street", "department", "post"])
def test_every_indicator_counts_an_empty_month(town, kind):
    made = making.scheme(*making.every_indicator(kind), kind=kind, role="inspector" if kind == "post" else "")
    done = making.settled(made)
    assert (done.is_new, done.run.revision, done.settlement.state) == (True, 1, "computed")
    assert all(score.total is None or kind == "street" for score in Score.objects.all())


def test_a_month_that_runs_on_is_not_settled(town):
    made = making.scheme("response_rate")
    with pytest.raises(Refused, match="没有结束") as refusal:
        making.settled(made, now=at("2026-10-31 23:59"))
    assert refusal.value.code == "period_runs_on"


def test_weights_that_do_not_sum_settle_nothing(town):
    made = making.scheme("response_rate")
    made.items.update(weight=9)
    with pytest.raises(Refused) as refusal:
        making.settled(made)
    assert refusal.value.code == "weights_do_not_sum"
    assert not Run.objects.exists()


def test_settling_twice_gives_the_same_rows_and_digest(town):
    make.case(sender=town.city, now=at("2026-10-10 09:00"), received_at=at("2026-10-10 09:00"))
    made = making.scheme("complaint_density", "whistle_rate")
    first = making.settled(made)
    rows = list(Fact.objects.order_by("pk").values_list())
    again = making.settled(made)
    assert (again.is_new, again.run.digest, again.run.pk) == (False, first.run.digest, first.run.pk)
    assert list(Fact.objects.order_by("pk").values_list()) == rows
