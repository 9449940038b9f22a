"""Load from other processes: a closed loop of so many clients, or an open loop of so many arrivals a second."""

from bench.driving.load import Load
from bench.driving.processes import drive_closed, drive_open

__all__ = ["Load", "drive_closed", "drive_open"]
