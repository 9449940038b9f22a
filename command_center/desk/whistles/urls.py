"""The addresses of the whistle; its fixed words stand before a whistle's number."""

from django.urls import path

from command_center.desk.whistles.views.blow import blow
from command_center.desk.whistles.views.board import waiting, whistles
from command_center.desk.whistles.views.page import summons_act, whistle, whistle_act
from command_center.desk.whistles.views.site_code import site_code
from command_center.desk.whistles.views.summon import summon_more

urlpatterns = [
    path("whistles/", whistles, name="whistles"),
    path("whistles/blow/", blow, name="blow"),
    path("whistles/waiting/", waiting, name="whistles_waiting"),
    path("whistles/<slug:whistle_no>/", whistle, name="whistle"),
    path("whistles/<slug:whistle_no>/site-code/", site_code, name="site_code"),
    path("whistles/<slug:whistle_no>/summon_more/", summon_more, name="summon_more"),
    path("whistles/<slug:whistle_no>/<slug:verb>/", whistle_act, name="whistle_act"),
    path("summonses/<slug:summons_no>/<slug:action>/", summons_act, name="summons_act"),
]
