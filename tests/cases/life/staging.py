"""The stage for every action in every state: the cast, and a case on which only the rules stand in the way."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cases.actions.timing import cancel_clock
from cases.models import (
    Case,
    CaseAlert,
    CaseApplication,
    CaseMerge,
    CaseParty,
    CaseTask,
    ClockKind,
    DispatchDecision,
    FilingStandard,
    SupervisionOrder,
)
from cases.rules.orders import Whereabouts
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.cases.life.oracle import AS_MAIN, MAIN_STATE, OVER, WITH_LEAD
from tests.cases.life.scenes import LATER, Scene
from tests.make import MORNING


def cast(town) -> dict[str, Any]:
    """Everybody by the names of the oracle."""
    centre, street = town.centre, town.streets[0]
    seats = {
        "dispatcher": (centre, Role.DISPATCHER), "supervisor": (centre, Role.DUTY_SUPERVISOR),
        "intake": (centre, Role.INTAKE_OPERATOR), "clerk": (centre, Role.CALLBACK_CLERK),
        "leader": (centre, Role.LEADER), "assessor": (centre, Role.ASSESSOR),
        "inspector": (centre, Role.INSPECTOR), "other_inspector": (centre, Role.INSPECTOR),
        "operator": (street, Role.STREET_OPERATOR), "street_leader": (street, Role.STREET_LEADER),
        "other_operator": (town.streets[1], Role.STREET_OPERATOR),
        "officer": (town.department, Role.DEPARTMENT_OFFICER),
        "worker": (town.communities[0], Role.COMMUNITY_WORKER),
        "system_admin": (centre, Role.SYSTEM_ADMIN), "security_admin": (centre, Role.SECURITY_ADMIN),
        "audit_admin": (centre, Role.AUDIT_ADMIN),
    }  # fmt: skip
    people = {name: make.person(home, role) for name, (home, role) in seats.items()}
    act, read = ("cases:read", "cases:act"), ("cases:read",)
    return people | {
        "street_client": make.system(street, *act),
        "reader": make.system(street, *read),
        "centre_client": make.system(centre, *act),
        "city": make.system(town.city, "orders:write", *act),
    }


@dataclass
class Stage:
    """A town, its cast, and what a scene needs besides the case."""

    town: Any
    people: dict[str, Any]
    photo: Callable[..., uuid.UUID]
    main: Case
    helper: Organization
    standard: FilingStandard
    cases: dict[str, Case]
    pictures: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)

    def take_pictures(self) -> None:
        """Of the spot before and after, by everybody; a refused step leaves them unused."""
        for who in self.people.values():
            self.pictures |= {(who.key, side): self.photo(who) for side in ("before", "after")}

    def set(self, scene: Scene, state: str) -> Case:
        """The case in this state with all that the scene asks for: tasks, errand, application, order, alert."""
        has_lead = state in WITH_LEAD | OVER
        street = self.town.streets[0] if has_lead else None
        columns = {
            "lead": street,
            "signed_at": MORNING,
            "contacted_at": MORNING,
            "closed_at": MORNING if state in OVER else None,
        }
        columns |= {"shelved_until": LATER} if state == "shelved" else {}
        columns |= {"merged_into": self.main} if scene.is_following else {}
        case = make.put(self.cases[scene.flow], state, **columns | scene.columns)
        if has_lead or scene.is_following:
            cancel_clock(case, ClockKind.DISPATCH, now=MORNING)
        if street is not None:
            CaseParty.objects.create(case=case, organization=street, part="lead")
            DispatchDecision.objects.create(case=case, at=MORNING, mode="by_hand", target=street, reason="属地")
        CaseParty.objects.create(case=case, organization=self.town.department, part="assisting")
        self._send_inspector(case, state)
        self._prepare(case, scene)
        return case

    def _send_inspector(self, case: Case, state: str) -> None:
        """He was sent to verify, and is sent again to check."""
        ended = {"state": "done", "outcome": "true", "ended_at": MORNING} if state != "verifying" else {}
        self._task(case, "verification", self.town.centre, person_key=self.people["inspector"].key, **ended)
        if state == "checking":
            self._task(case, "check", self.town.centre, person_key=self.people["inspector"].key)

    def _prepare(self, case: Case, scene: Scene) -> None:
        if scene.application:
            CaseApplication.objects.create(
                case=case, kind=scene.application, round=1, organization=self.town.streets[0], asked_at=MORNING,
                asked_by_label="经办", reason="缺件", came_from=scene.came_from, until=MORNING + timedelta(days=9),
            )  # fmt: skip
        if scene.is_supervised:
            holder = case.lead or self.town.centre
            SupervisionOrder.objects.create(
                case=case, number=f"{case.case_no}-D1", holder=holder, reason="久拖不决", issued_at=MORNING,
                issued_by_key="user:1", issued_by_label="值班长",
            )  # fmt: skip
        if scene.is_following:
            if scene.action in AS_MAIN:
                make.put(self.main, MAIN_STATE, lead=self.town.streets[0])
            CaseMerge.objects.create(
                case=case, main=self.main, reason="同", lead_before=case.lead, merged_at=MORNING,
                merged_by_label="派遣员",
            )  # fmt: skip
        if scene.has_alert:
            CaseAlert.objects.create(case=case, words="漏电", raised_at=MORNING)
        if scene.bearer:
            given = [
                self._task(case, "assigned", self.town.communities[0]),
                self._task(case, "assisting", self.town.department),
            ]
            scene.body["task"] = given[scene.bearer == "officer"].pk

    def _task(self, case: Case, kind: str, organization: Organization, **facts: Any) -> CaseTask:
        usual = {"round": 1, "words": "看现场", "issued_at": MORNING, "issued_by_label": "派遣员"}
        return CaseTask.objects.create(case=case, kind=kind, organization=organization, **usual | facts)


def stage(town, photo) -> Stage:
    """With a case of each flow in the first street, to be put into every state in turn."""
    helper = make.organization(name="水务局", short_name="水务局", parent=town.centre)
    point = town.area.point_in(town.area.unit_grids[0])
    facts = {"sender": town.city, "whereabouts": Whereabouts(lon=point.lon, lat=point.lat)}
    cases = {
        "hotline": make.case(**facts),
        "grid": make.case(**facts, source="inspector", category_code="event:06010"),
    }
    standard = FilingStandard.objects.get(flow="grid")
    return Stage(town, cast(town), photo, make.case(**facts), helper, standard, cases)
