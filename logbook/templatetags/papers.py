"""What a field for files says before one is chosen."""

from django import template

from core import uploads

register = template.Library()


@register.simple_tag
def files_taken() -> str:
    return uploads.accepted(uploads.DOCUMENTS)


@register.simple_tag
def largest_file() -> int:
    return uploads.LARGEST
