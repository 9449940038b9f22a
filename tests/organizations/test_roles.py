import threading

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Invalid, NotAllowed, Refused
from organizations.actions.change_password import change_password
from organizations.actions.create_user import create_user
from organizations.actions.grant_role import grant_role
from organizations.actions.revoke_role import revoke_role
from organizations.models import AuditEntry, RoleGrant, User
from organizations.roles import ADMINISTRATORS, ROLES_OF_KIND, Role, excludes, fits
from tests.organizations.conftest import CONSOLE, NOW, PASSWORD

ROLES = st.sampled_from(list(Role))


@given(role=ROLES, held=st.frozensets(ROLES, max_size=4))
def test_set_of_roles_is_possible_when_business_alone_or_one_administrator(role, held):
    together = held | {role}
    assert excludes(role, held) == (len(together) > 1 and bool(together & ADMINISTRATORS) and held != {role})


def test_every_business_role_fits_somewhere_and_administrators_anywhere():
    assert frozenset().union(*ROLES_OF_KIND.values()) == frozenset(Role) - ADMINISTRATORS
    assert fits(Role.AUDIT_ADMIN, None)
    assert not fits(Role.DISPATCHER, None)
    assert not fits(Role.DISPATCHER, "street")


@pytest.mark.django_db
class TestGrants:
    def test_dispatcher_may_also_be_call_back_clerk(self, make_user):
        assert make_user("li", Role.DISPATCHER, Role.CALLBACK_CLERK).roles == {"dispatcher", "callback_clerk"}

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN),
            (Role.SECURITY_ADMIN, Role.DISPATCHER),
            (Role.DISPATCHER, Role.SYSTEM_ADMIN),
        ],
    )
    def test_administrator_holds_no_other_role(self, make_user, first, second):
        with pytest.raises(Refused) as refusal:
            make_user("li", first, second)
        assert refusal.value.code == "administrators_hold_no_other_role"

    def test_database_refuses_it_too(self, make_user):
        user, other = make_user("li", Role.DISPATCHER), make_user("wang")
        with pytest.raises(IntegrityError, match="administrators_hold_no_other_role"), transaction.atomic():
            RoleGrant.objects.create(user=user, role=Role.AUDIT_ADMIN, granted_at=NOW)
        with pytest.raises(IntegrityError, match="administrators_hold_no_other_role"), transaction.atomic():
            RoleGrant.objects.bulk_create(
                RoleGrant(user=other, role=role, granted_at=NOW) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
            )

    def test_role_must_fit_the_organization(self, make_user, department):
        with pytest.raises(Refused) as refusal:
            make_user("li", Role.DISPATCHER, organization=department)
        assert refusal.value.code == "role_does_not_fit_organization"

    def test_granting_twice_changes_nothing(self, make_user):
        user = make_user("li", Role.DISPATCHER, Role.DISPATCHER)
        assert AuditEntry.objects.filter(kind="role.granted", subject_id=str(user.pk)).count() == 1

    def test_revoked_role_is_gone_and_audited(self, make_user):
        user = make_user("li", Role.DISPATCHER)
        revoke_role(user, role=Role.DISPATCHER, actor=CONSOLE, now=NOW, reason="调岗")
        revoke_role(user, role=Role.DISPATCHER, actor=CONSOLE, now=NOW)
        entry = AuditEntry.objects.get(kind="role.revoked")
        assert (user.roles, entry.before, entry.reason) == (frozenset(), {"role": "dispatcher"}, "调岗")

    def test_system_administrator_cannot_give_roles(self, make_user):
        system, user = make_user("guan", Role.SYSTEM_ADMIN), make_user("li")
        with pytest.raises(NotAllowed):
            grant_role(user, role=Role.DISPATCHER, actor=system.actor, now=NOW)

    def test_closed_account_holds_no_role(self, make_user):
        user = make_user("li", Role.DISPATCHER, is_active=False)
        assert user.actor.roles == frozenset()


@pytest.mark.django_db
class TestAccounts:
    def test_name_is_unique_in_any_case(self, make_user):
        make_user("Li")
        with pytest.raises(Refused) as refusal:
            create_user("li", display_name="李", organization=None, password=PASSWORD, actor=CONSOLE, now=NOW)
        assert refusal.value.code == "username_taken"

    def test_weak_password_is_refused_rule_by_rule(self, db):
        with pytest.raises(Invalid) as refusal:
            create_user("li", display_name="李", organization=None, password="12345", actor=CONSOLE, now=NOW)
        assert {error.code for error in refusal.value.errors} == {"weak_password"}
        assert len(refusal.value.errors) == 3
        assert not User.objects.exists()

    def test_account_keeps_its_telephone_encrypted_and_findable(self, db):
        create_user(
            "li",
            display_name="李",
            organization=None,
            password=PASSWORD,
            phone="138 0000 1111",
            actor=CONSOLE,
            now=NOW,
        )
        user = User.objects.get()
        assert (user.phone, len(user.phone_hash)) == ("138 0000 1111", 64)

    def test_owner_changes_the_password_and_a_stranger_does_not(self, make_user):
        owner, stranger = make_user("li"), make_user("wang", Role.DISPATCHER)
        with pytest.raises(NotAllowed):
            change_password(owner, password="黄河长江-846273", actor=stranger.actor, now=NOW)
        change_password(owner, password="黄河长江-846273", actor=owner.actor, now=NOW)
        assert User.objects.get(pk=owner.pk).check_password("黄河长江-846273")


@pytest.mark.django_db(transaction=True)
def test_two_administrator_roles_at_once_to_one_person_leave_one(make_user):
    user, outcomes = make_user("li"), []

    def grant(role: Role) -> None:
        try:
            grant_role(user, role=role, actor=CONSOLE, now=NOW)
            outcomes.append("granted")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=(role,)) for role in (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["administrators_hold_no_other_role", "granted"]
