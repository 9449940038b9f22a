"""What leaves the house: looked at, sent once more, or put away; never edited."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.large_lists import SortedByIndex
from notices.actions.redeliver import give_up, redeliver
from notices.models import Delivery, Endpoint
from notices.states import DeliveryState
from organizations.actors import actor_of
from organizations.admin_base import CenterModelAdmin, ReadOnly
from organizations.permissions import may

_DEAD_FIRST = Case(When(state=DeliveryState.PARKED, then=Value(0)), default=Value(1))


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = (
        "id",
        "state",
        "last_error",
        "channel",
        "endpoint",
        "recipient",
        "kind",
        "subject_id",
        "attempts",
        "next_try_at",
        "created_at",
    )
    list_filter = ("state", "channel", ("endpoint", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("endpoint", "recipient")
    search_fields = ("=subject_id",)
    ordering = (_DEAD_FIRST.asc(), "-id")
    exclude = ("lane", "line")
    actions = ("send_again", "put_away")

    def has_redeliver_permission(self, request: HttpRequest) -> bool:
        return may(actor_of(request), "notices.redeliver")

    def has_give_up_permission(self, request: HttpRequest) -> bool:
        return may(actor_of(request), "notices.give_up")

    @admin.action(description=_("重新投递"), permissions=["redeliver"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = self._each(request, queryset, redeliver)
        text = gettext("已把 %(count)d 条重新放入投递队列，是否送达请看状态。") % {"count": count}
        self.message_user(request, text, messages.INFO)

    @admin.action(description=_("不再投递（已搁置的）"), permissions=["give_up"])
    def put_away(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = self._each(request, queryset, give_up)
        self.message_user(request, gettext("已放弃 %(count)d 条。") % {"count": count}, messages.INFO)

    def _each(self, request: HttpRequest, queryset: QuerySet[Delivery], act: Callable[..., Delivery]) -> int:
        """One refusal undoes all of them, and is told by the page."""
        ids = list(queryset.order_by("pk").values_list("pk", flat=True))
        for pk in ids:
            act(pk, actor=actor_of(request), now=now())
        return len(ids)


@admin.register(Endpoint)
class EndpointAdmin(ReadOnly, CenterModelAdmin):
    """Registered and removed by their organizations, through the API."""

    list_display = (
        "id",
        "organization",
        "url",
        "is_active",
        "last_success_at",
        "last_failure_at",
        "failures_in_row",
        "created_by",
    )
    list_filter = ("is_active",)
    list_select_related = ("organization",)
    search_fields = ("organization__name", "url")
    ordering = ("-is_active", "-failures_in_row", "id")
