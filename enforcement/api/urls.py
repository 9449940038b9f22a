from django.urls import path

from enforcement.api.acting import SUMMONS_VIEWS, WHISTLE_VIEWS
from enforcement.api.bulk import BulkView
from enforcement.api.suggestions import SuggestionsView
from enforcement.api.summonses import SummonsesView, SummonsView
from enforcement.api.whistles import WhistlesView, WhistleTimelineView, WhistleView

urlpatterns = [
    path("whistles/", WhistlesView.as_view(), name="whistles"),
    path("whistles/suggestions/", SuggestionsView.as_view(), name="whistle-suggestions"),
    path("whistles/<str:number>/", WhistleView.as_view(), name="whistle"),
    path("whistles/<str:number>/timeline/", WhistleTimelineView.as_view(), name="whistle-timeline"),
    *(
        path(f"whistles/<str:number>/{view.part()}/", view.as_view(), name=f"whistle-{view.action}")
        for view in WHISTLE_VIEWS
    ),
    path("summonses/", SummonsesView.as_view(), name="summonses"),
    path("summonses/bulk/", BulkView.as_view(), name="summonses-bulk"),
    path("summonses/<str:number>/", SummonsView.as_view(), name="summons"),
    *(
        path(f"summonses/<str:number>/{view.part()}/", view.as_view(), name=f"summons-{view.action}")
        for view in SUMMONS_VIEWS
    ),
]
