"""Files of organizations and users: who may bring them, what they change, which cell is to blame."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from kernel.errors import NotAllowed
from organizations.models import AuditEntry, Organization, User
from organizations.roles import Role
from organizations.secrets import phone_hash
from organizations.sheets.apply import apply_file
from organizations.sheets.export import export_workbook
from organizations.sheets.registry import sheet_of
from tests import make
from tests.cases.sheets.spreadsheets import apply, exported, plan, workbook, wrong

pytestmark = pytest.mark.django_db
UNIT = ("编码", "类别", "全称", "简称", "上级", "所辖街道", "所辖社区", "在用")
USER = ("用户名", "姓名", "所属组织", "联系电话", "启用", "角色")


@pytest.fixture
def li(town) -> User:
    return make.user(town.centre, Role.DISPATCHER, username="li", display_name="李某")


@pytest.fixture
def system(town):
    return make.user(None, Role.SYSTEM_ADMIN, username="system").actor


@pytest.fixture
def security(town):
    return make.user(None, Role.SECURITY_ADMIN, username="security").actor


def test_new_organizations_come_in_below_each_other(town):
    content = workbook(
        UNIT,
        ("D901", "委办局", "某局下属中心", "某中心", "D900", None, None, "是"),
        ("D900", "委办局", "某某局", "某局", "指挥中心", None, None, None),
    )
    apply("organizations", content)
    centre = Organization.objects.get(code="D901")
    assert (centre.parent.code, centre.parent.parent) == ("D900", town.centre)
    entry = AuditEntry.objects.get(kind="organizations.organization.added", subject_id=str(centre.pk))
    assert (entry.after["code"], entry.before) == ("D901", None)


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        (("D9", "委办局", "某局", "某局", "指挥中", None, None, "是"), [("E2", "unknown")]),
        (("D9", "委办局", "某局", "某局", "D9", None, None, "是"), [("E2", "circle")]),
        (("D9", "区指挥中心", "某", "某", None, None, None, "是"), [("B2", "district_has_one_centre")]),
        (("D9", "街道办事处", "某", "某", "指挥中心", None, None, "是"), [("F2", "street_office_has_its_street")]),
        (("D9", "街道办事处", "某", "某", "指挥中心", "甲河街道", None, "是"), [("F2", "street_has_one_office")]),
        (("D9", "社区", "某", "某", None, None, "柳荫里社区", "是"), [("G2", "community_has_its_area_and_street")]),
        (("D9", "委办局", "某", "某", None, "甲河街道", None, "是"),
         [("B2", "only_street_and_community_have_an_area")]),
    ],
)  # fmt: skip
def test_each_wrong_cell_of_an_organization_is_named(town, row, errors):
    assert wrong("organizations", workbook(UNIT, row)) == errors


def test_two_organizations_may_not_stand_above_each_other(town):
    rows = [("D1", "委办局", "甲", "甲", "D2"), ("D2", "委办局", "乙", "乙", "D1")]
    assert wrong("organizations", workbook(UNIT[:5], *rows)) == [("E2", "circle"), ("E3", "circle")]


def test_an_organization_whose_people_hold_roles_keeps_its_kind(town, li):
    content = workbook(UNIT[:4], (town.centre.code, "委办局", "某", "某"))
    assert wrong("organizations", content) == [("B2", "roles_fit_the_kind")]


def test_retiring_an_organization_tells_whom_it_concerns(town):
    make.user(town.department, Role.DEPARTMENT_OFFICER)
    row = (town.department.code, "委办局", town.department.name, town.department.short_name, "否")
    content = workbook((*UNIT[:4], "在用"), row)
    assert "1 个组织；其下 1 名" in plan("organizations", content).consequences[0]
    apply("organizations", content)
    town.department.refresh_from_db()
    assert not town.department.is_active


def test_an_account_is_opened_without_password_or_roles(town, system):
    content = workbook(USER, ("zhang", "张某", "城市管理委", "138 0000 1111", None, None))
    told = plan("users", content, actor=system)
    assert "开户 1 个" in told.consequences[0]
    assert "13800001111" not in str(told.changes)
    apply("users", content, actor=system)
    zhang = User.objects.get(username="zhang")
    assert (zhang.organization, zhang.phone, zhang.has_usable_password()) == (town.department, "138 0000 1111", False)
    assert zhang.phone_hash == phone_hash("13800001111")
    assert zhang.roles == frozenset()


def test_telephones_and_passwords_never_leave(town):
    make.user(town.centre, phone="13800001111", password="hash-of-a-password")
    content = export_workbook(sheet_of("users"), actor=make.person(town.centre, Role.SYSTEM_ADMIN))
    told = plan("users", content)
    assert (told.changes, told.errors) == ((), ())
    cells = [cell.value for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2) for cell in row]
    assert not any("1380" in str(cell) or "hash-of" in str(cell) for cell in cells)


def test_a_telephone_is_kept_replaced_or_cleared(town):
    user = make.user(town.centre, username="li", display_name="李", phone="13800001111", phone_hash="x")
    for cell, phone in ((None, "13800001111"), ("13900002222", "13900002222"), ("-", "")):
        apply("users", workbook(("用户名", "姓名", "联系电话"), ("LI", "李", cell)))
        user.refresh_from_db()
        assert (user.phone, user.phone_hash) == (phone, "x" if cell is None else phone_hash(phone))
    trace = AuditEntry.objects.filter(kind="organizations.user.changed").values_list("before", "after")
    assert list(trace) == [({"phone": "***"}, {"phone": "***"})] * 2


def test_a_closed_account_is_told_and_traced(li, system):
    content = exported("users", E2="否")
    assert "停用 1 个用户" in plan("users", content, actor=system).consequences[0]
    apply("users", content, actor=system)
    assert not User.objects.get(username="li").is_active
    entry = AuditEntry.objects.get(kind="organizations.user.changed")
    assert (entry.before, entry.after) == ({"is_active": True}, {"is_active": False})


def test_roles_are_the_security_administrators_column_and_no_other(li, system, security):
    roles, name = exported("users", F2="值班长、受理员"), exported("users", B2="李四")
    assert wrong("users", roles, actor=system) == [("F2", "not_allowed")]
    assert wrong("users", name, actor=security) == [("B2", "not_allowed")]
    apply("users", roles, actor=security)
    assert User.objects.get(username="li").roles == {Role.DUTY_SUPERVISOR, Role.INTAKE_OPERATOR}
    kinds = set(AuditEntry.objects.values_list("kind", flat=True))
    assert kinds >= {"role.granted", "role.revoked", "config.imported"}


def test_a_new_account_gets_no_roles_from_who_opens_it(town, system, security):
    content = workbook(USER, ("zhang", "张某", "指挥中心", None, "是", "派遣员"))
    assert wrong("users", content, actor=system) == [("F2", "not_allowed")]
    assert wrong("users", content, actor=security) == [("A2", "not_allowed")]


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        (("wang", "王", "指挥中心", None, "是", "派遣"), [("F2", "unknown")]),
        (("wang", "王", "指挥中心", None, "是", "部门经办"), [("F2", "role_does_not_fit_organization")]),
        (("wang", "王", "指挥中心", None, "是", "派遣员、系统管理员"), [("F2", "administrators_hold_no_other_role")]),
        (("wang", "王", "某不存在的局", None, "是", None), [("C2", "unknown")]),
        (("wang zi", "王", None, None, "是", None), [("A2", "invalid")]),
        (("wang", "", None, None, "是", None), [("B2", "required")]),
        (("Li", "李某", "城市管理委", None, "是", "派遣员"), [("C2", "roles_fit_the_organization")]),
    ],
)  # fmt: skip
def test_each_wrong_cell_of_a_user_is_named(li, row, errors):
    assert wrong("users", workbook(USER, row)) == errors


def test_nobody_closes_their_own_account(system):
    content = exported("users")
    names = [row[0].value for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]
    row = names.index("system") + 1
    assert wrong("users", exported("users", **{f"E{row}": "否"}), actor=system) == [(f"E{row}", "own_account")]


@pytest.mark.parametrize("kind", ["organizations", "users"])
def test_files_are_for_administrators_alone(town, kind):
    content, welcome = (
        exported(kind),
        {"organizations": {Role.SYSTEM_ADMIN}}.get(kind, {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    )
    for role in Role:
        actor = make.person(town.centre, role)
        if role in welcome:
            assert not plan(kind, content, actor=actor).errors
            continue
        with pytest.raises(NotAllowed):
            plan(kind, content, actor=actor)
        with pytest.raises(NotAllowed):
            apply_file(sheet_of(kind), content, name="f.xlsx", actor=actor, now=make.MORNING)
        if role != Role.SECURITY_ADMIN:
            with pytest.raises(NotAllowed):
                export_workbook(sheet_of(kind), actor=actor)


def test_thousands_of_organizations_take_few_statements(town, django_assert_max_num_queries):
    rows = [(f"X{n:05}", "委办局", f"单位{n}号", f"单位{n}号", "指挥中心") for n in range(3000)]
    content = workbook(UNIT[:5], *rows)
    with django_assert_max_num_queries(40):
        assert apply("organizations", content).new == 3000


def test_an_account_takes_a_bounded_number_of_statements(town, django_assert_max_num_queries):
    rows = [(f"clerk{n:03}", f"员{n}", "指挥中心", f"1380000{n:04}", "是", "派遣员") for n in range(100)]
    content = workbook(USER, *rows)
    with django_assert_max_num_queries(100 * 15 + 40):
        assert apply("users", content).new == 100
