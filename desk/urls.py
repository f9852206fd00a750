from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cohorts/<slug:cohort>/", views.board, name="board"),
    path("cohorts/<slug:cohort>/clone/", views.clone_cohort, name="clone_cohort"),
    path("cohorts/<slug:cohort>/engagement/", views.cohort_engagement, name="cohort_engagement"),
    path("projects/<slug:project>/engagement/", views.engagement, name="engagement"),
    path("agenda/<int:session>/prepare/", views.prepare_session, name="prepare_session"),
    path("projects/<slug:project>/", views.project, name="project"),
]
