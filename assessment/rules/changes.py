"""What whoever asks for a step must say."""

from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid


def require_words(words: str, *, field: str) -> str:
    """The words without outer blanks. Raises Invalid `required` on the field when there are none."""
    said = words.strip()
    if not said:
        message = _("请写明理由。")
        raise Invalid(message, errors=[FieldError(field, "required", message)])
    return said
