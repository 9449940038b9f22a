from django.urls import path

from notices.api.changes import ChangesView
from notices.api.deliveries import DeliveriesView, RedeliverView
from notices.api.webhooks import TestView, WebhooksView, WebhookView

_ONE = "webhooks/<int:endpoint_id>"

urlpatterns = [
    path("changes/", ChangesView.as_view(), name="changes"),
    path("webhooks/", WebhooksView.as_view(), name="webhooks"),
    path(f"{_ONE}/", WebhookView.as_view(), name="webhook"),
    path(f"{_ONE}/test/", TestView.as_view(), name="webhook-test"),
    path(f"{_ONE}/deliveries/", DeliveriesView.as_view(), name="webhook-deliveries"),
    path(
        f"{_ONE}/deliveries/<int:delivery_id>/redeliver/",
        RedeliverView.as_view(),
        name="webhook-redeliver",
    ),
]
