from organizations.views.door import ChangePasswordView, SignInView, SignOutView
from organizations.views.rights import rights
from organizations.views.sessions import end, end_others, sessions

__all__ = ["ChangePasswordView", "SignInView", "SignOutView", "end", "end_others", "rights", "sessions"]
