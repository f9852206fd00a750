"""The answer to an invitation."""

from django import forms

from agenda.enums import Reply
from core.forms import BaseForm


class ReplyForm(BaseForm):
    answer = forms.ChoiceField(choices=[(reply.value, reply.label) for reply in (Reply.YES, Reply.MAYBE, Reply.NO)])

    def clean_answer(self) -> Reply:
        return Reply(self.cleaned_data["answer"])
