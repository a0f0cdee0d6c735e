"""The sentences that both server and scripts say, by id; static/js/words uses the same ids.

Each is a whole sentence, so that a translation may order it freely. `{name}` is filled in, `<b>`
stands out, and `n` is the number that decides between singular and plural.
"""

from typing import NamedTuple

from django.utils.translation import gettext_noop


class Plural(NamedTuple):
    """A sentence in its singular and its plural."""

    one: str
    many: str


def ngettext_noop(one: str, many: str) -> Plural:
    """Mark a singular and its plural for makemessages, as gettext_noop marks one text."""
    return Plural(one, many)


Messages = dict[str, str | Plural]

DATES: Messages = {
    "day_month": gettext_noop("{day} {month}"),
    "day_month_year": gettext_noop("{day} {month} {year}"),
    "weekday_day": gettext_noop("{weekday} {date}"),
    "days_of_month": gettext_noop("{first}–{last} {month}"),
    "days_of_month_year": gettext_noop("{first}–{last} {month} {year}"),
    "days": gettext_noop("{first} – {last}"),
    "moment": gettext_noop("{date}, {time}"),
    "moment_end": gettext_noop("the end of {date}"),
    "time_of_two": gettext_noop("{time} ({offset})"),
    "just_now": gettext_noop("just now"),
    "minutes_ago": ngettext_noop("{n} min ago", "{n} min ago"),
    "hours_ago": ngettext_noop("{n} h ago", "{n} h ago"),
    "yesterday": gettext_noop("yesterday"),
    "days_ago": ngettext_noop("{n} day ago", "{n} days ago"),
    "time_of_place": gettext_noop("{place} time"),
}

TRIP: Messages = {
    # xgettext:no-python-format
    "discount": gettext_noop("{percent} % off"),
    "group_discount": gettext_noop("the group discount"),
    "price": gettext_noop("{sum} per person"),
    "n_of": gettext_noop("{n} of {required}"),
    "progress": ngettext_noop("{count} of {n} member", "{count} of {n} members"),
    "are_in": ngettext_noop("<b>{count}</b> is in.", "<b>{count}</b> are in."),
    "are_in_unlocked": ngettext_noop(
        "<b>{count}</b> is in, and everyone gets <b>{discount}</b>.",
        "<b>{count}</b> are in, and everyone gets <b>{discount}</b>.",
    ),
    "more_unlock": ngettext_noop(
        "<b>{n} more</b> unlocks <b>{discount}</b>.", "<b>{n} more</b> unlock <b>{discount}</b>."
    ),
    "more_and_everyone": ngettext_noop(
        "{n} more and everyone gets {discount}.", "{n} more and everyone gets {discount}."
    ),
    "invites": gettext_noop("{organiser} invites you to"),
    "join_by": gettext_noop("Join by <b>{date}, {time}</b> ({zone})."),
    "join_by_end": gettext_noop("Join by <b>the end of {date}</b> ({zone})."),
    "needed_by_then": ngettext_noop(
        "With fewer than {n} by then, nobody gets the discount.",
        "With fewer than {n} by then, nobody gets the discount.",
    ),
    "deadline_was": gettext_noop("The deadline was <b>{date}, {time}</b> ({zone})."),
    "deadline_was_end": gettext_noop("The deadline was <b>the end of {date}</b> ({zone})."),
    "too_few": gettext_noop("With {count} in, nobody gets the discount."),
    "ask_to_reopen": gettext_noop(
        "If you would still like to come, ask {organiser} to open it again."
    ),
    "all_taken": ngettext_noop(
        "All {n} place is taken. If somebody leaves, the invitation works again.",
        "All {n} places are taken. If somebody leaves, the invitation works again.",
    ),
    "places_left": ngettext_noop("{n} place left", "{n} places left"),
    "brings_you": gettext_noop("This brings you to {count}."),
    "brings_you_below": gettext_noop("This brings you to {count}: the discount will be lost."),
    "brings_you_below_percent": gettext_noop(
        # xgettext:no-python-format
        "This brings you to {count}: the {percent} % discount will be lost."
    ),
    "brings_group": gettext_noop("This brings the group to {count}."),
    "brings_group_below": gettext_noop(
        "This brings the group to {count}: the discount will be lost."
    ),
    "brings_group_below_percent": gettext_noop(
        # xgettext:no-python-format
        "This brings the group to {count}: the {percent} % discount will be lost."
    ),
    "made_complete": gettext_noop("You made it complete: everyone gets {discount}!"),
    "poll_opens_with": ngettext_noop("Opens when {n} person is in", "Opens when {n} people are in"),
    "poll_takes": ngettext_noop(
        "It takes {n} person, and joining is closed", "It takes {n} people, and joining is closed"
    ),
    "poll_for": gettext_noop("Vote on what is left to decide"),
    "poll_for_nothing": gettext_noop("The trip was cancelled"),
    "share": gettext_noop("{trip}: {news}"),
    "share_dates": gettext_noop("{trip}, {dates}"),
    "share_cancelled": gettext_noop("The trip was cancelled."),
    "share_over": gettext_noop("The trip is over."),
    "share_closed": gettext_noop("Nobody can join any more."),
    "share_full": gettext_noop("All places are taken."),
    "share_by": gettext_noop("Join by {date}, {time} ({zone}):"),
    "share_by_end": gettext_noop("Join by the end of {date} ({zone}):"),
}

