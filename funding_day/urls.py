from django.urls import path

from . import views

app_name = "funding_day"
urlpatterns = [
    path("funding-day/", views.days, name="days"),
    path("funding-day/<slug:day>/", views.day, name="day"),
    path("funding-day/<slug:day>/funders/new/", views.new_funder, name="new_funder"),
]
