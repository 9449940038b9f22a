"""Which run of a settlement is in force, and which is shown."""

from assessment.models import Publication, Run, Settlement


def run_in_force(settlement: Settlement) -> Run | None:
    """The last one; None while the figures are still collected."""
    return Run.objects.filter(settlement=settlement).order_by("-revision").first()


def publication_in_force(settlement: Settlement) -> Publication | None:
    """The highest version that was not withdrawn; with it a correction that is being prepared is not shown yet."""
    shown = Publication.objects.filter(settlement=settlement, withdrawn_at=None).select_related("run")
    return shown.order_by("-version").first()
