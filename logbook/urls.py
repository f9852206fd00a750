from django.urls import path

from . import views

app_name = "logbook"
# `alignment` is kept for the alignment map: no axis may take that address.
urlpatterns = [
    path("projects/<slug:project>/logbook/", views.logbook, name="logbook"),
    path(
        "projects/<slug:project>/logbook/rounds/<int:round_position>/share/",
        views.share_assessment,
        name="share_assessment",
    ),
    path("projects/<slug:project>/logbook/<slug:axis>/", views.axis, name="axis"),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/", views.save_answer, name="save_answer"
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/share/",
        views.share_answer,
        name="share_answer",
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/versions/",
        views.versions,
        name="versions",
    ),
    path("projects/<slug:project>/logbook/<slug:axis>/criteria/<slug:criterion>/", views.save_score, name="save_score"),
]
