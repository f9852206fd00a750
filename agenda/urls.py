from django.urls import path

from .views import calendar, clashes, moves, notes, poll_answers, polls, replies, sessions, venues

app_name = "agenda"
urlpatterns = [
    path("agenda/", calendar.agenda, name="agenda"),
    path("agenda/events.json", calendar.events, name="events"),
    path("agenda/new/", sessions.new_session, name="new_session"),
    path("agenda/clashes/", clashes.clashes, name="clashes"),
    path("agenda/venues/", venues.venues, name="venues"),
    path("agenda/venues/new/", venues.new_venue, name="new_venue"),
    path("agenda/venues/<int:venue>/", venues.edit_venue, name="edit_venue"),
    path("agenda/polls/", polls.polls, name="polls"),
    path("agenda/polls/new/", polls.new_poll, name="new_poll"),
    path("agenda/polls/<int:poll>/", polls.poll, name="poll"),
    path("agenda/polls/<int:poll>/edit/", polls.edit_poll, name="edit_poll"),
    path("agenda/polls/<int:poll>/open/", polls.open_poll, name="open_poll"),
    path("agenda/polls/<int:poll>/remind/", polls.remind_poll, name="remind_poll"),
    path("agenda/polls/<int:poll>/cancel/", polls.cancel_poll, name="cancel_poll"),
    path("agenda/polls/<int:poll>/reopen/", polls.reopen_poll, name="reopen_poll"),
    path("agenda/polls/<int:poll>/dates/<int:date>/choose/", polls.choose_date, name="choose_date"),
    path("agenda/polls/<int:poll>/answer/", poll_answers.answer_poll, name="answer_poll"),
    path("l/poll/<str:token>/", poll_answers.poll_link, name="poll_link"),
    path("agenda/<int:session>/", sessions.session, name="session"),
    path("agenda/<int:session>/edit/", sessions.edit_session, name="edit_session"),
    path("agenda/<int:session>/move/", moves.move_session, name="move_session"),
    path("agenda/<int:session>/discard/", moves.discard_session, name="discard_session"),
    path("agenda/<int:session>/publish/", sessions.publish_session, name="publish_session"),
    path("agenda/<int:session>/cancel/", sessions.cancel_session, name="cancel_session"),
    path("agenda/<int:session>/note/", notes.note, name="note"),
    path("agenda/<int:session>/note/share/", notes.share_note, name="share_note"),
    path("agenda/<int:session>/note/<slug:part>/", notes.save_note, name="save_note"),
    path("agenda/<int:session>/note/<slug:part>/versions/", notes.note_versions, name="note_versions"),
    path("agenda/<int:session>/actions/", notes.add_action, name="add_action"),
    path("agenda/<int:session>/reply/", replies.reply, name="reply"),
]
