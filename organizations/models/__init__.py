from organizations.models.audit import AuditEntry
from organizations.models.clients import ApiClient
from organizations.models.duty import DutyAbsence, DutyPost, DutyShift
from organizations.models.lockouts import SignInLock
from organizations.models.organizations import Organization
from organizations.models.passwords import UsedPassword
from organizations.models.sessions import UserSession
from organizations.models.stamp import OrganizationStamp
from organizations.models.uploads import ConfigUpload
from organizations.models.users import RoleGrant, User

__all__ = [
    "ApiClient",
    "AuditEntry",
    "ConfigUpload",
    "DutyAbsence",
    "DutyPost",
    "DutyShift",
    "Organization",
    "OrganizationStamp",
    "RoleGrant",
    "SignInLock",
    "UsedPassword",
    "User",
    "UserSession",
]
