from django.urls import path

from .views import after, days, floor, guests, own, plan, registering

app_name = "funding_day"

own_page, guest_page = own.own_page
own_details, guest_details = own.own_details
own_wishes, guest_wishes = own.own_wishes
own_calendar, guest_calendar = own.own_calendar
own_feedback, guest_feedback = after.own_feedback
own_follow_up, guest_follow_up = after.own_follow_up

urlpatterns = [
    path("funding-day/", days.days, name="days"),
    path("funding-day/new/", days.new_day, name="new_day"),
    # A guest's own page, by the link of a mail
    path("funding-day/me/<str:token>/", own_page, name="own_page"),
    path("funding-day/me/<str:token>/confirm/", registering.confirm, name="confirm"),
    path("funding-day/me/<str:token>/details/", own_details, name="own_details"),
    path("funding-day/me/<str:token>/wishes/", own_wishes, name="own_wishes"),
    path("funding-day/me/<str:token>/agenda.ics", own_calendar, name="own_calendar"),
    path("funding-day/me/<str:token>/feedback/<int:other>/", own_feedback, name="own_feedback"),
    path("funding-day/me/<str:token>/follow-up/", own_follow_up, name="own_follow_up"),
    # The morning
    path("funding-day/<slug:day>/", days.day, name="day"),
    path("funding-day/<slug:day>/settings/", days.day_settings, name="settings"),
    path("funding-day/<slug:day>/register/", registering.register, name="register"),
    path("funding-day/<slug:day>/funders/new/", days.new_funder, name="new_funder"),
    path("funding-day/<slug:day>/bearers/new/", days.new_bearer, name="new_bearer"),
    # Guests
    path("funding-day/<slug:day>/guests/", guests.guests, name="guests"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/", guest_page, name="guest_page"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/details/", guest_details, name="guest_details"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/wishes/", guest_wishes, name="guest_wishes"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/link/", guests.resend_link, name="resend_link"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/revoke/", guests.revoke_links, name="revoke_links"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/accept/", guests.accept_late, name="accept_late"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/withdraw/", guests.withdraw, name="withdraw"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/back/", guests.come_back, name="come_back"),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/agenda.ics", guest_calendar, name="guest_calendar"),
    path(
        "funding-day/<slug:day>/guests/<str:side>/<int:guest>/feedback/<int:other>/",
        guest_feedback,
        name="guest_feedback",
    ),
    path("funding-day/<slug:day>/guests/<str:side>/<int:guest>/follow-up/", guest_follow_up, name="guest_follow_up"),
    # The plan
    path("funding-day/<slug:day>/plan/", plan.plan, name="plan"),
    path("funding-day/<slug:day>/plan/compute/", plan.compute_plan, name="compute_plan"),
    path("funding-day/<slug:day>/plan/runs/<int:run>/", plan.plan_progress, name="plan_progress"),
    path("funding-day/<slug:day>/plan/runs/<int:run>/stop/", plan.stop_plan, name="stop_plan"),
    path("funding-day/<slug:day>/plan/change/", plan.change_plan, name="change_plan"),
    path("funding-day/<slug:day>/plan/add/", plan.add_meeting, name="add_meeting"),
    path("funding-day/<slug:day>/plan/send/", floor.send_agendas, name="send_agendas"),
    path("funding-day/<slug:day>/plan/schedules/", floor.schedules, name="schedules"),
    path("funding-day/<slug:day>/plan/versions/<int:number>/", plan.plan_version, name="plan_version"),
    # On the day, and after
    path("funding-day/<slug:day>/desk/", floor.desk, name="desk"),
    path("funding-day/<slug:day>/desk/<int:visitor>/", floor.check_in, name="check_in"),
    path("funding-day/<slug:day>/repair/", floor.propose_repair, name="propose_repair"),
    path("funding-day/<slug:day>/repair/<int:proposal>/", floor.settle_repair, name="settle_repair"),
    path("funding-day/<slug:day>/board/", floor.board, name="board"),
    path("funding-day/<slug:day>/raised/", after.raised, name="raised"),
]
