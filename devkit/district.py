"""The demo district: tables and rows. Both commands do nothing, quickly, where everything is there already."""

from devkit import services, steps
from devkit.paths import PREPARED


def load(env: dict[str, str], *, url: str | None = None) -> None:
    steps.run("migrating the database", services.manage_py("migrate", "--no-input"), env=env)
    address = ["--url", url] if url else []
    steps.run("loading the demo district", services.manage_py("demo", *address), env=env)
    PREPARED.touch()
