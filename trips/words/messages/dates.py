"""How days and moments are written, and how long ago something was."""

from django.utils.translation import gettext_noop

from trips.words.messages.kinds import Messages, ngettext_noop

DATES: Messages = {
    # Translators: how a day is written; {month} is its short name.
    "day_month": gettext_noop("{day} {month}"),
    "day_month_year": gettext_noop("{day} {month} {year}"),
    "weekday_day": gettext_noop("{weekday} {date}"),
    "days_of_month": gettext_noop("{first}–{last} {month}"),
    "days_of_month_year": gettext_noop("{first}–{last} {month} {year}"),
    "days": gettext_noop("{first} – {last}"),
    # Translators: a day, and what times of day it begins and ends.
    "day_times": gettext_noop("{date}, {start}–{end}"),
    "day_until": gettext_noop("{date}, until {time}"),
    # Translators: days with times of day, and by which clocks, e.g. "India time".
    "in_zone": gettext_noop("{when} ({zone})"),
    "moment": gettext_noop("{date}, {time}"),
    "moment_end": gettext_noop("the end of {date}"),
    # Translators: a time that clocks show twice, and which it is: "02:30 (UTC+1)".
    "time_of_two": gettext_noop("{time} ({offset})"),
    "just_now": gettext_noop("just now"),
    "minutes_ago": ngettext_noop("{n} min ago", "{n} min ago"),
    "hours_ago": ngettext_noop("{n} h ago", "{n} h ago"),
    "yesterday": gettext_noop("yesterday"),
    "days_ago": ngettext_noop("{n} day ago", "{n} days ago"),
    "joined_just_now": gettext_noop("joined just now"),
    "joined_minutes_ago": ngettext_noop("joined {n} min ago", "joined {n} min ago"),
    "joined_hours_ago": ngettext_noop("joined {n} h ago", "joined {n} h ago"),
    "joined_yesterday": gettext_noop("joined yesterday"),
    "joined_days_ago": ngettext_noop("joined {n} day ago", "joined {n} days ago"),
    "code_just_now": gettext_noop("A code was made just now."),
    "code_minutes_ago": ngettext_noop(
        "A code was made {n} min ago.", "A code was made {n} min ago."
    ),
    "code_hours_ago": ngettext_noop("A code was made {n} h ago.", "A code was made {n} h ago."),
    "code_yesterday": gettext_noop("A code was made yesterday."),
    "code_days_ago": ngettext_noop("A code was made {n} day ago.", "A code was made {n} days ago."),
    "time_of_place": gettext_noop("{place} time"),
}
