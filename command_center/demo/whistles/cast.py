"""Who plays in the whistles: the leader and the clerk of each street, somebody of each department, the centre."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from command_center.demo import accounts, clients
from command_center.demo.callers import make_caller
from command_center.demo.chance import dice
from enforcement.rules.blowing import Leader, Officer
from kernel.actors import Actor
from organizations.models import Organization
from organizations.roles import Role

_POSTS = ("科长", "副科长", "中队长", "主任科员", "副局长")


@dataclass(frozen=True)
class Cast:
    """`leaders`, `clerks` and `officers` are by the code of the organization."""

    organizations: Mapping[str, Organization]
    leaders: Mapping[str, Actor]
    clerks: Mapping[str, Actor]
    officers: Mapping[str, Actor]
    supervisor: Actor

    def leader(self, office: str) -> Leader:
        return Leader(self.leaders[office].label, "街道领导")


def gather() -> Cast:
    """A department's officer where the demo has one, its own system elsewhere."""
    organizations = Organization.objects.filter(is_active=True).in_bulk(field_name="code")
    codes = {one.pk: one.code for one in organizations.values()}
    people = accounts.actors()
    systems = {codes[pk]: actor for pk, actor in clients.actors().items()}
    return Cast(
        organizations=organizations,
        leaders=_of_role(people.values(), Role.STREET_LEADER, codes),
        clerks=_of_role(people.values(), Role.STREET_OPERATOR, codes),
        officers=systems | _of_role(people.values(), Role.DEPARTMENT_OFFICER, codes),
        supervisor=people["zhiban"],
    )


def officer_of(key: str, code: str) -> Officer:
    """Whom a department sends: somebody who does not exist, the same all through the whistle."""
    chance = dice("officer", key, code)
    person = make_caller(chance, is_report=False)
    return Officer(person.name or "值班员", chance.choice(_POSTS), person.phone)


def _of_role(people: Iterable[Actor], role: Role, codes: Mapping[int, str]) -> dict[str, Actor]:
    return {
        codes[actor.organization_id]: actor
        for actor in people
        if role in actor.roles and actor.organization_id is not None
    }
