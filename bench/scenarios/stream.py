"""One stream process with a thousand desks: how long after its commit a change is at every one of them."""

import resource
import time

from bench.context import Bench
from bench.cpu import cpu_seconds, resident_megabytes
from bench.driving.streams import Told, open_desks
from bench.figures import Limit, Row, at_most
from bench.percentiles import percentile
from cases.actions.note import note
from cases.models import Case
from cases.states import State
from devkit import ports
from organizations.models import Organization, RoleGrant, User
from organizations.roles import Role

DESKS = 1_000
# Enough for the slowest of a second's messages to have come.
_SECONDS_AFTER = 3.0


def run(bench: Bench) -> list[Row]:
    """Every desk is one of the centre's, which is told of everything. First changes apart, so that the limit of one
    message a second holds up none; then many."""
    _allow_files(2 * DESKS)
    cookies = _people(bench)
    port = ports.free()
    with bench.serving.stream(port) as server:
        pid = server.process.pid if server.process else 0
        empty = resident_megabytes(pid)
        with open_desks(port, cookies[: DESKS // 2]):
            half = resident_megabytes(pid)
        apart = _changes(bench, port, cookies, pid, pause=2.0, budget=[at_most("p95_ms", 500)])
        many = _changes(bench, port, cookies, pid, pause=0.2, budget=[at_most("p95_ms", 1000)])
        full = resident_megabytes(pid, peak=True)
    memory = Row("memory of the stream process", {"empty_mb": empty, f"desks_{DESKS // 2}_mb": half, "peak_mb": full})
    return [apart, many, memory]


def _changes(bench: Bench, port: int, cookies: list[str], pid: int, *, pause: float, budget: list[Limit]) -> Row:
    case_id, actor = _case(), bench.person("diaodu").actor
    with open_desks(port, cookies) as desks:
        used, committed = cpu_seconds(pid), dict[Told, float]()
        until = time.monotonic() + bench.seconds
        while time.monotonic() < until:
            case = note(case_id, text="补充情况", actor=actor, now=bench.now())
            committed[f"case:{case.case_no}", case.version] = time.monotonic()
            time.sleep(pause)
        time.sleep(_SECONDS_AFTER)
        used = cpu_seconds(pid) - used
    delays = [(at - committed[told]) * 1000 for told, at in desks.heard if told in committed]
    figures = {f"p{p}_ms": percentile(delays, p) for p in (50, 95, 99)}
    figures |= {"changes": float(len(committed)), "missed": float(len(committed) * len(cookies) - len(delays))}
    figures["cpu_ms_per_message"] = 1000 * used / max(len(delays), 1)
    name = f"commit to {len(cookies):,} desks, a change every {pause:g} s"
    return Row(name, figures, [*budget, at_most("missed", 0)])


def _case() -> int:
    """One that notes may be added to."""
    return Case.objects.filter(state=State.HANDLING).order_by("pk").values_list("pk", flat=True)[:1].get()


def _people(bench: Bench) -> list[str]:
    """A dispatcher with a session for each desk, as cookies."""
    home, now = Organization.objects.get(kind=Organization.Kind.DISTRICT_CENTRE), bench.now()
    names = [f"bench-desk-{n}" for n in range(DESKS)]
    rows = [User(username=name, display_name=name, organization=home, password_changed_at=now) for name in names]
    people = User.objects.bulk_create(rows)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=one, role=Role.DISPATCHER, granted_at=now, granted_by="bench") for one in people
    )
    return [bench.session(name)["Cookie"] for name in names]


def _allow_files(needed: int) -> None:
    """For us, and for the processes that we start."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if hard != resource.RLIM_INFINITY else 2 * needed
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(2 * needed, most), hard))
