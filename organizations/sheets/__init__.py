"""Configuration in and out as xlsx: what to expect of a file is shown before anything of it is written.

An app declares its kinds as `SHEETS` in its own `sheets`; pages and commands find them in `registry`.
"""

from organizations.sheets.duty import DutySheet
from organizations.sheets.organizations import OrganizationSheet
from organizations.sheets.sheet import Sheet
from organizations.sheets.users import UserSheet

SHEETS: tuple[Sheet, ...] = (OrganizationSheet(), UserSheet(), DutySheet())
