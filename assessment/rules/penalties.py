"""行政处罚法 §74: fines and confiscations may never be tied to an assessment, directly or in disguise."""

import re

from django.utils.translation import gettext_lazy as _

ARTICLE = _(
    "《行政处罚法》第七十四条：罚款、没收违法所得或者没收非法财物拍卖的款项，不得同作出行政处罚决定的行政机关及其工作人员的考核、考评直接或者变相挂钩。"
)
_WORDS = re.compile(
    r"罚款|罚没|没收|处罚(?:金额|数|量|件|案件数|率|任务)|罚单|罚金|penalt|(?<![a-z])fines?(?![a-z])|confiscat|forfeit",
    re.IGNORECASE,
)


def is_about_penalties(*texts: object) -> bool:
    """Whether any of these names, formulas or statements speaks of how much or how often was fined or confiscated."""
    return any(_WORDS.search(str(text)) for text in texts)
