"""吹哨: what the street says of the matter; whom it calls stands beside it (`picker`)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.models import Category
from cases.rules.orders import Whereabouts
from command_center.desk.forms.base import dress, text_area
from command_center.desk.forms.grouped import GroupedChoiceField
from command_center.desk.forms.moments import moment
from command_center.desk.forms.photos import MOST, PhotosField
from enforcement.states import WhistleKind
from foundation.models import Attachment
from kernel.actors import Actor


class BlowForm(forms.Form):
    kind = forms.ChoiceField(label=_("哨型"), choices=WhistleKind.choices, widget=forms.RadioSelect)
    matter = forms.CharField(label=_("事项"), max_length=200, help_text=_("例如 模式口大街占道经营联合整治"))
    details = forms.CharField(label=_("情况说明"), max_length=5000, required=False, widget=text_area(3))
    category = GroupedChoiceField(
        Category.objects.none(), label=_("类别"), required=False, empty_label=_("不确定"), by="parent"
    )
    address = forms.CharField(
        label=_("地点"), max_length=300, help_text=_("写明地址或路口，系统据此定位；部门按此到场")
    )
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)
    arrive_by = moment(_("指定到场时间"), help_text=_("不填按哨型的时限"))
    finish_by = moment(_("指定办结时间"), help_text=_("不填按哨型的时限"))
    leader_post = forms.CharField(label=_("您的职务"), max_length=40, required=False, help_text=_("例如 副主任"))
    is_from_public_request = forms.BooleanField(label=_("源于群众诉求"), required=False)
    photos = PhotosField(label=_("现场照片"))

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, auto_id="blow-%s", label_suffix="", **kwargs)
        below = Category.objects.filter(level__gt=1, is_active=True).select_related("parent")
        self.fields["category"].queryset = below.order_by("kind", "code")  # type: ignore[attr-defined]
        dress(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and (data["lon"] is None) != (data["lat"] is None):
            self.add_error("lat", _("经度和纬度要一起填写，或都不填。"))
        return data

    def whereabouts(self) -> Whereabouts:
        """As far as it is understood, for suggestions too."""
        said = getattr(self, "cleaned_data", {})
        lon, lat = said.get("lon"), said.get("lat")
        if lon is None or lat is None:
            lon = lat = None
        return Whereabouts(address=said.get("address") or "", lon=lon, lat=lat)


def kept_photos(data: QueryDict, *, actor: Actor) -> list[Attachment]:
    """Photos taken in by an earlier step of the same form: the actor's own, not used yet."""
    ids = []
    for text in data.getlist("kept")[:MOST]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    own = Attachment.objects.filter(pk__in=ids, uploader_key=actor.key, unused_until__isnull=False)
    return sorted(own, key=lambda one: ids.index(one.pk)) if ids else []
