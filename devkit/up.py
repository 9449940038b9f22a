"""`dev.py up`: the whole centre, from installing what is missing to a clean stop."""

import argparse
import time
from contextlib import ExitStack

from devkit import banner, district, health, keys, logs, ports, running, servers, services, settings, signals, steps
from devkit.bootstrap import bootstrap, make_data_folder
from devkit.paths import DEMO, SECRETS
from devkit.say import Trouble, say, show
from devkit.supervisor import Supervisor

SECONDS_TO_READY = 120
SECONDS_BETWEEN_HEALTH = 15


def up(options: argparse.Namespace) -> int:
    """Runs until it is told to stop; that is a success."""
    try:
        with ExitStack() as stack:
            _prepare(options, stack)
            supervisor = Supervisor()
            stack.callback(_stop, supervisor)
            _run(options, supervisor)
    except signals.Interrupted:
        say("Stopped.")
    return 0


def _prepare(options: argparse.Namespace, stack: ExitStack) -> None:
    """Whatever can refuse quickly does so before the slow work."""
    make_data_folder()
    lock = running.lock()
    if not lock.try_take("dev.py up"):
        raise Trouble(f"The demo data of this checkout are in use by {lock.holder()}: stop that one first.")
    stack.callback(lock.release)
    running.forget()
    ports.require_free(options.host, options.port)
    if options.reset:
        servers.remove_demo_data()
    bootstrap()


def _run(options: argparse.Namespace, supervisor: Supervisor) -> None:
    secrets = keys.kept(SECRETS, data_exists=servers.demo_data_exist())
    pair = servers.of_the_demo(secrets)
    line = steps.Line("starting PostgreSQL and Valkey")
    for server in pair.embedded():
        supervisor.start(server)
    line.done()
    url = f"http://{health.reachable(options.host)}:{options.port}"
    env = settings.for_demo(pair.urls(), secrets=secrets, host=options.host)
    running.note(pair.urls(), url=url)
    district.load(env, url=url)
    _start_services(options, supervisor, env=env, url=url)
    show(banner.text(url, DEMO))
    _watch(options, supervisor)


def _start_services(options: argparse.Namespace, supervisor: Supervisor, *, env: dict[str, str], url: str) -> None:
    line = steps.Line("starting web, worker, beat, outbox" + ("" if options.no_simulator else ", simulator"))
    web = services.web(env, host=options.host, port=options.port)
    supervisor.start(web)
    supervisor.start(services.worker(env))
    supervisor.start(services.beat(env))
    supervisor.start(services.outbox(env))
    until = time.monotonic() + SECONDS_TO_READY
    while not health.ready(options.host, options.port):
        if not web.alive() or time.monotonic() > until:
            line.done(1)
            say(logs.tail(web.log))
            raise Trouble(f"The web process does not get ready; see {web.log}")
        line.tick()
        time.sleep(0.2)
    if not options.no_simulator:
        supervisor.start(services.simulator(env, url=url))
    line.done()


def _watch(options: argparse.Namespace, supervisor: Supervisor) -> None:
    asked = time.monotonic()
    while True:
        time.sleep(1)
        supervisor.look()
        if time.monotonic() - asked < SECONDS_BETWEEN_HEALTH:
            continue
        asked = time.monotonic()
        said = health.status(options.host, options.port)
        if health.worker_is_silent(said, worker_age=supervisor.age("worker")):
            say("! worker has swept nothing for 90 s; starting it again")
            supervisor.restart("worker")


def _stop(supervisor: Supervisor) -> None:
    with signals.deferred():
        if supervisor.watched:
            say("\nStopping …")
        supervisor.stop_all()
        running.forget()
