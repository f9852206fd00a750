from django.urls import path

from .views import (
    alignment,
    evidence,
    horizon,
    nous,
    objectives,
    pages,
    paper,
    papers,
    presence,
    priorities,
    saving,
    sharing,
    talk,
    together,
)

app_name = "logbook"
# `alignment`, `horizon`, `nous`, `objectives` and `priorities` are pages of their own: no axis may take these addresses.
urlpatterns = [
    path("projects/<slug:project>/logbook/", pages.logbook, name="logbook"),
    path(
        "projects/<slug:project>/logbook/rounds/<int:round_position>/share/",
        sharing.share_assessment,
        name="share_assessment",
    ),
    path("projects/<slug:project>/logbook/alignment/", alignment.alignment, name="alignment"),
    path(
        "projects/<slug:project>/logbook/rounds/<int:round_position>/consent/",
        alignment.give_consent,
        name="give_consent",
    ),
    path("projects/<slug:project>/logbook/rounds/<int:round_position>/together/", together.together, name="together"),
    path(
        "projects/<slug:project>/logbook/rounds/<int:round_position>/together/session/",
        together.save_session,
        name="save_session",
    ),
    path(
        "projects/<slug:project>/logbook/rounds/<int:round_position>/together/<slug:axis>/<slug:criterion>/",
        together.save_agreed,
        name="save_agreed",
    ),
    path("projects/<slug:project>/logbook/objectives/", objectives.objectives, name="objectives"),
    path("projects/<slug:project>/logbook/objectives/new/", objectives.new_objective, name="new_objective"),
    path("objectives/<int:objective>/", objectives.objective, name="objective"),
    path("objectives/<int:objective>/edit/", objectives.edit_objective, name="edit_objective"),
    path("objectives/<int:objective>/values/", objectives.measure_objective, name="measure_objective"),
    path("objectives/<int:objective>/state/", objectives.settle_objective, name="settle_objective"),
    path("objectives/<int:objective>/actions/", objectives.act_on_objective, name="act_on_objective"),
    path("projects/<slug:project>/logbook/horizon/", horizon.horizon, name="horizon"),
    path("projects/<slug:project>/logbook/horizon/write/", horizon.write_horizon, name="write_horizon"),
    path("projects/<slug:project>/logbook/horizon/agree/", horizon.agree_to_horizon, name="agree_to_horizon"),
    path("projects/<slug:project>/logbook/paper/", paper.paper, name="paper"),
    path("projects/<slug:project>/logbook/nous/", nous.nous, name="nous"),
    path("projects/<slug:project>/logbook/nous/agree/", nous.agree_to_nous, name="agree_to_nous"),
    path("projects/<slug:project>/logbook/nous/<int:answer>/", nous.tell_nous, name="tell_nous"),
    path("projects/<slug:project>/logbook/priorities/", priorities.priorities, name="priorities"),
    path("projects/<slug:project>/logbook/<slug:axis>/", pages.axis, name="axis"),
    path("projects/<slug:project>/logbook/<slug:axis>/here/", presence.here, name="here"),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/", saving.save_answer, name="save_answer"
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/share/",
        sharing.share_answer,
        name="share_answer",
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/versions/",
        sharing.versions,
        name="versions",
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/versions/<int:version>/restore/",
        sharing.restore_version,
        name="restore_version",
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/files/",
        papers.add_files,
        name="add_files",
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/criteria/<slug:criterion>/files/",
        evidence.add_evidence,
        name="add_evidence",
    ),
    path("level-files/<int:file>/", evidence.download_evidence, name="download_evidence"),
    path("level-files/<int:file>/remove/", evidence.remove_evidence, name="remove_evidence"),
    path("answer-files/<int:file>/", papers.download_file, name="download_file"),
    path("answer-files/<int:file>/remove/", papers.remove_file, name="remove_file"),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/comments/",
        talk.comments,
        name="comments",
    ),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/questions/<slug:question>/comments/add/",
        talk.add_comment,
        name="add_comment",
    ),
    path("comments/<int:comment>/reply/", talk.reply, name="reply"),
    path("comments/<int:comment>/edit/", talk.change_comment, name="change_comment"),
    path("comments/<int:comment>/remove/", talk.remove_comment, name="remove_comment"),
    path("comments/<int:comment>/settle/", talk.settle_thread, name="settle_thread"),
    path(
        "projects/<slug:project>/logbook/<slug:axis>/criteria/<slug:criterion>/", saving.save_score, name="save_score"
    ),
]
