"""The collector of cycles looks through everything that lives, again and again, for what an import does not make."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_by_batch() -> Iterator[None]:
    """Cycles are collected by `collect` alone; a fifth of an import's time went into looking for them by the count."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect() -> None:
    """The young objects: what refused rows leave behind as cycles goes, the areas and models are not walked through."""
    gc.collect(1)
