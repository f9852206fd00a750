from django.urls import path

app_name = "funding_day"
urlpatterns: list[path] = []
