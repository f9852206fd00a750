from django.urls import path

from .views import content, content_files, editions, experts, resources, rounds

app_name = "cohorts"
urlpatterns = [
    path("cohorts/", editions.cohorts, name="cohorts"),
    path("cohorts/new/", editions.new_cohort, name="new_cohort"),
    path("cohorts/<slug:cohort>/edit/", editions.edit_cohort, name="edit_cohort"),
    path("cohorts/<slug:cohort>/content/", editions.content, name="content"),
    path("cohorts/<slug:cohort>/content/version/", content.choose_content, name="choose_content"),
    path("content/", content.versions, name="content_versions"),
    path("content/import/", content_files.import_content, name="import_content"),
    path("content/<int:number>/", content.version, name="content_version"),
    path("content/<int:number>/preview/", content.preview, name="preview_content"),
    path("content/<int:number>/export/", content_files.export_content, name="export_content"),
    path("content/<int:number>/draft/", content.start_draft, name="start_draft"),
    path("content/<int:number>/edit/", content.edit_draft, name="edit_draft"),
    path("content/<int:number>/publish/", content.publish_draft, name="publish_draft"),
    path("content/<int:number>/discard/", content.discard_draft, name="discard_draft"),
    path("content/<int:number>/axes/<slug:axis>/", content.edit_axis, name="edit_axis"),
    path("resources/", resources.resources, name="resources"),
    path("resources/new/", resources.new_resource, name="new_resource"),
    path("resources/<int:resource>/", resources.edit_resource, name="edit_resource"),
    path("resources/<int:resource>/file/", resources.resource_file, name="resource_file"),
    path("resources/<int:resource>/shelve/", resources.shelve_resource, name="shelve_resource"),
    path("experts/", experts.experts, name="experts"),
    path("experts/new/", experts.new_expert, name="new_expert"),
    path("experts/<int:expert>/", experts.edit_expert, name="edit_expert"),
    path("cohorts/<slug:cohort>/rounds/", rounds.rounds, name="rounds"),
    path("cohorts/<slug:cohort>/rounds/new/", rounds.new_round, name="new_round"),
    path("cohorts/<slug:cohort>/rounds/<int:position>/edit/", rounds.edit_round, name="edit_round"),
    path("cohorts/<slug:cohort>/rounds/<int:position>/close/", rounds.close_round, name="close_round"),
    path("cohorts/<slug:cohort>/rounds/<int:position>/reopen/", rounds.reopen_round, name="reopen_round"),
    path("cohorts/<slug:cohort>/rounds/<int:position>/remove/", rounds.remove_round, name="remove_round"),
]
