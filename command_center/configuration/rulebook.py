"""What and by when: categories, standards, limits, the catalogue's coverage, calendar and ladder."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cases.models import CatalogueRule, Category, ClockKind, ClockLimit, FilingStandard, Urgency
from cases.queries.catalogue import Catalogue, open_catalogue
from cases.queries.standards import standard_for
from cases.rules.catalogue import Facts, decide
from cases.states import Flow
from command_center.configuration.items import Item, item, shortened
from deadlines.models import LadderRung, QuietHour
from deadlines.queries import calendar_state
from grid.models import Street
from kernel.times import local_date, to_local


def categories() -> Iterator[Item]:
    for kind in Category.Kind:
        count = Category.objects.filter(kind=kind, is_active=True).count()
        said = _("%d 个在用") % count
        query = f"?kind__exact={kind.value}"
        yield item(_("类别：%s") % kind.label, said, "cases_category", missing=not count, query=query)


def standards(now: datetime) -> Iterator[Item]:
    today = local_date(now)
    count = FilingStandard.objects.filter(_on(now), category__isnull=False).count()
    yield item(_("类别的立案标准"), _("%d 条生效") % count, "cases_filingstandard", look=not count)
    lacking = [
        f"{flow.label} {urgency.label}"
        for flow in Flow
        for urgency in Urgency
        if standard_for(None, on=today, urgency=urgency, flow=flow) is None
    ]
    said = _("没有通用时限：%s") % shortened(lacking) if lacking else _("每种流程和紧急程度都有")
    yield item(_("通用时限"), said, "cases_filingstandard", missing=bool(lacking))
    present = set(ClockLimit.objects.filter(_on(now)).values_list("clock_kind", flat=True))
    without = [str(kind.label) for kind in ClockKind if kind != ClockKind.HANDLE and kind not in present]
    said = _("没有时限，不计时：%s") % shortened(without) if without else _("各环节都有")
    yield item(_("环节时限"), said, "cases_clocklimit", look=bool(without))


def coverage(now: datetime) -> Iterator[Item]:
    """Every street × every lowest category, decided as a case of now would be."""
    rules = CatalogueRule.objects.filter(_on(now), is_active=True).count()
    yield item(_("派单规则"), _("%d 条生效") % rules, "cases_cataloguerule", missing=not rules)
    below = Category.objects.filter(parent=OuterRef("pk"), is_active=True)
    wanted = Category.objects.filter(~Exists(below), is_active=True).exclude(kind=Category.Kind.COMPONENT)
    leaves = list(wanted.values_list("pk", "path_name"))
    catalogue = open_catalogue()
    for code, name in Street.objects.in_force().order_by("code").values_list("code", "name"):
        unruled = [path for pk, path in leaves if not _is_ruled(catalogue, pk, code, now)]
        figures = {"all": len(leaves), "ruled": len(leaves) - len(unruled)}
        said = _("%(all)d 个类别中 %(ruled)d 个有规则") % figures
        if unruled:
            said += _("，其余由属地街道兜底，例如 %s") % shortened(unruled, most=2)
        yield item(_("派单覆盖：%s") % name, said, "cases_cataloguerule", look=not figures["ruled"])


def _is_ruled(catalogue: Catalogue, category_id: int, street: str, now: datetime) -> bool:
    path, local = catalogue.book.path(category_id), to_local(now)
    workday = catalogue.time_rules.calendar.is_working_day(local.date())
    facts = Facts(local_time=local, is_workday=workday, category_path=path, street=street, source="12345")
    decision = decide(catalogue.book.rules_for(path), facts, places=catalogue.places)
    return decision is not None and decision.rule is not None


def time_rules(now: datetime) -> Iterator[Item]:
    state = calendar_state(local_date(now))
    said = _("节假日数据到 %d 年") % state.last_year if state.last_year else _("没有节假日数据，只按周末计算")
    if state.short:
        said += _("；缺少年度数据：%s") % shortened(state.short)
    yield item(_("日历"), said, "deadlines_calendar", missing=state.last_year is None, look=state.is_short)
    present = set(LadderRung.objects.filter(_on(now)).values_list("clock_kind", flat=True))
    without = [str(kind.label) for kind in ClockKind if kind not in present]
    said = _("超期无人提醒：%s") % shortened(without) if without else _("各环节都有")
    yield item(_("升级阶梯"), said, "deadlines_ladderrung", missing=not present, look=bool(without))
    quiet = QuietHour.objects.count()
    yield item(
        _("静默时段"), _("%d 条") % quiet if quiet else _("没有，夜间也发通知"), "deadlines_quiethour", look=not quiet
    )


def _on(now: datetime) -> Q:
    today = local_date(now)
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
