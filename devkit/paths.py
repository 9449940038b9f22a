"""Where things lie in a checkout. Everything made while running is under `.venv`, `node_modules` and `.devdata`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"

DATA = ROOT / ".devdata"
LOGS = DATA / "log"
SETUP_LOG = LOGS / "setup.log"
SECRETS = DATA / "secrets.json"
RUN_STATE = DATA / "run.json"
DEMO = DATA / "demo.json"
# Lies there once the embedded database has been filled for the first time.
PREPARED = DATA / "prepared"


def in_venv(pattern: str) -> Path | None:
    """The first file or folder of the venv's site-packages that matches, without importing anything."""
    return next(iter(sorted(VENV.glob(f"lib/python3*/site-packages/{pattern}"))), None)
