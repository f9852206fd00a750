"""The one base of our forms: crispy helper without a form tag, errors beside their fields, nothing else."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class BaseForm(forms.Form):
    """Cleans input to Python values; an action does the writing."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
