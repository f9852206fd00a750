"""Shows a comment: its words as they were typed, the people named in it set apart."""

import re
from typing import Any

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def said(comment: Any) -> SafeString:
    """Escaped first; then « @ » and a name become bold."""
    shown = linebreaks(comment.text, autoescape=True)
    for person in sorted(comment.mentions.all(), key=lambda one: -len(one.name)):
        name = re.escape(str(escape(f"@{person.name}")))
        shown = re.sub(rf"(?<!>){name}(?!\w)", lambda found: f"<b>{found[0]}</b>", shown, flags=re.IGNORECASE)
    return mark_safe(shown)
