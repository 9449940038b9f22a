from django.urls import path

from command_center.attachments.api import AttachmentsView, AttachmentView

urlpatterns = [
    path("attachments/", AttachmentsView.as_view(), name="attachments"),
    path("attachments/<uuid:attachment_id>/", AttachmentView.as_view(), name="attachment"),
]
