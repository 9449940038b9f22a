from django.urls import path

from cases.api.acting import ACTION_VIEWS
from cases.api.alerts import AlertsView
from cases.api.batch import BatchView
from cases.api.cases import CasesView, CaseView, ClocksView, DuplicatesView, TimelineView
from cases.api.my_tasks import MyTasksView
from cases.api.orders import OrdersView, OrderView
from cases.api.rates import RateCasesView, RatesView
from cases.api.requesters import RevealView

urlpatterns = [
    path("orders/batch/", BatchView.as_view(), name="orders-batch"),
    path("orders/", OrdersView.as_view(), name="orders"),
    path("orders/<str:order_no>/", OrderView.as_view(), name="order"),
    path("tasks/", MyTasksView.as_view(), name="tasks"),
    path("alerts/", AlertsView.as_view(), name="alerts"),
    path("rates/", RatesView.as_view(), name="rates"),
    path("rates/cases/", RateCasesView.as_view(), name="rate-cases"),
    path("cases/", CasesView.as_view(), name="cases"),
    path("cases/<str:case_no>/", CaseView.as_view(), name="case"),
    path("cases/<str:case_no>/timeline/", TimelineView.as_view(), name="case-timeline"),
    path("cases/<str:case_no>/clocks/", ClocksView.as_view(), name="case-clocks"),
    path("cases/<str:case_no>/duplicates/", DuplicatesView.as_view(), name="case-duplicates"),
    path("cases/<str:case_no>/requester/reveal/", RevealView.as_view(), name="case-reveal"),
    *(
        path(f"cases/<str:case_no>/{view.action.replace('_', '-')}/", view.as_view(), name=f"case-{view.action}")
        for view in ACTION_VIEWS
    ),
]
