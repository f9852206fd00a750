"""A comment on an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, LongText

REMARK_LIMIT = 2000


class CommentForm(BaseForm):
    """The words of a comment. `about` is the one that it answers or changes, where there is one."""

    text = LongText(REMARK_LIMIT, label=_("Your comment"))

    def __init__(self, *args: Any, about: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _("Write something first.")


class NewCommentForm(CommentForm):
    """`attempt` is the browser's number of this form, so that a double click says a thing once."""

    attempt = forms.UUIDField(required=False, widget=forms.HiddenInput)
