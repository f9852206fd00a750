from django.urls import path

from .views import editions

app_name = "cohorts"
urlpatterns = [
    path("cohorts/", editions.cohorts, name="cohorts"),
    path("cohorts/new/", editions.new_cohort, name="new_cohort"),
    path("cohorts/<slug:cohort>/edit/", editions.edit_cohort, name="edit_cohort"),
    path("cohorts/<slug:cohort>/clone/", editions.clone_cohort, name="clone_cohort"),
    path("cohorts/<slug:cohort>/content/", editions.content, name="content"),
]
