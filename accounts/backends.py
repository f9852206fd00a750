"""Who may sign in: active people, and the demonstration's invented ones only where the demonstration is on."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class HouseBackend(AuthenticationBackend):
    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_example)