NEWS: Messages = {
    "full_stop": gettext_noop("{words}."),
    # Under the event's type in small letters, if the type alone decides the sentence.
    "member_joined": gettext_noop("{name} joined"),
    "member_restored": gettext_noop("{name} is back"),
    "member_left": gettext_noop("{name} left"),
    "member_removed": gettext_noop("{name} was removed"),
    "invitation_replaced": gettext_noop("The invitation link was replaced"),
    # Under what has happened, if a type has several sentences.
    "renamed": gettext_noop("{old} is now {new}"),
    "trip_cancelled": gettext_noop("The trip is cancelled"),
    "trip_closed": gettext_noop("Joining is closed"),
    "trip_reopened": gettext_noop("The trip is open again"),
    "trip_changed": gettext_noop("The trip was changed"),
    "deadline_passed": gettext_noop(
        "The deadline has passed with {count}: everyone gets {discount}"
    ),
    "deadline_passed_short": gettext_noop(
        "The deadline has passed with {count}: nobody gets the discount"
    ),
    "trip_over": gettext_noop("The trip is over with {count}: everyone gets {discount}"),
    "trip_over_short": gettext_noop("The trip is over with {count}: nobody gets the discount"),
    "unlocked": gettext_noop("The discount is unlocked"),
    "locked_again": gettext_noop("The discount is locked again"),
    "name_became": gettext_noop("Name: {old} is now {new}"),
    "dates_became": gettext_noop("Dates: {old} is now {new}"),
    "zone_became": gettext_noop("Time zone: {old} is now {new}"),
    "deadline_became": gettext_noop("Deadline: {old} is now {new}"),
    "required_became": gettext_noop("Members needed: {old} is now {new}"),
    "capacity_became": gettext_noop("Places: {old} is now {new}"),
    "price_became": gettext_noop("Price: {old} is now {new}"),
    "discount_became": gettext_noop("Discount: {old} is now {new}"),
    "no_dates": gettext_noop("no dates"),
    "no_deadline": gettext_noop("no deadline"),
    "no_limit": gettext_noop("no limit"),
    "no_price": gettext_noop("no price"),
    "poll_opened": gettext_noop("A poll was opened: {question}"),
    "poll_closed": gettext_noop("A poll was closed: {question}"),
    "poll_ended": gettext_noop("A poll has ended: {question}"),
    "poll_reopened": gettext_noop("A poll was opened again: {question}"),
    "poll_changed": gettext_noop("A poll was changed: {question}"),
    "poll_deleted": gettext_noop("A poll was deleted: {question}"),
    "poll_picked": gettext_noop("The organiser picked {option}: {question}"),
    # About a poll that was deleted.
    "some_poll_opened": gettext_noop("A poll was opened"),
    "some_poll_closed": gettext_noop("A poll was closed"),
    "some_poll_ended": gettext_noop("A poll has ended"),
    "some_poll_reopened": gettext_noop("A poll was opened again"),
    "some_poll_changed": gettext_noop("A poll was changed"),
    "some_poll_deleted": gettext_noop("A poll was deleted"),
    "some_poll_picked": gettext_noop("The organiser picked an option"),
    "some_option_picked": gettext_noop("The organiser picked an option: {question}"),
}

POLL: Messages = {
    "voted": ngettext_noop("{n} of {members} has voted", "{n} of {members} have voted"),
    "turnout": ngettext_noop("{n} person voted", "{n} people voted"),
    "nobody_voted": gettext_noop("Nobody voted"),
    "closes": gettext_noop("Closes <b>{date}, {time}</b> ({zone})"),
    "closes_end": gettext_noop("Closes <b>at the end of {date}</b> ({zone})"),
    "closed": gettext_noop("Closed {date}, {time} ({zone})"),
    "closed_end": gettext_noop("Closed at the end of {date} ({zone})"),
    "decided": gettext_noop("Decided: <b>{option}</b>"),
    "decided_picked": gettext_noop("Decided: <b>{option}</b>. The organiser picked."),
    "paused_below": ngettext_noop(
        "Paused while fewer than {n} person is in. Votes are kept.",
        "Paused while fewer than {n} people are in. Votes are kept.",
    ),
    "choose_up_to": ngettext_noop("Choose up to {n}.", "Choose up to {n}."),
    "chosen_all": ngettext_noop(
        "That is {n} of {n}: untick one to choose another.",
        "That is {n} of {n}: untick one to choose another.",
    ),
    "votes": ngettext_noop("{n} vote", "{n} votes"),
}

