from django.urls import path

from . import outbox_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("outbox/", outbox_views.outbox, name="outbox"),
    path("outbox/hold/", outbox_views.hold_all, name="hold_all"),
    path("outbox/release/", outbox_views.release_all, name="release_all"),
    path("outbox/<int:mail>/", outbox_views.outbox_mail, name="outbox_mail"),
    path("outbox/<int:mail>/hold/", outbox_views.hold_mail, name="hold_mail"),
    path("outbox/<int:mail>/release/", outbox_views.release_mail, name="release_mail"),
    path("outbox/<int:mail>/discard/", outbox_views.discard_mail, name="discard_mail"),
    path("search/", views.search, name="search"),
    path("cohorts/<slug:cohort>/", views.board, name="board"),
    path("cohorts/<slug:cohort>/clone/", views.clone_cohort, name="clone_cohort"),
    path("cohorts/<slug:cohort>/engagement/", views.cohort_engagement, name="cohort_engagement"),
    path("projects/<slug:project>/engagement/", views.engagement, name="engagement"),
    path("agenda/<int:session>/prepare/", views.prepare_session, name="prepare_session"),
    path("projects/<slug:project>/", views.project, name="project"),
]
