"""What an event of the log tells: each a whole sentence, as several may follow each other."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages

NEWS: Messages = {
    # Under the event's type in small letters, if the type alone decides the sentence.
    "member_joined": gettext_noop("{name} joined."),
    "member_restored": gettext_noop("{name} is back."),
    "member_left": gettext_noop("{name} left."),
    "member_removed": gettext_noop("{name} was removed."),
    "message_deleted": gettext_noop("A message was taken back."),
    "invitation_replaced": gettext_noop("The invitation link was replaced."),
    # Under what has happened, if a type has several sentences.
    "message_posted": gettext_noop("{name} wrote to everybody."),
    "renamed": gettext_noop("{old} is now {new}."),
    "organiser_made": gettext_noop("{name} is an organiser now."),
    "organiser_no_more": gettext_noop("{name} is no longer an organiser."),
    "handed_over": gettext_noop("The trip was handed over to {name}."),
    "trip_cancelled": gettext_noop("The trip is cancelled."),
    "trip_closed": gettext_noop("Joining is closed."),
    "trip_reopened": gettext_noop("The trip is open again."),
    "trip_changed": gettext_noop("The trip was changed."),
    "deadline_passed": gettext_noop("The deadline has passed."),
    "trip_over": gettext_noop("The trip is over."),
    "unlocked": gettext_noop("The discount is unlocked."),
    "locked_again": gettext_noop("The discount is locked again."),
    "poll_opened": gettext_noop("A poll was opened: “{question}”"),
    "poll_closed": gettext_noop("A poll was closed: “{question}”"),
    "poll_ended": gettext_noop("A poll has ended: “{question}”"),
    "poll_reopened": gettext_noop("A poll was opened again: “{question}”"),
    "poll_changed": gettext_noop("A poll was changed: “{question}”"),
    "poll_deleted": gettext_noop("A poll was deleted: “{question}”"),
    "poll_picked": gettext_noop("An organiser picked “{option}”: “{question}”"),
    "pick_undone": gettext_noop("The pick was undone: “{question}”"),
    # About a poll that was deleted.
    "some_poll_opened": gettext_noop("A poll was opened."),
    "some_poll_closed": gettext_noop("A poll was closed."),
    "some_poll_ended": gettext_noop("A poll has ended."),
    "some_poll_reopened": gettext_noop("A poll was opened again."),
    "some_poll_changed": gettext_noop("A poll was changed."),
    "some_poll_deleted": gettext_noop("A poll was deleted."),
    "some_poll_picked": gettext_noop("An organiser picked an option."),
    "some_pick_undone": gettext_noop("A pick was undone."),
    "some_option_picked": gettext_noop("An organiser picked an option: “{question}”"),
}

# What of the terms has changed: from one to another, from nothing to one, from one to nothing.
TERMS: Messages = {
    "name_became": gettext_noop("Name: “{old}” is now “{new}”."),
    "zone_became": gettext_noop("Time zone: {old} is now {new}."),
    "required_became": gettext_noop("Members needed: {old} is now {new}."),
    "description_became": gettext_noop("The description was changed."),
    "description_came": gettext_noop("There is a description now."),
    "description_went": gettext_noop("The description was taken away."),
    "place_became": gettext_noop("Place: “{old}” is now “{new}”."),
    "place_came": gettext_noop("Place: now “{new}”."),
    "place_went": gettext_noop("Place: no longer “{old}”."),
    "cover_became": gettext_noop("Emoji: {old} is now {new}."),
    "cover_came": gettext_noop("Emoji: now {new}."),
    "cover_went": gettext_noop("Emoji: no longer {old}."),
    "dates_became": gettext_noop("Dates: {old} is now {new}."),
    "dates_came": gettext_noop("Dates: now {new}."),
    "dates_went": gettext_noop("Dates: no longer {old}."),
    "start_became": gettext_noop("Start: {old} is now {new}."),
    "start_came": gettext_noop("Start: now {new}."),
    "start_went": gettext_noop("Start: no longer {old}."),
    "end_became": gettext_noop("End: {old} is now {new}."),
    "end_came": gettext_noop("End: now {new}."),
    "end_went": gettext_noop("End: no longer {old}."),
    "deadline_became": gettext_noop("Deadline: {old} is now {new}."),
    "deadline_came": gettext_noop("Deadline: now {new}."),
    "deadline_went": gettext_noop("Deadline: no longer {old}."),
    "capacity_became": gettext_noop("Places: {old} is now {new}."),
    "capacity_came": gettext_noop("Places: now at most {new}."),
    "capacity_went": gettext_noop("Places: {old} is no longer the limit."),
    "price_became": gettext_noop("Price: {old} is now {new}."),
    "price_came": gettext_noop("Price: now {new}."),
    "price_went": gettext_noop("Price: no longer {old}."),
    "discount_became": gettext_noop(
        # xgettext:no-python-format
        "Discount: {old} % off is now {new} % off."
    ),
    "discount_came": gettext_noop(
        # xgettext:no-python-format
        "Discount: now {new} % off."
    ),
    "discount_went": gettext_noop(
        # xgettext:no-python-format
        "Discount: no longer {old} % off."
    ),
    # Translators: {old} and {new} are lists of steps, e.g. "12 % with 8 people".
    "steps_became": gettext_noop("Further discount steps: {old} is now {new}."),
    "steps_came": gettext_noop("Further discount steps: now {new}."),
    "steps_went": gettext_noop("Further discount steps: no longer {old}."),
}
