from django.urls import path

from . import views

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/events.json", views.events, name="events"),
    path("agenda/new/", views.new_session, name="new_session"),
    path("agenda/venues/", views.venues, name="venues"),
    path("agenda/venues/new/", views.new_venue, name="new_venue"),
    path("agenda/venues/<int:venue>/", views.edit_venue, name="edit_venue"),
    path("agenda/<int:session>/", views.session, name="session"),
    path("agenda/<int:session>/edit/", views.edit_session, name="edit_session"),
    path("agenda/<int:session>/publish/", views.publish_session, name="publish_session"),
    path("agenda/<int:session>/cancel/", views.cancel_session, name="cancel_session"),
    path("agenda/<int:session>/reply/", views.reply, name="reply"),
]
