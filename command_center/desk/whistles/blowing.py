"""What stands on the blow page: the matter, whom to call, and what will happen once it is blown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict

from cases.actions.placing import located
from cases.models import Case
from cases.queries.reading import visible_case
from cases.rules.orders import Whereabouts
from command_center.desk.steps.photos import taken_in
from command_center.desk.whistles.forms.blow import BlowForm, kept_photos
from command_center.desk.whistles.picker import Picker, picker_of
from command_center.desk.whistles.reading import visible_whistle
from command_center.desk.whistles.standing import ClockLine, clock_line
from enforcement.actions.checking import office_of
from enforcement.actions.timing import built_clocks
from enforcement.models import Summons, Whistle
from enforcement.queries.suggesting import Wanted
from enforcement.rules.blowing import Blow, Leader
from enforcement.states import WhistleKind
from foundation.models import Attachment
from grid.queries import Precision
from kernel.actors import Actor
from organizations.models import Organization

_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Draft:
    """`token` tells one page from another, so that a form sent twice blows once."""

    form: BlowForm
    picker: Picker
    token: str
    case: Case | None = None
    repeat_of: Whistle | None = None
    photos: list[Attachment] = field(default_factory=list)
    foreseen: list[ClockLine] = field(default_factory=list)
    message: str = ""

    def facts(self, *, actor: Actor) -> Blow:
        """What the valid form says; the leader is who is signed in, since the right is theirs alone."""
        data = self.form.cleaned_data
        return Blow(
            kind=data["kind"],
            matter=data["matter"],
            calls=self.picker.calls(),
            leader=Leader(actor.label, data["leader_post"]),
            whereabouts=self._place(),
            details=data["details"],
            case_id=self.case.pk if self.case else None,
            category_id=data["category"].pk if data["category"] else None,
            arrive_by=data["arrive_by"],
            finish_by=data["finish_by"],
            attachments=tuple(one.pk for one in self.photos),
            is_from_public_request=data["is_from_public_request"],
        )

    def _place(self) -> Whereabouts:
        """The place of the case or of the earlier whistle as long as its words were left alone: it may know the point,
        the words may not."""
        said, about = self.form.whereabouts(), self.repeat_of or self.case
        if about is None or said.lon is not None or said.address != about.address:
            return said
        if about is self.case:
            return Whereabouts()
        return replace(said, lon=about.lon, lat=about.lat) if about.precision == Precision.POINT else said


def begun(request: HttpRequest, *, actor: Actor, now: datetime) -> Draft:
    """The page as it opens: empty, from a case, or from the whistle it repeats."""
    case, earlier = _about(request.GET, actor=actor)
    form = BlowForm(initial=_initial(case, earlier))
    wanted = _wanted(office_of(actor), form.initial, case, earlier)
    return Draft(form, picker_of(QueryDict(), wanted, at=now), uuid4().hex, case, earlier)


def posted(request: HttpRequest, *, actor: Actor, now: datetime) -> Draft:
    """The page as it came back; photos are taken in at once, since a browser forgets chosen files."""
    case, earlier = _about(request.GET, actor=actor)
    form = BlowForm(request.POST, request.FILES)
    form.is_valid()
    wanted = _wanted(office_of(actor), form.cleaned_data, case, earlier)
    draft = Draft(form, picker_of(request.POST, wanted, at=now), token_of(request) or uuid4().hex, case, earlier)
    draft.photos = kept_photos(request.POST, actor=actor)
    return draft


def token_of(request: HttpRequest) -> str:
    """Empty for what no page of ours carries."""
    token = request.POST.get("token", "")
    return token if _TOKEN.fullmatch(token) else ""


def take_photos_in(draft: Draft, *, actor: Actor, now: datetime) -> None:
    """Raises Invalid on the field for a file that is not taken."""
    for file in draft.form.cleaned_data.get("photos") or ():
        pk = taken_in(file, "photos", actor=actor, now=now)
        draft.photos += list(Attachment.objects.filter(pk=pk).exclude(pk__in=[one.pk for one in draft.photos]))


def foresee(facts: Blow, *, now: datetime) -> list[ClockLine]:
    """The clocks that each department would be given, were it blown now."""
    whistle = Whistle(kind=facts.kind, arrive_by=facts.arrive_by, finish_by=facts.finish_by)
    anybody = Summons(whistle=whistle, department_id=facts.calls[0].department_id)
    return [clock_line(clock, now=now) for clock in built_clocks(whistle, [anybody], now=now)]


def _about(query: QueryDict, *, actor: Actor) -> tuple[Case | None, Whistle | None]:
    case_no, earlier_no = query.get("case", ""), query.get("repeat", "")
    case = visible_case(case_no, actor=actor) if case_no else None
    earlier = visible_whistle(earlier_no, actor=actor) if earlier_no else None
    return case, earlier


def _initial(case: Case | None, earlier: Whistle | None) -> dict[str, Any]:
    about: Case | Whistle | None = earlier or case
    usual: dict[str, Any] = {"kind": WhistleKind.ENFORCEMENT, "is_from_public_request": case is not None}
    if about is None:
        return usual
    said = {"address": about.address, "category": about.category_id}
    if earlier is None:
        return usual | said | {"matter": case.title if case else ""}
    told = {"kind": earlier.kind, "matter": earlier.matter, "leader_post": earlier.leader_post}
    return usual | said | told | {"is_from_public_request": earlier.is_from_public_request}


def _wanted(office: Organization, said: Mapping[str, Any], case: Case | None, earlier: Whistle | None) -> Wanted:
    """What the suggestions go by, as far as it is known by now."""
    category, address = said.get("category"), said.get("address") or ""
    about: Case | Whistle | None = earlier or case
    grid = about.unit_grid_id if about is not None and about.address == address else None
    if grid is None and address:
        grid = located(Whereabouts(address=address)).unit_grid_id
    return Wanted(
        office=office,
        kind=said.get("kind") or WhistleKind.ENFORCEMENT,
        category_id=getattr(category, "pk", category) or (about.category_id if about else None),
        unit_grid_id=grid,
        address=address,
    )
