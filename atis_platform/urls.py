"""Root addresses; each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("cohorts.urls")),
    path("", include("projects.urls")),
    path("", include("logbook.urls")),
    path("", include("agenda.urls")),
    path("", include("fund.urls")),
    path("", include("funding_day.urls")),
    path("", include("reports.urls")),
    path("", include("desk.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.broken"
