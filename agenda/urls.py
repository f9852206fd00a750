from django.urls import path

from .views import calendar, moves, replies, sessions, venues

app_name = "agenda"
urlpatterns = [
    path("agenda/", calendar.agenda, name="agenda"),
    path("agenda/events.json", calendar.events, name="events"),
    path("agenda/new/", sessions.new_session, name="new_session"),
    path("agenda/venues/", venues.venues, name="venues"),
    path("agenda/venues/new/", venues.new_venue, name="new_venue"),
    path("agenda/venues/<int:venue>/", venues.edit_venue, name="edit_venue"),
    path("agenda/<int:session>/", sessions.session, name="session"),
    path("agenda/<int:session>/edit/", sessions.edit_session, name="edit_session"),
    path("agenda/<int:session>/move/", moves.move_session, name="move_session"),
    path("agenda/<int:session>/discard/", moves.discard_session, name="discard_session"),
    path("agenda/<int:session>/publish/", sessions.publish_session, name="publish_session"),
    path("agenda/<int:session>/cancel/", sessions.cancel_session, name="cancel_session"),
    path("agenda/<int:session>/reply/", replies.reply, name="reply"),
]
