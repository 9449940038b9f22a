"""Short ways to act in the stories of the whistle; `now` is always told."""

from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.rate import rate
from enforcement.actions.record import record
from enforcement.actions.report import report
from enforcement.actions.sign import sign
from enforcement.models import Summons, SummonsClock
from enforcement.rules.blowing import Officer

OFFICER = Officer("张某", "科长", "13800001111")
MARKS = {"person": 10, "site_work": 20, "record": 10}


def signed(whistling, summons, now):
    return sign(summons.pk, officer=OFFICER, actor=whistling.officer(summons), now=now)


def came(whistling, summons, now, **facts):
    return check_in(summons.pk, Arrival(OFFICER, **facts), actor=whistling.officer(summons), now=now)


def worked(whistling, summons, now, text="责令改正"):
    return record(summons.pk, measure="enforcement", text=text, actor=whistling.officer(summons), now=now)


def reported(whistling, summons, now, result="solved"):
    return report(summons.pk, result=result, text="已处理", actor=whistling.officer(summons), now=now)


def rated(whistling, summons, now, **facts):
    return rate(summons.pk, marks=MARKS, actor=whistling.clerk, now=now, **facts)


def fresh(summons) -> Summons:
    return Summons.objects.select_related("whistle", "department").get(pk=summons.pk)


def clocks(summons) -> dict[str, SummonsClock]:
    """By the contract's word: sign, contact, arrive, finish, appeal; the last of each."""
    rows = SummonsClock.objects.filter(summons=summons).order_by("pk")
    return {row.kind.removeprefix("summons_"): row for row in rows}
