from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("messages/", views.messages, name="messages"),
    path("messages/<int:mail>/", views.message, name="message"),
]
