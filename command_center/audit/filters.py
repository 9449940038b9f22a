"""Which entries are asked for: by person, kind, subject and period, each served by an index."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from command_center.audit.kinds import groups, kinds_of, subject_kinds
from kernel.times import day_end, day_start
from organizations.models import ApiClient, AuditEntry, User

# Beyond them lies nothing but mistakes, at the end of the calendar one that cannot even be computed with.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_BOUNDS = (
    MinValueValidator(FIRST_DAY, _("请填写 2000 年至 2100 年之间的日期。")),
    MaxValueValidator(LAST_DAY, _("请填写 2000 年至 2100 年之间的日期。")),
)


class _Day(forms.DateInput):
    input_type = "date"


class AuditFilter(forms.Form):
    """Every field may stay empty."""

    group = forms.ChoiceField(label=_("事项"), required=False)
    person = forms.CharField(
        label=_("操作者"), max_length=80, required=False, help_text=_("姓名、用户名或接口账号名，例如 李调度")
    )
    subject = forms.CharField(
        label=_("对象"), max_length=64, required=False, help_text=_("案件编号、用户名或标识，例如 20261124-000001")
    )
    since = forms.DateField(label=_("从"), required=False, widget=_Day, validators=_BOUNDS)
    until = forms.DateField(label=_("到"), required=False, widget=_Day, validators=_BOUNDS)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="audit-%s", label_suffix="")
        field = self.fields["group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = groups()
        for bound in self.visible_fields():
            is_select = isinstance(bound.field.widget, forms.Select)
            bound.field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("结束日期早于开始日期。"))
        return data

    def entries(self) -> QuerySet[AuditEntry]:
        """None where the filter makes no sense: a wrong filter must not show everything."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        data, found = self.cleaned_data, AuditEntry.objects.all()
        if data["group"]:
            found = found.filter(kind__in=kinds_of(data["group"]))
        if data["person"]:
            found = found.filter(actor_key__in=_keys_of(data["person"]))
        if data["subject"]:
            found = found.filter(subject_kind__in=subject_kinds(), subject_id__in=_ids_of(data["subject"]))
        return _within(found, data["since"], data["until"])

    def in_words(self) -> dict[str, str]:
        """What was asked for, as the audit of an export keeps it."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _within(entries: QuerySet[AuditEntry], since: date | None, until: date | None) -> QuerySet[AuditEntry]:
    if since:
        entries = entries.filter(at__gte=day_start(since))
    return entries.filter(at__lt=day_end(until)) if until else entries


def _people(words: str) -> QuerySet[User]:
    return User.objects.filter(Q(username__iexact=words) | Q(display_name=words))


def _keys_of(words: str) -> list[str]:
    """A key as it stands in the entries, or those of the people and clients of that name."""
    clients = ApiClient.objects.filter(name=words).values_list("pk", flat=True)
    users = _people(words).values_list("pk", flat=True)
    return [words, *(f"user:{pk}" for pk in users), *(f"client:{pk}" for pk in clients)]


def _ids_of(words: str) -> list[str]:
    return [words, *(str(pk) for pk in _people(words).values_list("pk", flat=True))]
