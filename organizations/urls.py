"""Included by command_center at `accounts/`, without a namespace: `LOGIN_URL` is the plain name `login`."""

from django.urls import path

from organizations.views import ChangePasswordView, SignInView, SignOutView, end, end_others, rights, sessions

urlpatterns = [
    path("login/", SignInView.as_view(), name="login"),
    path("logout/", SignOutView.as_view(), name="logout"),
    path("password/", ChangePasswordView.as_view(), name="password_change"),
    path("sessions/", sessions, name="sessions"),
    path("sessions/end-others/", end_others, name="end_other_sessions"),
    path("sessions/<slug:key>/end/", end, name="end_session"),
    path("permissions/", rights, name="permissions"),
]
