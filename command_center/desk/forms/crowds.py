"""Forms of merging and its undoing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import CaseForm, text_area


class MergeForm(CaseForm):
    action = "merge"
    main = forms.CharField(
        label=_("主案件编号"), max_length=24, help_text=_("此件并入它，随它办结后单独回访，例如 20261124-000001")
    )
    reason = forms.CharField(label=_("理由"), max_length=200, widget=text_area(2), initial=_("同一事项，多人反映"))


class UnmergeForm(CaseForm):
    action = "unmerge"
    reason = forms.CharField(label=_("理由"), max_length=200, widget=text_area(2))
