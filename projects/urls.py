from django.urls import path

from .views import collective, cooperations, engagement, follow_up, invitations, pauses, stakes

app_name = "projects"
urlpatterns = [
    path("projects/", cooperations.projects, name="projects"),
    path("projects/new/", cooperations.new_project, name="new_project"),
    path("projects/<slug:project>/edit/", cooperations.edit_project, name="edit_project"),
    path("projects/<slug:project>/pauses/", pauses.pauses, name="pauses"),
    path("projects/<slug:project>/pauses/new/", pauses.pause_project, name="pause_project"),
    path("projects/<slug:project>/pauses/wake/", pauses.wake_project, name="wake_project"),
    path("projects/<slug:project>/collective/", collective.collective, name="collective"),
    path("projects/<slug:project>/collective/join/", collective.join, name="join"),
    path("projects/<slug:project>/actions/", follow_up.project_actions, name="actions"),
    path("projects/<slug:project>/actions/new/", follow_up.new_action, name="new_action"),
    path("projects/<slug:project>/stakes/", stakes.stakes, name="stakes"),
    path("projects/<slug:project>/stakes/<slug:structure>/", stakes.structure_stakes, name="structure_stakes"),
    path("projects/<slug:project>/stakes/<slug:structure>/new/", stakes.state_stakes, name="state_stakes"),
    path("projects/<slug:project>/stakes/<slug:structure>/share/", stakes.share_stakes, name="share_stakes"),
    path("projects/<slug:project>/engagement/review/", engagement.open_review, name="open_review"),
    path("projects/<slug:project>/engagement/<slug:structure>/new/", engagement.state_capacity, name="state_capacity"),
    path(
        "projects/<slug:project>/engagement/<slug:structure>/agree/",
        engagement.agree_to_review,
        name="agree_to_review",
    ),
    path("actions/<int:action>/", follow_up.action, name="action"),
    path("actions/<int:action>/edit/", follow_up.edit_action, name="edit_action"),
    path("actions/<int:action>/settle/", follow_up.settle_action, name="settle_action"),
    path("actions/<int:action>/remind/", follow_up.remind_action, name="remind_action"),
    path("l/action/<str:token>/", follow_up.answer_action, name="answer_action"),
    path("memberships/<int:membership>/leave/", collective.leave, name="leave"),
    path("memberships/<int:membership>/people/new/", collective.add_participant, name="add_participant"),
    path("participations/<int:participant>/end/", collective.end_participation, name="end_participation"),
    path("structures/new/", cooperations.new_structure, name="new_structure"),
    path("structures/<slug:structure>/", cooperations.structure, name="structure"),
    path("structures/<slug:structure>/edit/", cooperations.edit_structure, name="edit_structure"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.new_invitation, name="new_invitation"),
    path("invitations/<int:invitation>/resend/", invitations.resend_invitation, name="resend_invitation"),
    path("invitations/<int:invitation>/revoke/", invitations.revoke_invitation, name="revoke_invitation"),
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
]
