from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("notices/", views.notices, name="notices"),
    path("l/notices/<str:token>/", views.quiet, name="quiet"),
    path("messages/", views.messages, name="messages"),
    path("messages/<int:mail>/", views.message, name="message"),
]
