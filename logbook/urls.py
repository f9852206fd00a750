from django.urls import path

app_name = "logbook"
urlpatterns: list[path] = []
