from django.urls import path

from .views import registers

app_name = "fund"
urlpatterns = [
    path("projects/<slug:project>/fund/", registers.fund, name="fund"),
    path("fund/", registers.funds, name="funds"),
]
