from django.urls import path

from .views import editions, experts

app_name = "cohorts"
urlpatterns = [
    path("cohorts/", editions.cohorts, name="cohorts"),
    path("cohorts/new/", editions.new_cohort, name="new_cohort"),
    path("cohorts/<slug:cohort>/edit/", editions.edit_cohort, name="edit_cohort"),
    path("cohorts/<slug:cohort>/clone/", editions.clone_cohort, name="clone_cohort"),
    path("cohorts/<slug:cohort>/content/", editions.content, name="content"),
    path("experts/", experts.experts, name="experts"),
    path("experts/new/", experts.new_expert, name="new_expert"),
    path("experts/<int:expert>/", experts.edit_expert, name="edit_expert"),
]
