from django.urls import path

from . import views

app_name = "cohorts"
urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/new/", views.new_cohort, name="new_cohort"),
    path("cohorts/<slug:cohort>/edit/", views.edit_cohort, name="edit_cohort"),
    path("cohorts/<slug:cohort>/clone/", views.clone_cohort, name="clone_cohort"),
    path("cohorts/<slug:cohort>/content/", views.content, name="content"),
]