FORMS: Messages = {
    "became": gettext_noop("This became {words} meanwhile. Save to put yours in its place."),
    "was_emptied": gettext_noop("This was emptied meanwhile. Save to put yours in its place."),
}

# Said by scripts alone: live news, which screen readers read aloud.
ALOUD: Messages = {
    "now_of": gettext_noop("{count} of {required}."),
    "now_in": ngettext_noop("{n} is in.", "{n} are in."),
    "now_unlocked": gettext_noop("The discount is unlocked!"),
    "now_locked": gettext_noop("The discount is locked again."),
    "now_missing": ngettext_noop("{n} to go.", "{n} to go."),
    "poll_is_open": gettext_noop("A poll is open: {question}"),
    "option_added": gettext_noop("An option was added."),
    "away": gettext_noop("While you were away: {news}"),
    "up_to_date": gettext_noop("You are up to date again."),
    "away_joined": ngettext_noop("{n} person joined.", "{n} people joined."),
    "away_left": ngettext_noop("{n} person left.", "{n} people left."),
    "away_unlocked": gettext_noop("The discount was unlocked."),
    "away_locked": gettext_noop("The discount was locked again."),
    "away_name": gettext_noop("The name changed."),
    "away_dates": gettext_noop("The dates changed."),
    "away_zone": gettext_noop("The time zone changed."),
    "away_deadline": gettext_noop("The deadline changed."),
    "away_required": gettext_noop("The number of members needed changed."),
    "away_capacity": gettext_noop("The places changed."),
    "away_price": gettext_noop("The price changed."),
    "away_discount": gettext_noop("The discount changed."),
    "away_reopened": gettext_noop("The trip was opened again."),
    "away_cancelled": gettext_noop("The trip was cancelled."),
    "away_closed": gettext_noop("Joining was closed."),
    "away_deadline_passed": gettext_noop("The deadline passed."),
    "away_over": gettext_noop("The trip is over."),
    "away_poll_opened": gettext_noop("A poll was opened."),
    "away_poll_closed": gettext_noop("A poll was closed."),
    "away_poll_reopened": gettext_noop("A poll was opened again."),
    "away_poll_deleted": gettext_noop("A poll was deleted."),
}

# Said by scripts alone: the state of a form, of copying, of the connection.
SCRIPTS: Messages = {
    "offline": gettext_noop("No connection."),
    "busy": gettext_noop("We are catching our breath."),
    "crowd": gettext_noop("That was too often."),
    "crowd_joining": gettext_noop("Very many are joining."),
    "crowd_voting": gettext_noop("Very many are voting."),
    "tap_again": gettext_noop("Your tap is safe: trying again…"),
    "tap_in_seconds": ngettext_noop(
        "Your tap is safe: next try in {n} s.", "Your tap is safe: next try in {n} s."
    ),
    "tap_in_minutes": ngettext_noop(
        "Your tap is safe: next try in {n} min.", "Your tap is safe: next try in {n} min."
    ),
    "vote_again": gettext_noop("Your vote is safe: trying again…"),
    "vote_in_seconds": ngettext_noop(
        "Your vote is safe: next try in {n} s.", "Your vote is safe: next try in {n} s."
    ),
    "vote_in_minutes": ngettext_noop(
        "Your vote is safe: next try in {n} min.", "Your vote is safe: next try in {n} min."
    ),
    "no_cookie": gettext_noop(
        "This browser sent us no cookie, or the page is very old. Allow cookies for this site, "
        "then reload: what you typed is kept."
    ),
    "odd": gettext_noop(
        "That did not work, and nothing was changed. What you typed is kept: look at it once "
        "more, then try again."
    ),
    "our_fault": gettext_noop(
        "That did not work, and it is our fault, not yours. What you typed is kept: wait a "
        "little, then tap again."
    ),
    "as_sent": gettext_noop(
        "This is being sent as it was when you tapped. You can change it once the answer is here."
    ),
    "unsent": gettext_noop("The poll closed before your choice was sent, so it does not count."),
    "unsent_change": gettext_noop(
        "The poll closed before this change was sent. The vote that you cast before counts."
    ),
    "put_back": gettext_noop("We put back what you had typed here and not saved."),
    "discard": gettext_noop("Discard it"),
    "live": gettext_noop("Live"),
    "catching_up": gettext_noop("Catching up"),
    "paused": gettext_noop("Paused: open in newer places. Tap to go on"),
    "offline_since": gettext_noop("Offline since {time}"),
    "copied": gettext_noop("Copied ✓"),
    "copied_aloud": gettext_noop("Copied"),
    "copy_by_hand": gettext_noop("Press and hold the link"),
    "selected": gettext_noop("The link is selected"),
    "asked": gettext_noop("{words}?"),
}

MESSAGES: Messages = {**DATES, **TRIP, **POLL, **NEWS, **FORMS, **ALOUD, **SCRIPTS}
