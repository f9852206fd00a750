from django.urls import path

from . import views

app_name = "fund"
urlpatterns = [
    path("projects/<slug:project>/fund/", views.fund, name="fund"),
    path("fund/", views.funds, name="funds"),
]
