"""The door: sign in, sign out, change the password. Every try is counted (axes) and recorded."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import Invalid
from organizations.actions.activate import require_activation_code
from organizations.actions.change_password import change_password
from organizations.actors import actor_of, address_of, nobody
from organizations.attempts import note_attempt
from organizations.audit import record
from organizations.models import User
from organizations.password_rules import WARNING_DAYS, days_left, is_change_due
from organizations.roles import ADMINISTRATORS
from organizations.sessions import ADDRESS, BROWSER


class SignInForm(AuthenticationForm):
    def clean_username(self) -> str:
        """In one case, else every way of writing a name would have tries of its own before the lock-out."""
        return str(self.cleaned_data["username"]).lower()


class SignInView(LoginView):
    """Success and failure are written to the audit; after too many failures axes answers in the view's place."""

    template_name = "registration/login.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        response = super().form_valid(form)
        self.request.session[ADDRESS] = address_of(self.request)
        self.request.session[BROWSER] = self.request.headers.get("User-Agent", "")
        _record(self.request, "user.signed_in", user, actor=user.actor)
        left = days_left(user, now=now())
        if left is not None and 0 <= left <= WARNING_DAYS:
            messages.warning(self.request, _("密码还有 %(n)d 天到期，请在右上角“修改密码”中更换。") % {"n": left})
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A cookie without a session behind it was a session that has ended."""
        had_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        return super().get_context_data(has_ended=had_session, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        # A name that is no account's is not written down: people type passwords into the wrong field.
        typed = form.data.get("username", "").replace("\0", "")
        user = User.objects.filter(username__iexact=typed).first()
        if getattr(self.request, "axes_locked_out", False):  # goes on as long as somebody tries: a little of it is kept
            note_attempt("user.locked_out", **_facts(self.request, user), actor=nobody(), now=now())
        else:
            _record(self.request, "user.sign_in_failed", user, actor=nobody())
        return super().form_invalid(form)

    def get_default_redirect_url(self) -> str:
        """Administrators have no desk: they go to the admin."""
        is_administrator = not ADMINISTRATORS.isdisjoint(getattr(self.request.user, "roles", ()))
        return resolve_url("admin:index" if is_administrator else settings.LOGIN_REDIRECT_URL)


class SignOutView(LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            _record(request, "user.signed_out", request.user, actor=actor_of(request))
        return super().post(request, *args, **kwargs)


class OwnPasswordForm(PasswordChangeForm):
    """Asks for the code of the security administrator where the account has become an administrator's."""

    activation_code = forms.CharField(label=gettext_lazy("开通码"), max_length=40)
    field_order = ("old_password", "activation_code", "new_password1", "new_password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.awaits_activation:
            del self.fields["activation_code"]

    def clean_activation_code(self) -> str:
        code = str(self.cleaned_data["activation_code"])
        try:
            require_activation_code(self.user, code, now=now())
        except Invalid as wrong:
            raise ValidationError(wrong.message, code=wrong.code) from wrong
        return code


class ChangePasswordView(PasswordChangeView):
    """One's own password, after the old one; this session goes on, all others end."""

    template_name = "registration/password.html"
    form_class = OwnPasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_due = isinstance(user, User) and is_change_due(user, now=now())
        return super().get_context_data(rules=password_validators_help_texts(), is_due=is_due, **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        actor = actor_of(self.request)
        given = form.cleaned_data
        changed = change_password(
            form.user,
            password=given["new_password1"],
            activation_code=given.get("activation_code", ""),
            actor=actor,
            now=now(),
        )
        update_session_auth_hash(self.request, changed)
        messages.success(self.request, _("密码已修改。"))
        return HttpResponse(status=302, headers={"Location": resolve_url(settings.LOGIN_URL)})

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        """A wrong old password may be somebody at a desk that was left open."""
        if "old_password" in form.errors:
            facts = _facts(self.request, form.user)
            note_attempt("user.password_refused", **facts, actor=actor_of(self.request), now=now())
        if "activation_code" in form.errors:
            _record(self.request, "user.activation_failed", form.user, actor=actor_of(self.request))
        return super().form_invalid(form)


def _record(request: HttpRequest, kind: str, user: User | None, *, actor: Actor) -> None:
    record(kind, actor=actor, now=now(), **_facts(request, user))


def _facts(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """Whose account, and from where."""
    return {
        "subject_kind": "user",
        "subject_id": user.pk if user else "",
        "subject_label": user.username if user else "",
        "address": address_of(request),
    }
