"""The URLs of the app."""

from django.urls import path

from trips import membership, planning
from trips.api import api, docs
from trips.api.errors import unknown_call
from trips.pages import (
    bringing,
    correct,
    correct_polls,
    dates,
    declining,
    downloads,
    enter,
    home,
    hub,
    icons,
    join,
    language,
    leaving,
    messages,
    organise,
    organisers,
    personal_link,
    pictures,
    polls,
    poster,
    recovery,
    subscribe,
)

urlpatterns = [
    # First what is asked most often: Django tries them in this order.
    path("api/social-cart/docs", docs.api_docs, name="api_docs"),
    path("api/social-cart/", api.urls),
    path("api/<path:path>", unknown_call),
    path("", home.home, name="home"),
    path("favicon.ico", icons.by_name, {"name": "favicon.ico"}),
    path("apple-touch-icon.png", icons.by_name, {"name": "apple-touch-icon.png"}),
    path("apple-touch-icon-precomposed.png", icons.by_name, {"name": "apple-touch-icon.png"}),
    path("icon-192.png", icons.by_name, {"name": "icon-192.png"}),
    path("icon-512.png", icons.by_name, {"name": "icon-512.png"}),
    path("icon-maskable-512.png", icons.by_name, {"name": "icon-maskable-512.png"}),
    path("manifest.webmanifest", icons.by_name, {"name": "manifest.webmanifest"}, name="manifest"),
    path("robots.txt", icons.by_name, {"name": "robots.txt"}),
    path("language", language.choose, name="language"),
    path("enter", enter.enter, name="enter"),
    path("join/<str:invitation>", join.join, name="join"),
    path("join/<str:invitation>/<str:digest>.png", pictures.picture, name="picture"),
    path("join/<str:invitation>/claim", join.claim, name="claim"),
    path("join/<str:invitation>/decline", declining.decline, name="decline"),
    path("join/<str:invitation>/withdraw", join.withdraw, name="withdraw_request"),
    path("trips/<str:trip_id>", hub.hub, name="hub"),
    path("trips/<str:trip_id>/again", home.again, name="plan_again"),
    path("trips/<str:trip_id>/leave", leaving.leave, name="leave"),
    path("trips/<str:trip_id>/bring", bringing.bring, name="bring"),
    path(
        "trips/<str:trip_id>/members/<str:member_id>/take-out", bringing.take_out, name="take_out"
    ),
    path("trips/<str:trip_id>/members/<str:member_id>/link", bringing.make_link, name="make_link"),
    path("trips/<str:trip_id>/name", correct.my_name, name="my_name"),
    path("trips/<str:trip_id>/mobile", correct.my_mobile, name="my_mobile"),
    path("trips/<str:trip_id>/personal-link", personal_link.replace_key, name="replace_key"),
    path("calendars/<str:secret>.ics", downloads.subscribed, name="subscribed"),
    path("trips/<str:trip_id>/calendar", subscribe.make_calendar, name="make_calendar"),
    path("trips/<str:trip_id>/calendar.ics", downloads.calendar, name="calendar"),
    path("trips/<str:trip_id>/poster", poster.poster, name="poster"),
    path("trips/<str:trip_id>/qr.svg", downloads.qr, name="qr"),
    path("trips/<str:trip_id>/messages", messages.list_or_post, name="messages"),
    path("trips/<str:trip_id>/messages/read", messages.read, name="read_messages"),
    path(
        "trips/<str:trip_id>/messages/<str:number>/delete",
        messages.delete,
        name="delete_message",
    ),
    path("trips/<str:trip_id>/polls/new", polls.start, name="start_poll"),
    path("trips/<str:trip_id>/polls/dates", dates.ask, name="ask_for_dates"),
    path("trips/<str:trip_id>/polls/<str:poll_id>", polls.poll, name="poll"),
    path("trips/<str:trip_id>/polls/<str:poll_id>/view", polls.my_poll, name="my_poll"),
    path(
        "trips/<str:trip_id>/polls/<str:poll_id>/withdraw",
        polls.withdraw_vote,
        name="withdraw_vote",
    ),
    path("trips/<str:trip_id>/polls/<str:poll_id>/options", polls.add_option, name="add_option"),
    path("trips/<str:trip_id>/polls/<str:poll_id>/close", polls.close, name="close_poll"),
    path("trips/<str:trip_id>/polls/<str:poll_id>/edit", correct_polls.edit, name="edit_poll"),
    path(
        "trips/<str:trip_id>/polls/<str:poll_id>/delete", correct_polls.delete, name="delete_poll"
    ),
    path(
        "trips/<str:trip_id>/polls/<str:poll_id>/reopen", correct_polls.reopen, name="reopen_poll"
    ),
    path("trips/<str:trip_id>/polls/<str:poll_id>/pick", polls.pick, name="pick"),
    path("trips/<str:trip_id>/polls/<str:poll_id>/undo-pick", polls.undo_pick, name="undo_pick"),
    path("trips/<str:trip_id>/members/<str:member_id>/name", correct.name, name="name"),
    path("trips/<str:trip_id>/members/<str:member_id>/remove", organise.remove, name="remove"),
    path("trips/<str:trip_id>/members/<str:member_id>/restore", organise.restore, name="restore"),
    path(
        "trips/<str:trip_id>/members/<str:member_id>/make-organiser",
        organisers.make,
        name="make_organiser",
    ),
    path(
        "trips/<str:trip_id>/members/<str:member_id>/take-role",
        organisers.take_role,
        name="take_role",
    ),
    path(
        "trips/<str:trip_id>/members/<str:member_id>/hand-over",
        organisers.hand_over,
        name="hand_over",
    ),
    path("trips/<str:trip_id>/step-down", organisers.step_down, name="step_down"),
    path("trips/<str:trip_id>/requests", organise.requests, name="requests"),
    path(
        "trips/<str:trip_id>/requests/refuse",
        organise.runs(membership.refuse_requests),
        name="refuse_requests",
    ),
    path(
        "trips/<str:trip_id>/requests/<str:request_id>",
        organise.answer_request,
        name="answer_request",
    ),
    path("trips/<str:trip_id>/settings", organise.settings, name="settings"),
    path("trips/<str:trip_id>/close", organise.runs(planning.close), name="close"),
    path("trips/<str:trip_id>/reopen", organise.runs(planning.reopen), name="reopen"),
    path("trips/<str:trip_id>/cancel", organise.runs(planning.cancel), name="cancel"),
    path(
        "trips/<str:trip_id>/invitation",
        organise.runs(planning.replace_invitation),
        name="replace_invitation",
    ),
    path("trips/<str:trip_id>/recovery", recovery.make_code, name="make_code"),
    path("trips/<str:trip_id>/members.csv", downloads.members, name="export"),
]
