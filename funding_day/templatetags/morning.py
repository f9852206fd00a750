"""What the pages of the morning say with: a lasting tint for each project of the grid."""

from django import template

register = template.Library()

TINTS = 6


@register.filter
def hue(key: int) -> int:
    """The tint of a project, the same in every version; the name always stands in it, so colour never speaks alone."""
    return key % TINTS


@register.filter
def brief(name: object) -> str:
    """A name without the word that marks an example, on a page that says so once for all."""
    return str(name).removesuffix(" (exemple)")
