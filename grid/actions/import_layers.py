"""A district's own layers into force: all of them, or nothing when anything is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from grid.actions.load_district import lock_areas
from grid.actions.write_proposal import write_proposal
from grid.imports.counting import Counts, counts_of, organizations_to_repoint
from grid.imports.faults import Findings
from grid.imports.frames import Frame
from grid.imports.layers import Layer
from grid.imports.picture import Picture, load_stored
from grid.imports.proposal import propose
from grid.imports.reading import read_file
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from kernel.times import local_date


@dataclass(frozen=True, slots=True)
class Imported:
    """What the run found and did; `counts` say what would have been done when it was not written.

    `organizations_to_repoint` are codes of streets and communities that got a new row or ended: the organizations
    above still point at the old one until `load_organizations` runs.
    """

    is_written: bool
    findings: Findings
    counts: Mapping[Layer, Counts] = field(default_factory=dict)
    organizations_to_repoint: Mapping[Layer, Sequence[str]] = field(default_factory=dict)


def import_layers(
    files: Sequence[Path],
    *,
    as_of: date,
    actor: Actor,
    now: datetime,
    layer: Layer | None = None,
    frame: Frame | None = None,
    is_complete: bool = False,
    is_dry_run: bool = False,
) -> Imported:
    """Read, check and, when there is no fault, put into force from `as_of`; what is replaced ends on that day.

    `frame` overrides what the files say of their coordinates. `is_complete`: the files hold every component of the
    classes in them, so that others of these classes end. Raises Invalid for a day to come.
    """
    if as_of > local_date(now):
        message = _("日期不能晚于今天")
        raise Invalid(message, errors=[FieldError("as_of", "in_future", message)])
    findings = Findings()
    readings = [reading for path in files if (reading := read_file(path, layer=layer, findings=findings))]
    with transaction.atomic():
        # Held until the end, so that what was checked is what is replaced.
        lock_areas(actor=actor, now=now)
        picture = Picture(load_stored())
        proposal = propose(
            readings, picture, frame=frame, as_of=as_of, is_complete=is_complete, findings=findings
        )  # fmt: skip
        is_written = not is_dry_run and bool(readings) and not findings.faults
        if is_written:
            write_proposal(proposal, as_of=as_of, actor=actor, now=now, findings=findings)
    return Imported(is_written, findings, counts_of(proposal), organizations_to_repoint(proposal))
