"""What allauth is told about this house: nobody signs up without an invitation, and its mails hold secrets."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from core import trail
from core.enums import Verb
from core.outbox import SECRET_HEADER


class HouseAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def render_mail(self, template_prefix, email, context, headers=None):
        return super().render_mail(template_prefix, email, context, headers={**(headers or {}), SECRET_HEADER: "1"})

    def pre_login(self, request, user, **kwargs):
        # allauth carries a person whom the backend refused up to here, to tell them why; a mailed code asks no backend.
        if user.is_example and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, **kwargs):
        trail.record(user, Verb.SIGNED_IN, user)
        return super().post_login(request, user, **kwargs)
