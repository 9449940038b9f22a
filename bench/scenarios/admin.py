"""Lists of Django admin over the large tables: first page, a later one, a filter, a search."""

from bench.context import Bench
from bench.figures import Row, at_most
from cases.models import Case
from kernel.actors import Actor
from organizations.actions.create_user import create_user
from organizations.actions.grant_role import grant_role
from organizations.models import User
from organizations.roles import Role

# A list of 50 rows in the admin draws far more than the desk's; what counts is that it stays so at a million.
BUDGET = (at_most("server_p95_ms", 400), at_most("sql_most", 12))
# Asks for everything that is set up, by design; nobody opens it twice an hour.
OVERVIEW, OVERVIEW_BUDGET = "configuration", (at_most("server_p95_ms", 1500),)
CONSOLE = Actor.system("bench", "bench")


def run(bench: Bench) -> list[Row]:
    """One client, as the system administrator, and as the audit administrator for the audit."""
    rows = _rows(bench, Role.SYSTEM_ADMIN, _lists(bench))
    return rows + _rows(
        bench, Role.AUDIT_ADMIN, [("audit page", "/audit/"), ("audit, reveals", "/audit/?group=reveal")]
    )


def _lists(bench: Bench) -> list[tuple[str, str]]:
    case_no = Case.objects.order_by("-pk").values_list("case_no", flat=True).first() or ""
    cases, clocks = "/admin/cases/case/", "/admin/cases/caseclock/"
    return [
        ("cases", cases),
        ("cases, page 100", f"{cases}?p=100" if bench.cases > 5_000 else cases),
        ("cases in handling", f"{cases}?state__exact=handling"),
        ("cases, search", f"{cases}?q={case_no}"),
        ("clocks", clocks),
        ("clocks, search", f"{clocks}?q={case_no}"),
        ("escalations", "/admin/cases/caseescalation/"),
        ("outbox", "/admin/notices/outboxentry/"),
        ("notices", "/admin/notices/notice/"),
        ("catalogue", "/admin/cases/cataloguerule/"),
        ("index", "/admin/"),
        (OVERVIEW, "/admin/configuration/"),
    ]


def _rows(bench: Bench, role: Role, addresses: list[tuple[str, str]]) -> list[Row]:
    headers = bench.session(_account(bench, role).username)
    load = bench.walk(headers, addresses)
    budgets = {OVERVIEW: OVERVIEW_BUDGET}
    return [Row(f"admin: {name}", load.only(name).figures(), budgets.get(name, BUDGET)) for name, _path in addresses]


def _account(bench: Bench, role: Role) -> User:
    """The demo's, or one of our own."""
    found = User.objects.filter(role_grants__role=role, is_active=True).first()
    if found is not None:
        return found
    now = bench.now()
    user = create_user(f"bench-{role}", display_name="bench", organization=None, password=None, actor=CONSOLE, now=now)
    grant_role(user, role=role, actor=CONSOLE, now=now)
    return user
