"""Choosing departments: those suggested with their reason, those found by name, each with the duty that calls it.

Works without JavaScript: whatever is on the screen comes back with the form (`duty-<code>`), so that a search adds to
the list and loses nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from enforcement.queries.suggesting import Suggested, Wanted, suggest
from enforcement.rules.blowing import Call
from kernel.errors import FieldError, Invalid
from organizations.models import Organization
from organizations.roll import current_roll

FOUND = 30
_DUTY = "duty-"
_WORDS = forms.CharField(max_length=200, required=False)


@dataclass(slots=True)
class Candidate:
    """A department on the screen; `reason` says why it is suggested, empty for one that was looked for."""

    department: Organization
    duty: str = ""
    reason: str = ""
    is_ticked: bool = False
    error: str = ""


@dataclass(slots=True)
class Picker:
    """`find` is what was looked for; `error` concerns the choice as a whole."""

    candidates: list[Candidate]
    find: str = ""
    has_found: bool = True
    error: str = ""

    @property
    def ticked(self) -> list[Candidate]:
        return [one for one in self.candidates if one.is_ticked]

    def calls(self) -> tuple[Call, ...]:
        """Raises Invalid for a duty that is too long or no text at all."""
        errors = [wrong for n, one in enumerate(self.ticked) for wrong in _wrong(f"departments.{n}.duty", one.duty)]
        if errors:
            raise Invalid(errors[0].message, errors=errors)
        return tuple(Call(one.department.pk, one.duty) for one in self.ticked)

    def tell(self, errors: Iterable[FieldError]) -> list[FieldError]:
        """Puts those about departments where they belong ("departments.2.duty") and gives back the others."""
        others = []
        for wrong in errors:
            room, _dot, rest = wrong.field.partition(".")
            if room != "departments":
                others.append(wrong)
            elif rest:
                self.ticked[int(rest.partition(".")[0])].error = wrong.message
            else:
                self.error = wrong.message
        return others


def picker_of(data: QueryDict, wanted: Wanted, *, at: datetime, without: Collection[int] = ()) -> Picker:
    """What is on the screen by now: typed, suggested, found; whoever is called already (`without`) is left out."""
    suggested = {one.department.pk: one for one in suggest(wanted, at=at, limit=12)}
    find, listed = data.get("find", "").strip()[:40], data.get("step") == "all"
    typed = _typed(data)
    found = _everybody() if listed else _found(find) if find else []
    units = [one.department for one in suggested.values()]
    known = current_roll().by_id
    units += [known[pk] for pk in typed if pk not in suggested]
    units += [one for one in found if one.pk not in suggested and one.pk not in typed]
    ticked = set(data.getlist("departments"))
    rows = [_candidate(unit, suggested.get(unit.pk), typed, ticked) for unit in units if unit.pk not in without]
    return Picker(rows, find=find, has_found=bool(found) or not find)


def _candidate(
    unit: Organization, suggested: Suggested | None, typed: dict[int, str], ticked: Collection[str]
) -> Candidate:
    duty = typed.get(unit.pk, suggested.duty if suggested else "")
    return Candidate(unit, duty, suggested.reason if suggested else "", is_ticked=unit.code in ticked)


def _wrong(field: str, duty: str) -> list[FieldError]:
    try:
        _WORDS.clean(duty)
    except ValidationError as error:
        return [FieldError(field, "malformed", message) for message in error.messages]
    return []


def _typed(data: QueryDict) -> dict[int, str]:
    """Duties as they stand on the screen, by department, in the order of the page."""
    codes = {one.code: pk for pk, one in current_roll().by_id.items() if _may_be_called(one)}
    names = [name.removeprefix(_DUTY) for name in data if name.startswith(_DUTY)]
    return {codes[code]: data.get(_DUTY + code, "").strip() for code in names if code in codes}


def _found(find: str) -> list[Organization]:
    return [one for one in _everybody() if find in one.name or find in one.short_name or find == one.code][:FOUND]


def _everybody() -> list[Organization]:
    called = [one for one in current_roll().by_id.values() if _may_be_called(one)]
    return sorted(called, key=lambda one: one.code)


def _may_be_called(one: Organization) -> bool:
    return one.kind == Organization.Kind.DEPARTMENT and one.is_active
