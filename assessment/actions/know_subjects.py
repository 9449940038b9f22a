"""考核对象: who is scored by a scheme, as organizations and people stand now."""

from assessment.models import Scheme, Subject
from assessment.queries.schemes import groups_of
from assessment.states import SubjectKind
from organizations.models import Organization, User


def know_subjects(scheme: Scheme) -> dict[Subject, str]:
    """Each subject of the scheme with the name of its group, in the order of their keys.

    A scheme with groups scores their members; without, every organization of its kind that is in use. Posts are the
    active accounts with the scheme's role.
    """
    groups = groups_of(scheme)
    found = _people(scheme.role) if scheme.subject_kind == SubjectKind.POST else _units(scheme, set(groups))
    Subject.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=["key", "name"]
    )
    known = Subject.objects.filter(kind=scheme.subject_kind, ref__in=[one.ref for one in found])
    return {one: groups.get(one.ref, "") for one in known.order_by("key")}


def _units(scheme: Scheme, members: set[int]) -> list[Subject]:
    units = Organization.objects.filter(kind=scheme.subject_kind, is_active=True).order_by("code")
    if members:
        units = units.filter(pk__in=members)
    return [Subject(kind=scheme.subject_kind, ref=one.pk, key=one.code, name=one.short_name) for one in units]


def _people(role: str) -> list[Subject]:
    people = User.objects.filter(is_active=True, role_grants__role=role).order_by("pk")
    return [Subject(kind=SubjectKind.POST, ref=one.pk, key=f"user:{one.pk}", name=str(one)) for one in people]
