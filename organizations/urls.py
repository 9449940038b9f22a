"""Included by command_center at `accounts/`, without a namespace: `LOGIN_URL` is the plain name `login`."""

from django.urls import path

from organizations.views import ChangePasswordView, SignInView, SignOutView

urlpatterns = [
    path("login/", SignInView.as_view(), name="login"),
    path("logout/", SignOutView.as_view(), name="logout"),
    path("password/", ChangePasswordView.as_view(), name="password_change"),
]
