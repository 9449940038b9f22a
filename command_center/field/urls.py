from django.urls import path

from command_center.field.views import act, arrive, summons, summonses

app_name = "field"
urlpatterns = [
    path("", summonses, name="summonses"),
    path("arrive/", arrive, name="arrive"),
    path("<slug:summons_no>/", summons, name="summons"),
    path("<slug:summons_no>/<slug:action>/", act, name="act"),
]
