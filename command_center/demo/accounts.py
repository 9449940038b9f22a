"""Accounts that anybody may try: made-up people, one for each role and unit, with passwords to read aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kernel.actors import Actor
from organizations.actions.create_user import create_user
from organizations.actions.grant_role import grant_role
from organizations.models import Organization, User
from organizations.roles import Role

_SETTER = Actor.system("demo", "演示数据")
_STREETS = {
    "110107001": ("babaoshan", "孙"),
    "110107002": ("laoshan", "周"),
    "110107003": ("bajiao", "吴"),
    "110107004": ("gucheng", "郑"),
    "110107005": ("pingguoyuan", "冯"),
    "110107006": ("jindingjie", "陈"),
    "110107009": ("guangning", "褚"),
    "110107010": ("wulituo", "卫"),
    "110107011": ("lugu", "蒋"),
}
# Whoever may blow the whistle.
_LEADERS = {
    "bajiao.lingdao": ("丁书记", "110107003"),
    "gucheng.lingdao": ("郭主任", "110107004"),
    "pingguoyuan.lingdao": ("何主任", "110107005"),
    "jindingjie.lingdao": ("孟书记", "110107006"),
}
# Those to whom most cases go, and the enforcement bureau; the others answer through their own systems.
_DEPARTMENTS = ("D09", "D11", "D18", "D22", "D31", "D34")
_HILLS = ("qingshan", "xishan", "dongling", "beipo", "nanyuan", "cuiwei", "yongding", "tianhe")


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    display_name: str
    role: Role
    organization: str

    @property
    def password(self) -> str:
        """Fixed, so that what was read aloud yesterday works today; a demo holds nothing secret."""
        number = sum(ord(letter) * (n + 1) for n, letter in enumerate(self.username))
        return f"{_HILLS[number % len(_HILLS)]}-{number % 9000 + 1000}-{_HILLS[number // 7 % len(_HILLS)]}"


_CENTRE = (
    Account("diaodu", "李调度", Role.DISPATCHER, "CENTRE"),
    Account("zhiban", "王值班", Role.DUTY_SUPERVISOR, "CENTRE"),
    Account("shouli", "张受理", Role.INTAKE_OPERATOR, "CENTRE"),
    Account("huifang", "赵回访", Role.CALLBACK_CLERK, "CENTRE"),
    Account("kaohe", "钱考核", Role.ASSESSOR, "CENTRE"),
    Account("lingdao", "刘领导", Role.LEADER, "CENTRE"),
    Account("xuncha", "马巡查", Role.INSPECTOR, "CENTRE"),
    Account("xuncha.dong", "秦巡查", Role.INSPECTOR, "CENTRE"),
    Account("xuncha.xi", "尤巡查", Role.INSPECTOR, "CENTRE"),
    Account("xitong", "系统管理员", Role.SYSTEM_ADMIN, "CENTRE"),
    Account("anquan", "安全管理员", Role.SECURITY_ADMIN, "CENTRE"),
    Account("shenji", "审计管理员", Role.AUDIT_ADMIN, "CENTRE"),
)


def accounts() -> list[Account]:
    """Who there is to be: the centre, a clerk at each street and a leader at some, the busiest departments, a
    community."""
    return [*_CENTRE, *_street_accounts(), *_department_accounts(), *_community_accounts()]


def _street_accounts() -> Iterator[Account]:
    for code, (pinyin, surname) in _STREETS.items():
        yield Account(pinyin, f"{surname}经办", Role.STREET_OPERATOR, code)
    for username, (name, code) in _LEADERS.items():
        yield Account(username, name, Role.STREET_LEADER, code)


def _department_accounts() -> Iterator[Account]:
    for code, name in Organization.objects.filter(code__in=_DEPARTMENTS).values_list("code", "short_name"):
        yield Account(f"bumen.{code.lower()}", f"{name}经办", Role.DEPARTMENT_OFFICER, code)


def _community_accounts() -> Iterator[Account]:
    yield Account("bajiaobeili", "何社区", Role.COMMUNITY_WORKER, "110107003007")


def open_accounts(*, now: datetime) -> list[Account]:
    """Opens them all, each with its one role."""
    opened = accounts()
    organizations = Organization.objects.in_bulk([a.organization for a in opened], field_name="code")
    for account in opened:
        user = create_user(
            account.username,
            display_name=account.display_name,
            organization=organizations[account.organization],
            password=account.password,
            must_change_password=False,
            actor=_SETTER,
            now=now,
        )
        grant_role(user, role=account.role, actor=_SETTER, now=now)
    return opened


def actors() -> dict[str, Actor]:
    """The opened accounts as actors, by user name."""
    people = User.objects.select_related("organization").prefetch_related("role_grants")
    return {user.username: user.actor for user in people.filter(username__in=[a.username for a in accounts()])}


def inspectors() -> list[User]:
    """Those who walk the district, in the order of their names."""
    names = [account.username for account in accounts() if account.role == Role.INSPECTOR]
    return list(User.objects.filter(username__in=names).order_by("username"))
